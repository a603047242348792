import type {Action, ActionContext} from '../../actions.js';
import {insideOf} from '../../components/frame.js';
import type {FeedView} from '../../hub/types.js';
import {safe} from '../../safe-text.js';
import {copyText} from '../copy.js';
import {type Leaving, movePlace, pausePlace, windowOf} from './place.js';
import {feedQueryOf, messagesSoFar, roomForMessages} from './view.js';

/** Cells that one key scrolls sideways. */
const sideStep = 8;

/** Undefined for bytes that are no text. */
const exactText = (bytes: Uint8Array): string | undefined => {
	try {
		return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch {
		return undefined;
	}
};

const heightOf = ({ui, hub, layout}: ActionContext): number => {
	const rect = layout.panes.telemetry;
	return rect === undefined ? 1 : roomForMessages(ui.getState(), hub, insideOf(rect));
};

const viewOf = ({hub, ui}: ActionContext): FeedView => hub.telemetry.view(feedQueryOf(ui.getState()));

/** Where FOLLOW would be left now. */
export const leavingNow = ({hub, ui}: ActionContext): Leaving => ({leftAt: hub.telemetry.getState().next - 1, leftCount: messagesSoFar(ui.getState(), hub)});

/** Moves the cursor by messages; also used by the opened message to turn its pages. */
export const moveInFeed = (context: ActionContext, step: number): void => {
	const {ui} = context;
	const {place} = ui.getState().telemetry;
	const moved = movePlace(viewOf(context), place, heightOf(context), step, leavingNow(context));
	if (moved !== place) ui.dispatch({type: 'telemetry/place', place: moved});
};

/** The index of the message under the cursor, the newest one while following. */
export const chosenIndex = (context: ActionContext): number | undefined => {
	const view = viewOf(context);
	const {cursor} = windowOf(view, context.ui.getState().telemetry.place, heightOf(context));
	return cursor < 0 ? undefined : view.indexAt(cursor);
};

const whenEmpty = (context: ActionContext): string | undefined => (viewOf(context).length === 0 ? 'There is no message in the feed.' : undefined);

const step = (id: string, keys: readonly string[], title: string, distance: (context: ActionContext) => number): Action => ({
	id: `telemetry.${id}`,
	keys,
	title,
	disabled: whenEmpty,
	run: context => moveInFeed(context, distance(context)),
});

const moves: readonly Action[] = [
	step('up', ['up', 'k'], 'Go to the message before; leaves FOLLOW', () => -1),
	step('down', ['down', 'j'], 'Go to the next message', () => 1),
	step('pageUp', ['pageup'], 'Go a page up', context => -heightOf(context)),
	step('pageDown', ['pagedown'], 'Go a page down', heightOf),
	step('halfPageUp', ['ctrl+u'], 'Go half a page up', context => -Math.ceil(heightOf(context) / 2)),
	step('halfPageDown', ['ctrl+d'], 'Go half a page down', context => Math.ceil(heightOf(context) / 2)),
	step('first', ['g', 'home'], 'Go to the oldest message kept', () => Number.NEGATIVE_INFINITY),
];

const shift = (context: ActionContext, cells: number): void => {
	const {column} = context.ui.getState().telemetry;
	context.ui.dispatch({type: 'telemetry/column', column: column + cells});
};

/** Copying the body of a message, as it came. */
export const copyBodyAction = (id: string, findIndex: (context: ActionContext) => number | undefined): Action => ({
	id,
	keys: ['y'],
	title: 'Copy the body of the message to the clipboard of the terminal',
	run(context) {
		const index = findIndex(context);
		const message = index === undefined ? undefined : context.hub.telemetry.message(index);
		const text = message === undefined ? undefined : exactText(message.body);
		if (text !== undefined) copyText(context, text, safe`body of the message`);
		else {
			const reason = message === undefined ? safe`There is no message to copy.` : safe`Not copied: the body is no UTF-8 text.`;
			context.ui.dispatch({type: 'notice', notice: {text: reason, tone: 'warning'}});
		}
	},
});

const filter: readonly Action[] = [
	{
		id: 'telemetry.filter',
		keys: ['/'],
		title: 'Show only messages whose device, body or properties contain a text',
		hint: 'filter',
		run: ({ui}) => ui.dispatch({type: 'field-open', field: 'telemetry.filter'}),
	},
	{
		id: 'telemetry.filterKeep',
		keys: ['enter', 'tab', 'down'],
		title: 'Keep the filter',
		hint: 'keep',
		fields: ['telemetry.filter'],
		run: ({ui}) => ui.dispatch({type: 'field-close'}),
	},
	{
		id: 'telemetry.filterClear',
		keys: ['escape'],
		title: 'Clear the filter',
		hint: 'clear',
		fields: ['telemetry.filter'],
		run({ui}) {
			ui.dispatch({type: 'field-edit', edit: {type: 'set', value: ''}});
			ui.dispatch({type: 'field-close'});
		},
	},
];

export const telemetryFeedActions: readonly Action[] = [
	{
		id: 'telemetry.open',
		keys: ['enter'],
		title: 'Show the whole message',
		hint: 'open',
		disabled: whenEmpty,
		run(context) {
			const index = chosenIndex(context);
			if (index === undefined) return;
			context.ui.dispatch({type: 'telemetry/open', index});
			context.ui.dispatch({type: 'open', overlay: 'message'});
		},
	},
	copyBodyAction('telemetry.copy', chosenIndex),
	{
		id: 'telemetry.follow',
		keys: ['f', 'G', 'end'],
		title: 'Follow the newest messages',
		hint: 'follow',
		run: ({ui}) => ui.dispatch({type: 'telemetry/place', place: {mode: 'follow'}}),
	},
	{
		id: 'telemetry.pause',
		keys: ['p'],
		title: 'Freeze the view or let it run on; messages are collected all the time',
		hint: 'pause',
		run(context) {
			const {place} = context.ui.getState().telemetry;
			const next = place.mode === 'paused' ? ({mode: 'follow'} as const) : pausePlace(viewOf(context), place, heightOf(context), leavingNow(context));
			context.ui.dispatch({type: 'telemetry/place', place: next});
		},
	},
	...filter,
	{
		id: 'telemetry.scope',
		keys: ['a'],
		title: 'Show the messages of all devices, or of the selected one again',
		hint: 'all',
		run: ({ui}) => ui.dispatch({type: 'telemetry/scope'}),
	},
	{
		id: 'telemetry.chart',
		keys: ['v'],
		title: 'Show a chart of the messages of the last 30 minutes, and whether they arrive',
		isGlobal: true,
		run: ({ui}) => ui.dispatch({type: 'open', overlay: 'telemetry-chart'}),
	},
	...moves,
	{id: 'telemetry.right', keys: ['right', 'l'], title: 'Scroll the bodies to the left', run: context => shift(context, sideStep)},
	{id: 'telemetry.left', keys: ['left', 'h'], title: 'Scroll the bodies back', run: context => shift(context, -sideStep)},
];
