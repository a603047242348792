import type {Action} from '../actions.js';
import {keyLabel} from '../keymap.js';
import {safe, show} from '../safe-text.js';
import {type Row, span} from './cells.js';
import {deviceStateOrder, deviceStates} from './device-state.js';
import {wrapWords} from './wrap-words.js';

/** Keys of an action as people write them: `Enter, l`. */
const describeKeys = ({keys}: Action): string => keys.map(keyLabel).join(', ');

const keysWidth = 14;

/** Keys on the left, what they do on the right, wrapped under itself. */
const entryRows = (keys: string, title: string, width: number): readonly Row[] => {
	const lines = wrapWords(show(title), Math.max(1, width - keysWidth));
	return lines.map((line, index) => [span(show((index === 0 ? keys : '').padEnd(keysWidth)), 'accent', {isBold: true}), span(line)]);
};

const sectionRows = (title: string, entries: readonly (readonly [keys: string, title: string])[], width: number): readonly Row[] =>
	entries.length === 0 ? [] : [[span(show(title), 'plain', {isBold: true})], ...entries.flatMap(([keys, text]) => entryRows(keys, text, width)), []];

const words: readonly (readonly [word: string, meaning: string])[] = [
	['desired', 'what the hub wants of a device: you change it'],
	['reported', 'what the device says of itself: only it changes it'],
	['etag', 'names one state of a twin: a change against an older one is refused'],
	['C2D', 'a message from the hub to a device'],
	['direct method', 'a call that a connected device answers at once'],
];

export type HelpSection = {readonly title: string; readonly actions: readonly Action[]};

/** The help screen's rows: keys by section, then device states, then words; only entries that contain `filter`, case ignored. */
export const helpRows = (sections: readonly HelpSection[], filter: string, width: number): readonly Row[] => {
	const wanted = filter.trim().toLowerCase();
	const isWanted = ([keys, title]: readonly [string, string]) => `${keys} ${title}`.toLowerCase().includes(wanted);
	const states = deviceStateOrder.map(state => [`${deviceStates[state].glyph} ${deviceStates[state].word}`, deviceStates[state].meaning] as const);
	const rows = [
		...sections.flatMap(({title, actions}) => sectionRows(title, actions.map(action => [describeKeys(action), action.title] as const).filter(isWanted), width)),
		...sectionRows('States of a device', states.filter(isWanted), width),
		...sectionRows('Words', words.filter(isWanted), width),
	];
	return rows.length === 0 ? [[span(safe`Nothing here contains ${show(filter)}.`, 'warning')]] : rows.slice(0, -1);
};
