import type {Action, ActionContext} from './actions.js';
import {openDoctor} from './panes/doctor/run.js';
import {changesOf} from './twin-edit/draft.js';
import {deviceQueryOf} from './ui-state/devices.js';
import type {FieldId, PaneId, UiEvent, UiState} from './ui-state/types.js';

const paneOrder: readonly PaneId[] = ['devices', 'telemetry', 'twin', 'methods'];

const focusNext = ({ui}: ActionContext, step: 1 | -1): void => {
	const at = paneOrder.indexOf(ui.getState().focus);
	const pane = paneOrder[(at + step + paneOrder.length) % paneOrder.length];
	if (pane !== undefined) ui.dispatch({type: 'focus', pane});
};

const focusPane = (pane: PaneId, digit: string, name: string): Action => ({
	id: `console.${pane}`,
	keys: [digit],
	title: `Go to ${name}`,
	run: ({ui}) => ui.dispatch({type: 'focus', pane}),
});

const stepDevice = ({ui, fleet}: ActionContext, step: 1 | -1): void => {
	const order = fleet.order(deviceQueryOf(ui.getState()));
	const at = order.positionOf(ui.getState().selectedDeviceId);
	const deviceId = order.idAt(Math.min(order.length - 1, Math.max(0, at + step)));
	if (deviceId === undefined) return;
	fleet.hold();
	ui.dispatch({type: 'select-device', deviceId});
};

const filters: Readonly<Partial<Record<PaneId, FieldId>>> = {devices: 'devices.filter', telemetry: 'telemetry.filter'};

/** The level that Escape and `q` leave: the pane's filter, then the zoom, then the pane itself. Undefined at the top, the list as it is. */
const levelToLeave = ({focus, fields, isZoomed}: UiState): UiEvent | undefined => {
	const filter = filters[focus];
	if (filter !== undefined && fields[filter]?.value) return {type: 'field-set', field: filter, value: ''};
	if (isZoomed) return {type: 'zoom'};
	return focus === 'devices' ? undefined : {type: 'focus', pane: 'devices'};
};

const goBack = ({ui}: ActionContext): boolean => {
	const event = levelToLeave(ui.getState());
	if (event !== undefined) ui.dispatch(event);
	return event !== undefined;
};

const pendingCall = ({hub}: ActionContext) => hub.methods.getState().findLast(({state}) => state === 'pending');

const hasUnsentEdits = ({ui}: ActionContext): boolean => [...ui.getState().twin.drafts.values()].some(draft => changesOf(draft).length > 0);

/** Leaves the program; asks first where a call or unsent edits would be lost. */
export const quitOrAsk = (context: ActionContext): void => {
	if (pendingCall(context) !== undefined || hasUnsentEdits(context)) context.ui.dispatch({type: 'open', overlay: 'quit'});
	else context.quit();
};

const stop = (context: ActionContext): void => {
	const {hub, ui, quit} = context;
	const {overlay, field} = ui.getState();
	const call = pendingCall(context);
	if (call !== undefined) hub.methods.abandon(call.id);
	else if (overlay !== undefined) ui.dispatch({type: 'close'});
	else if (field !== undefined) ui.dispatch({type: 'field-close'});
	else quit();
};

const refresh = ({hub, ui}: ActionContext): void => {
	const {selectedDeviceId} = ui.getState();
	hub.devices.refresh();
	if (hub.telemetry.getState().status === 'failed') hub.telemetry.reconnect();
	// The twin's store keeps the failure and shows it in its pane.
	if (selectedDeviceId !== undefined) void hub.twin(selectedDeviceId).refresh();
};

/** Live from every pane while no dialog is open and no text field takes the keys; those marked so, always. */
export const globalActions: readonly Action[] = [
	{id: 'console.next', keys: ['tab'], title: 'Go to the next pane', hint: 'pane', run: context => focusNext(context, 1)},
	{
		id: 'console.doctor',
		keys: ['D'],
		title: 'Ask the doctor what is wrong with the selected device, else with one whose id is typed, or the hub',
		hint: 'doctor',
		disabled: ({doctor}) => (doctor === undefined ? 'There is no doctor here.' : undefined),
		run: openDoctor,
	},
	{id: 'console.previous', keys: ['shift+tab'], title: 'Go to the previous pane', run: context => focusNext(context, -1)},
	focusPane('devices', '1', 'the devices'),
	focusPane('telemetry', '2', 'the telemetry feed'),
	focusPane('twin', '3', 'the twin'),
	focusPane('methods', '4', 'the direct methods'),
	{id: 'console.previousDevice', keys: ['['], title: 'Select the previous device', run: context => stepDevice(context, -1)},
	{id: 'console.nextDevice', keys: [']'], title: 'Select the next device', run: context => stepDevice(context, 1)},
	{id: 'console.zoom', keys: ['z'], title: 'Zoom: give the pane the whole screen, or take it back', hint: 'zoom', run: ({ui}) => ui.dispatch({type: 'zoom'})},
	{id: 'console.refresh', keys: ['r'], title: 'Read devices and twin again, open a failed feed again', hint: 'refresh', run: refresh},
	{id: 'console.repaint', keys: ['ctrl+l'], title: 'Paint the whole screen again', isAlways: true, run: ({ui}) => ui.dispatch({type: 'repaint'})},
	{
		id: 'console.escape',
		keys: ['escape'],
		title: 'Go one level back: clear the filter, leave the zoom, return to the list',
		run: context => void goBack(context),
	},
	{
		id: 'console.help',
		keys: ['?', 'f1'],
		title: 'Show this help',
		hint: 'help',
		run({ui}) {
			ui.dispatch({type: 'open', overlay: 'help'});
			ui.dispatch({type: 'field-open', field: 'help.filter', value: ''});
		},
	},
	{
		id: 'console.command',
		keys: [':'],
		title: 'Type a command: run a simulated device, switch a fault of the embedded hub on or off',
		run({ui}) {
			ui.dispatch({type: 'open', overlay: 'command'});
			ui.dispatch({type: 'field-open', field: 'command.line', value: ''});
		},
	},
	{
		id: 'console.quit',
		keys: ['q'],
		title: 'Go one level back like Esc, from the unfiltered list quit',
		hint: ({ui}) => (levelToLeave(ui.getState()) === undefined ? 'quit' : 'back'),
		run: context => {
			if (!goBack(context)) quitOrAsk(context);
		},
	},
	{id: 'console.suspend', keys: ['ctrl+z'], title: 'Go to the shell; fg comes back', isAlways: true, run: ({suspend}) => suspend()},
	{id: 'console.stop', keys: ['ctrl+c'], title: 'Stop waiting for a call, else close the dialog, else quit', isAlways: true, run: stop},
];
