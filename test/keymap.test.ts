import {describe, expect, test} from 'vitest';
import type {Action} from '../source/actions.js';
import {globalActions} from '../source/global-actions.js';
import {type KeyFlags, keyLabel, type Layers, liveActions, readKeys, resolveKey} from '../source/keymap.js';
import {overlays} from '../source/panes/overlays.js';
import {panes} from '../source/panes/panes.js';

const noFlags: KeyFlags = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	tab: false,
	backspace: false,
	delete: false,
	ctrl: false,
	shift: false,
	meta: false,
};

describe('reading keys', () => {
	test.each<[what: string, input: string, flags: Partial<KeyFlags>, names: readonly string[]]>([
		['a letter', 'j', {}, ['j']],
		['a capital letter', 'G', {shift: true}, ['G']],
		['space', ' ', {}, ['space']],
		['Enter', '\r', {return: true}, ['enter']],
		['an arrow', '', {upArrow: true}, ['up']],
		['Ctrl and an arrow', '', {leftArrow: true, ctrl: true}, ['ctrl+left']],
		['Shift+Tab', '', {tab: true, shift: true}, ['shift+tab']],
		['Ctrl and a letter', 'd', {ctrl: true}, ['ctrl+d']],
		['Escape and at once a letter', 'x', {meta: true}, ['escape', 'x']],
		['Escape and at once Enter', '', {return: true, meta: true}, ['escape', 'enter']],
		['Escape and at once Ctrl and a letter', 'z', {ctrl: true, meta: true}, ['escape', 'ctrl+z']],
		['Escape twice at once', '', {escape: true, meta: true}, ['escape', 'escape']],
		['Alt and an arrow', '', {upArrow: true, meta: true}, ['up']],
		['a function key without meaning', '', {}, []],
		['keys that came together', 'jj\rq', {}, ['j', 'j', 'enter', 'q']],
		['a letter of two code points', 'e\u0301', {}, ['e\u0301']],
		['a control character among text', 'a\u0000b', {}, ['a', 'b']],
	])('%s', (_, input, flags, names) => {
		expect(readKeys(input, {...noFlags, ...flags}).map(({name}) => name)).toEqual(names);
	});

	test('control keys that come in one burst with text are keys all the same', () => {
		expect(readKeys('t\u0015x\u007f\u0003', noFlags)).toEqual([
			{name: 't', text: 't'},
			{name: 'ctrl+u'},
			{name: 'x', text: 'x'},
			{name: 'backspace'},
			{name: 'ctrl+c'},
		]);
	});

	test('only characters are typed into a field', () => {
		expect(readKeys(' ', noFlags)).toEqual([{name: 'space', text: ' '}]);
		expect(readKeys('d', {...noFlags, ctrl: true})[0]?.text).toBeUndefined();
	});
});

const action = (id: string, keys: readonly string[], part: Partial<Action> = {}): Action => ({id, keys, title: id, run() {}, ...part});

const layers = (part: Partial<Layers> = {}): Layers => ({
	overlay: undefined,
	pane: [action('pane.down', ['j']), action('pane.keep', ['enter'], {fields: ['devices.filter']})],
	global: [action('global.down', ['j']), action('global.quit', ['q']), action('global.stop', ['ctrl+c'], {isAlways: true})],
	field: undefined,
	...part,
});

const idOf = (part: Partial<Layers>, name: string, text?: string) => {
	const meaning = resolveKey(layers(part), {name, ...(text !== undefined && {text})});
	return meaning !== undefined && 'id' in meaning ? meaning.id : meaning;
};

describe('the layers', () => {
	test('the pane comes before the global actions', () => {
		expect(idOf({}, 'j', 'j')).toBe('pane.down');
		expect(idOf({}, 'q', 'q')).toBe('global.quit');
		expect(idOf({}, 'x', 'x')).toBeUndefined();
	});

	test('an open dialog hides both, apart from what always lives', () => {
		const overlay = [action('overlay.close', ['escape'])];
		expect(idOf({overlay}, 'escape')).toBe('overlay.close');
		expect(idOf({overlay}, 'q', 'q')).toBeUndefined();
		expect(idOf({overlay}, 'j', 'j')).toBeUndefined();
		expect(idOf({overlay}, 'ctrl+c')).toBe('global.stop');
	});

	test('an open text field takes the letters, its own actions come first', () => {
		const field = 'devices.filter';
		expect(idOf({field}, 'enter')).toBe('pane.keep');
		expect(idOf({field}, 'j', 'j')).toEqual({type: 'insert', text: 'j'});
		expect(idOf({field}, 'q', 'q')).toEqual({type: 'insert', text: 'q'});
		expect(idOf({field}, 'backspace')).toEqual({type: 'delete', what: 'left'});
		expect(idOf({field}, 'ctrl+c')).toBe('global.stop');
		expect(idOf({field}, 'f9')).toBeUndefined();
	});

	test('an action made for a field is dead without it', () => {
		expect(idOf({}, 'enter')).toBeUndefined();
		expect(liveActions(layers()).map(({id}) => id)).not.toContain('pane.keep');
	});
});

const everything = [
	['global', globalActions],
	...panes.map(pane => [pane.id, pane.actions] as const),
	...overlays.map(overlay => [overlay.id, overlay.actions] as const),
] as const;

/** The same bytes as another key, a prefix of screen or tmux, flow control, a signal, or taken by SSH, mosh and desktops. */
const forbidden = /^(~|ctrl\+[absqhijm\\^[]|alt\+.*|f1[0-2])$/;

describe('the bindings', () => {
	test.each(everything)('%s binds no forbidden key', (_, actions) => {
		expect(actions.flatMap(({keys}) => keys).filter(key => forbidden.test(key))).toEqual([]);
	});

	test.each(everything)('in %s no key has two meanings', (_, actions) => {
		// What is made for fewer fields comes first and may take a key from what is made for all of them.
		const places = actions.flatMap(({keys, fields = []}) => keys.map(key => `${key} in ${fields.join()}`));
		expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([]);
	});

	test('an id means one thing, wherever it stands', () => {
		const actions = everything.flatMap(([, each]) => each);
		expect(actions.filter(({id, title}) => actions.some(other => other.id === id && other.title !== title)).map(({id}) => id)).toEqual([]);
		for (const [name, each] of everything) expect(new Set(each.map(({id}) => id)).size, name).toBe(each.length);
	});

	test.each(panes.map(pane => pane.id))('in %s the keys of everywhere still work', id => {
		const pane = panes.find(each => each.id === id)?.actions ?? [];
		for (const key of ['tab', 'shift+tab', '1', '2', '3', '4', 'z', '?', 'q', 'ctrl+c', 'ctrl+l', '[', ']']) {
			const found = liveActions({overlay: undefined, pane, global: globalActions, field: undefined}).find(({keys}) => keys.includes(key));
			expect(found?.id, key).toMatch(/^console\./);
		}
	});

	test.each(overlays.map(overlay => overlay.id))('%s can be left with Escape', id => {
		const actions = overlays.find(each => each.id === id)?.actions ?? [];
		expect(actions.some(({keys}) => keys.includes('escape'))).toBe(true);
	});

	test('keys are written as people write them', () => {
		expect(['ctrl+l', 'shift+tab', 'G', 'escape', 'ctrl+left'].map(keyLabel)).toEqual(['Ctrl+L', 'Shift+Tab', 'G', 'Esc', 'Ctrl+←']);
	});
});
