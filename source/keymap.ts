import type {Action} from './actions.js';
import type {TextEdit} from './ui-state/text-field.js';
import type {FieldId} from './ui-state/types.js';

/** One key: its name as `Action.keys` spells it, and the character it types, if any. */
export type KeyPress = {readonly name: string; readonly text?: string};

/** The modifiers and special keys that Ink tells beside the characters. */
export type KeyFlags = Readonly<
	Record<
		| 'upArrow'
		| 'downArrow'
		| 'leftArrow'
		| 'rightArrow'
		| 'pageUp'
		| 'pageDown'
		| 'home'
		| 'end'
		| 'return'
		| 'escape'
		| 'tab'
		| 'backspace'
		| 'delete'
		| 'ctrl'
		| 'shift'
		| 'meta',
		boolean
	>
>;

const namedKeys: readonly (readonly [flag: keyof KeyFlags, name: string])[] = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

const characters = new Intl.Segmenter(undefined, {granularity: 'grapheme'});
const controlNames: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\r\n': 'enter',
	'\t': 'tab',
	' ': 'space',
	'\b': 'backspace',
	'\u007f': 'backspace',
};
const control = /^\p{Cc}/u;

const pressOf = (character: string): KeyPress | undefined => {
	const name = controlNames[character];
	if (name === 'space') return {name, text: character};
	if (name !== undefined) return {name};
	if (!control.test(character)) return {name: character, text: character};
	// Ink tells a control key only when it comes alone; in a burst it is a character among others: 1 is Ctrl+A, 26 is Ctrl+Z.
	const code = character.codePointAt(0) ?? 0;
	return code >= 1 && code <= 26 ? {name: `ctrl+${String.fromCodePoint(code + 96)}`} : undefined;
};

/** Keys of one byte. Escape just before one of them, or before a character, looks like Alt with it. */
const bareKeys = new Set(['escape', 'enter', 'tab', 'backspace']);

/**
 * The keys in what Ink tells at once: fast typing and slow links bring several characters together. No key has a meaning
 * with Alt, so that what looks like one is Escape and the key after it.
 */
export const readKeys = (input: string, key: KeyFlags): readonly KeyPress[] => {
	const named = namedKeys.find(([flag]) => key[flag])?.[1];
	const isAfterEscape = key.meta && (named === undefined || bareKeys.has(named));
	const before: readonly KeyPress[] = isAfterEscape ? [{name: 'escape'}] : [];
	if (named !== undefined) return [...before, {name: key.ctrl ? `ctrl+${named}` : key.shift && named === 'tab' ? 'shift+tab' : named}];
	if (key.ctrl) return input === '' ? [] : [...before, {name: `ctrl+${input === ' ' ? 'space' : input}`}];
	return [...before, ...Array.from(characters.segment(input), ({segment}) => pressOf(segment)).filter(press => press !== undefined)];
};

/** Whose turn it is: an open dialog hides the pane and the global actions, an open text field all actions that are not made for it. */
export type Layers = {
	readonly overlay: readonly Action[] | undefined;
	readonly pane: readonly Action[];
	readonly global: readonly Action[];
	readonly field: FieldId | undefined;
};

/** The actions that a key can reach now; of two with the same key the first one runs. */
export const liveActions = ({overlay, pane, global, field}: Layers): readonly Action[] => {
	const always = global.filter(action => action.isAlways);
	const candidates = overlay === undefined ? [...pane, ...global] : [...overlay, ...always];
	return candidates.filter(action => action.isAlways || (field === undefined ? action.fields === undefined : action.fields?.includes(field)));
};

const edits: Readonly<Record<string, TextEdit>> = {
	backspace: {type: 'delete', what: 'left'},
	delete: {type: 'delete', what: 'right'},
	'ctrl+w': {type: 'delete', what: 'word'},
	'ctrl+u': {type: 'delete', what: 'before'},
	'ctrl+k': {type: 'delete', what: 'after'},
	left: {type: 'move', to: 'left'},
	right: {type: 'move', to: 'right'},
	'ctrl+left': {type: 'move', to: 'word-left'},
	'ctrl+right': {type: 'move', to: 'word-right'},
	home: {type: 'move', to: 'start'},
	end: {type: 'move', to: 'end'},
	'ctrl+e': {type: 'move', to: 'end'},
};

/** What a key does to a text field; undefined: nothing. */
export const editOf = (press: KeyPress): TextEdit | undefined =>
	edits[press.name] ?? (press.text === undefined ? undefined : {type: 'insert', text: press.text});

/** What a key does: an action, else an edit of the open text field, else nothing. */
export const resolveKey = (layers: Layers, press: KeyPress): Action | TextEdit | undefined => {
	const action = liveActions(layers).find(({keys}) => keys.includes(press.name));
	return action === undefined && layers.field !== undefined ? editOf(press) : action;
};

const labels: Readonly<Record<string, string>> = {
	up: '↑',
	down: '↓',
	left: '←',
	right: '→',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	enter: 'Enter',
	escape: 'Esc',
	space: 'Space',
	tab: 'Tab',
	'shift+tab': 'Shift+Tab',
	backspace: 'Backspace',
	delete: 'Del',
	f1: 'F1',
};

/** A key as people write it: `Ctrl+L`, `Shift+Tab`, `G`. */
export const keyLabel = (name: string): string =>
	labels[name] ?? name.replace(/^ctrl\+(.+)$/, (_, rest: string) => `Ctrl+${labels[rest] ?? rest.toUpperCase()}`);
