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
	const reason = action.disabled?.(context);
	if (reason !== undefined) {
		context.ui.dispatch({type: 'notice', notice: {text: show(reason), tone: 'warning'}});
		return;
	}

	try {
		await action.run(context);
	} catch (error) {
		context.ui.dispatch({type: 'notice', notice: noticeOf(error)});
	}
};

/** Runs what a key means in the layers as they stand. */
const pressKey = async (press: KeyPress, layers: Layers, context: ActionContext): Promise<void> => {
	const meaning = resolveKey(layers, press);
	if (meaning === undefined) return;
	context.ui.dispatch({type: 'notice', notice: undefined});
	if ('type' in meaning) context.ui.dispatch({type: 'field-edit', edit: meaning});
	else await runAction(meaning, context);
};

/** Pasted text goes to the open text field and nowhere else, and never acts as a key. */
const paste = (text: string, {ui}: ActionContext): void => {
	if (ui.getState().field !== undefined) ui.dispatch({type: 'field-edit', edit: {type: 'insert', text}});
	else ui.dispatch({type: 'notice', notice: {text: safe`Nothing here takes pasted text.`, tone: 'warning'}});
};

/** The one reader of the keyboard: `onPress` for every key, `onPaste` for pasted text, which never acts as a key. */
export const useKeys = (onPress: (key: KeyPress) => void, onPaste: (text: string) => void): void => {
	const press = useEffectEvent(onPress);
	useInput((input, key) => {
		for (const each of readKeys(input, key)) press(each);
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
		key => {
			// Rejections end inside, as a notice.
			void pressKey(key, findLayers(), findContext());
		},
		text => paste(text, findContext()),
	);
};
