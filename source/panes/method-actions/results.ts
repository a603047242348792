import type {Action, ActionContext} from '../../actions.js';
import {insideOf} from '../../components/frame.js';
import {scrolledTop} from '../../format/window.js';
import {safe, show} from '../../safe-text.js';
import {copyValue} from '../copy.js';
import {resultRows, roomForCalls} from '../method-view.js';
import {refuseCalls} from './form.js';
import {callsOfDevice, openMethodReview, repeatOf} from './review.js';

/** Scrolls through the results, from what is on screen and never past their end. */
function scroll({hub, ui, layout}: ActionContext, distance: (page: number) => number): void {
	const rect = layout.panes.methods;
	if (rect === undefined) return;
	const {width, height} = insideOf(rect);
	const page = roomForCalls(ui.getState(), {width, height});
	const {selectedDeviceId, methods} = ui.getState();
	const {length} = resultRows(hub.methods.getState(), selectedDeviceId, {width, isRaw: methods.isRaw}, Date.now());
	const from = scrolledTop(methods.top, page, length);
	ui.dispatch({type: 'methods/scroll', to: scrolledTop(from + distance(page), page, length)});
}

const move = (id: string, keys: readonly string[], title: string, distance: (page: number) => number): Action => ({
	id: `methods.${id}`,
	keys,
	title,
	run: context => scroll(context, distance),
});

const refuseWithoutCalls = (context: ActionContext): string | undefined =>
	callsOfDevice(context).length === 0 ? 'No method of this device has been called yet.' : undefined;

const answeredCall = (context: ActionContext) => callsOfDevice(context).find(({response}) => response !== undefined);

/** Reading the results, and calling again. */
export const resultActions: readonly Action[] = [
	move('down', ['j', 'down'], 'Scroll the results down', () => 1),
	move('up', ['k', 'up'], 'Scroll the results up', () => -1),
	move('pageDown', ['pagedown'], 'Scroll a page down', page => page),
	move('pageUp', ['pageup'], 'Scroll a page up', page => -page),
	move('halfDown', ['ctrl+d'], 'Scroll half a page down', page => Math.ceil(page / 2)),
	move('halfUp', ['ctrl+u'], 'Scroll half a page up', page => -Math.ceil(page / 2)),
	move('first', ['g', 'home'], 'Go to the newest result', () => Number.NEGATIVE_INFINITY),
	move('last', ['G', 'end'], 'Go to the oldest result', () => Number.POSITIVE_INFINITY),
	{
		id: 'methods.history',
		keys: ['H'],
		title: 'List the calls of this device and fill one in again',
		hint: 'history',
		disabled: refuseWithoutCalls,
		run({ui}) {
			ui.dispatch({type: 'methods/history', cursor: 0});
			ui.dispatch({type: 'open', overlay: 'method-history'});
		},
	},
	{
		id: 'methods.raw',
		keys: ['i'],
		title: 'Show the answers as they came on one line, or laid out again',
		disabled: refuseWithoutCalls,
		run: ({ui}) => ui.dispatch({type: 'methods/raw'}),
	},
	{
		id: 'methods.copy',
		keys: ['y'],
		title: "Copy the newest answer's payload to the clipboard of the terminal",
		disabled: context => (answeredCall(context) === undefined ? 'No method of this device was answered with a payload yet.' : undefined),
		run(context) {
			const call = answeredCall(context);
			if (call?.response !== undefined) copyValue(context, call.response, safe`answer of ${show(call.methodName)}`);
		},
	},
	{
		id: 'methods.repeat',
		keys: ['.'],
		title: 'Repeat the last call of this device, with a review',
		hint: 'repeat',
		disabled: context => refuseCalls(context) ?? refuseWithoutCalls(context),
		run(context) {
			const [call] = callsOfDevice(context);
			if (call !== undefined) openMethodReview(context, repeatOf(call, call.deviceId));
		},
	},
];
