import {EventEmitter} from 'node:events';
import {useInput, usePaste, useStdin} from 'ink';
import {useEffect, useEffectEvent} from 'react';
import type {Action, ActionContext} from '../actions.js';
import {HubError} from '../errors.js';
import {type KeyPress, type Layers, readKeys, resolveKey} from '../keymap.js';
import {safe, show} from '../safe-text.js';
import type {Notice} from '../ui-state/types.js';

/** What terminals send for F1. Ink knows the key and tells nobody. */
const f1Bytes = new Set(['\u001bOP', '\u001b[11~', '\u001b[[A', '\u001b[P']);

const noticeOf = (error: unknown): Notice => {
	const text = error instanceof HubError ? `${error.message} ${error.hint}` : error instanceof Error ? error.message : String(error);
	return {text: show(text), tone: 'bad'};
};

const runAction = async (action: Action, context: ActionContext): Promise<void> => {
	try {
		await action.run(context);
	} catch (error) {
		context.ui.dispatch({type: 'notice', notice: noticeOf(error)});
	}
};

/** Runs what a key means in the layers as they stand. False: it was refused. */
const pressKey = (press: KeyPress, layers: Layers, context: ActionContext): boolean => {
	const meaning = resolveKey(layers, press);
	if (meaning === undefined) return true;
	context.ui.dispatch({type: 'notice', notice: undefined});
	if ('type' in meaning) {
		context.ui.dispatch({type: 'field-edit', edit: meaning});
		return true;
	}
	const reason = meaning.disabled?.(context);
	if (reason !== undefined) {
		context.ui.dispatch({type: 'notice', notice: {text: show(reason), tone: 'warning'}});
		return false;
	}
	// Rejections end inside, as a notice.
	void runAction(meaning, context);
	return true;
};

/** Pasted text goes to the open text field and nowhere else, and never acts as a key. */
const paste = (text: string, {ui}: ActionContext): void => {
	if (ui.getState().field !== undefined) ui.dispatch({type: 'field-edit', edit: {type: 'insert', text}});
	else ui.dispatch({type: 'notice', notice: {text: safe`Nothing here takes pasted text.`, tone: 'warning'}});
};

/** Keys that mean the same wherever they are pressed. */
const staysLive = /^(?:ctrl\+.|escape)$/;

/**
 * The one reader of the keyboard: `onPress` for every key, `onPaste` for pasted text, which never acts as a key. After a key that is refused, which
 * `onPress` tells with false, characters that came together with it are dropped: they were meant for what it would have opened.
 */
export const useKeys = (onPress: (key: KeyPress) => boolean, onPaste: (text: string) => void): void => {
	const press = useEffectEvent(onPress);
	useInput((input, key) => {
		let isRefused = false;
		for (const each of readKeys(input, key)) {
			if (!isRefused || staysLive.test(each.name)) isRefused = !press(each) || isRefused;
		}
	});
	usePaste(onPaste);

	const emitter: unknown = Reflect.get(useStdin(), 'internal_eventEmitter');
	useEffect(() => {
		if (!(emitter instanceof EventEmitter)) return;
		const onInput = (bytes: unknown) => {
			if (typeof bytes === 'string' && f1Bytes.has(bytes)) press({name: 'f1'});
		};
		emitter.on('input', onInput);
		return () => {
			emitter.off('input', onInput);
		};
	}, [emitter]);
};

/** Keys as actions of the layers. Both arguments are asked anew for each key, so that keys that come together see what the ones before did. */
export const useKeyboard = (findLayers: () => Layers, findContext: () => ActionContext): void => {
	useKeys(
		key => pressKey(key, findLayers(), findContext()),
		text => paste(text, findContext()),
	);
};
