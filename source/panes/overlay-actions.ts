import type {Action, ActionContext} from '../actions.js';
import {scrolledTop} from '../format/window.js';
import type {FieldId} from '../ui-state/types.js';

/** A key that works beside a text field and while one is typed in, there only with those of its keys that type nothing. */
export const alsoWhileTyping = (action: Action, fields: readonly FieldId[]): readonly Action[] => [
	action,
	{...action, id: `${action.id}Typing`, fields, keys: action.keys.filter(key => key.length > 1)},
];

/** Closes the open dialog. */
export const closeOverlay = (id: string, title: string, keys: readonly string[] = ['escape', 'q']): Action => ({
	id,
	keys,
	title,
	hint: 'close',
	run: ({ui}) => ui.dispatch({type: 'close'}),
});

/** What an overlay scrolls through: rows in all, and rows it shows at once. */
export type Scrolled = {readonly length: number; readonly height: number};

/** Scrolling by rows, pages and to both ends; `measure` is asked anew for each key. */
export const scrollActions = (owner: string, measure: (context: ActionContext) => Scrolled): readonly Action[] => {
	const scroll = (id: string, keys: readonly string[], title: string, distance: (height: number) => number, hint?: string): Action => ({
		id: `${owner}.${id}`,
		keys,
		title,
		...(hint !== undefined && {hint}),
		run(context) {
			const {length, height} = measure(context);
			const from = scrolledTop(context.ui.getState().overlayScroll, height, length);
			context.ui.dispatch({type: 'overlay-scroll', to: scrolledTop(from + distance(height), height, length)});
		},
	});
	return [
		scroll('down', ['down', 'j'], 'Scroll down', () => 1, 'scroll'),
		scroll('up', ['up', 'k'], 'Scroll up', () => -1),
		scroll('pageDown', ['pagedown', 'space'], 'Scroll a page down', height => height),
		scroll('pageUp', ['pageup'], 'Scroll a page up', height => -height),
		scroll('halfPageDown', ['ctrl+d'], 'Scroll half a page down', height => Math.ceil(height / 2)),
		scroll('halfPageUp', ['ctrl+u'], 'Scroll half a page up', height => -Math.ceil(height / 2)),
		scroll('first', ['g', 'home'], 'Scroll to the beginning', () => Number.NEGATIVE_INFINITY),
		scroll('last', ['G', 'end'], 'Scroll to the end', () => Number.POSITIVE_INFINITY),
	];
};
