import type {Action, ActionContext} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import {historyRow} from '../format/method-result.js';
import {windowTop} from '../format/window.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {safe, show} from '../safe-text.js';
import {callsOfDevice, refillFields} from './method-actions/review.js';
import type {Overlay} from './pane.js';

const widest = 100;

function MethodHistory({rect: screen}: {readonly rect: Rect}) {
	const {hub, ui, clock} = useConsole();
	const deviceId = ui.getState().selectedDeviceId ?? '';
	const count = callsOfDevice({hub, ui}).length;
	const rect = centre(screen, {width: Math.min(widest, screen.width), height: Math.max(1, count) + 2});
	const {height} = insideOf(rect);
	const rows = useDrawn(
		[ui, clock, hub.methods],
		(): readonly Row[] => {
			const calls = callsOfDevice({hub, ui});
			const cursor = Math.min(ui.getState().methods.history?.cursor ?? 0, calls.length - 1);
			const top = windowTop(cursor - height + 1, cursor, height, calls.length);
			const mark = (index: number) => span(index === cursor ? safe`› ` : safe`  `, 'accent', {isBold: true});
			return calls.slice(top, top + height).map((call, index) => [mark(top + index), ...historyRow(call, clock.getState())]);
		},
		equalRows,
	);
	const keys = safe`↑↓ choose · Enter fill in · Esc close`;
	return <Dialog rect={rect} heading={[span(safe`Calls on ${show(deviceId)}`)]} footer={[span(keys, 'muted')]} rows={rows} />;
}

function close({ui}: ActionContext): void {
	ui.dispatch({type: 'methods/history', cursor: undefined});
	ui.dispatch({type: 'close'});
}

const cursorOf = ({ui}: ActionContext): number => ui.getState().methods.history?.cursor ?? 0;

const move = (id: string, keys: readonly string[], title: string, step: number): Action => ({
	id: `methodHistory.${id}`,
	keys,
	title,
	run(context) {
		const last = callsOfDevice(context).length - 1;
		context.ui.dispatch({type: 'methods/history', cursor: Math.max(0, Math.min(last, cursorOf(context) + step))});
	},
});

/** Writes the call under the cursor into the fields, with the payload ready to be changed. */
function fillIn(context: ActionContext): void {
	const {ui} = context;
	const call = callsOfDevice(context)[cursorOf(context)];
	close(context);
	if (call === undefined) return;
	refillFields(context, call);
	ui.dispatch({type: 'focus', pane: 'methods'});
	ui.dispatch({type: 'field-open', field: 'methods.payload'});
}

/** The calls of the selected device since the console started, the newest first. */
export const methodHistory: Overlay = {
	id: 'method-history',
	title: 'Method calls',
	Component: MethodHistory,
	actions: [
		move('down', ['j', 'down'], 'Go to the older call', 1),
		move('up', ['k', 'up'], 'Go to the newer call', -1),
		move('pageDown', ['pagedown', 'ctrl+d'], 'Go ten calls back', 10),
		move('pageUp', ['pageup', 'ctrl+u'], 'Go ten calls forward', -10),
		move('first', ['g', 'home'], 'Go to the newest call', Number.NEGATIVE_INFINITY),
		move('last', ['G', 'end'], 'Go to the oldest call', Number.POSITIVE_INFINITY),
		{id: 'methodHistory.fill', keys: ['enter'], title: 'Fill the call in again', hint: 'fill in', run: fillIn},
		{id: 'methodHistory.close', keys: ['escape', 'q', 'H'], title: 'Close the list', hint: 'close', run: close},
	],
};
