import type {Action, ActionContext} from '../../actions.js';
import {findDeviceIdFault} from '../../identity-rules.js';
import {safe, show} from '../../safe-text.js';
import {deviceQueryOf} from '../../ui-state/devices.js';
import type {Notice} from '../../ui-state/types.js';

/** Asks the hub for the device, and selects it unless the user went on meanwhile. */
const lookUp = async ({ui, hub}: ActionContext, deviceId: string): Promise<void> => {
	const asking: Notice = {text: safe`Asking the hub for ${show(deviceId)} …`, tone: 'info'};
	ui.dispatch({type: 'notice', notice: asking});
	const isFound = await hub.devices.find(deviceId);
	const state = ui.getState();
	if (state.notice === asking) {
		const missing: Notice = {text: safe`The hub has no device with exactly the id ${show(deviceId)}.`, tone: 'warning'};
		ui.dispatch({type: 'notice', notice: isFound ? undefined : missing});
	}
	const isStillWanted = deviceQueryOf(state).text === deviceId && state.focus === 'devices' && state.overlay === undefined && state.field === undefined;
	if (isFound && isStillWanted) ui.dispatch({type: 'select-device', deviceId});
};

/** Keeps the filter. A full id is chosen; where the list may lack it, the hub is asked. */
const choose = async (context: ActionContext): Promise<void> => {
	const {ui, hub, fleet} = context;
	const query = deviceQueryOf(ui.getState());
	ui.dispatch({type: 'field-close'});
	const order = fleet.order(query);
	if (order.positionOf(query.text) >= 0) ui.dispatch({type: 'select-device', deviceId: query.text});
	else if ((!hub.devices.getState().isComplete || order.length === 0) && findDeviceIdFault(query.text) === undefined) await lookUp(context, query.text);
};

/** Showing only some of the devices. */
export const filterActions: readonly Action[] = [
	{
		id: 'devices.filter',
		keys: ['/'],
		title: 'Show only devices whose id contains a text; a full id is looked up in the hub',
		hint: 'filter',
		run: ({ui}) => ui.dispatch({type: 'field-open', field: 'devices.filter'}),
	},
	{
		id: 'devices.filterChoose',
		keys: ['enter'],
		title: 'Keep the filter; select the device whose full id it is',
		hint: 'keep',
		fields: ['devices.filter'],
		run: choose,
	},
	{
		id: 'devices.filterKeep',
		keys: ['tab', 'down'],
		title: 'Keep the filter',
		fields: ['devices.filter'],
		run: ({ui}) => ui.dispatch({type: 'field-close'}),
	},
	{
		id: 'devices.filterClear',
		keys: ['escape'],
		title: 'Clear the filter',
		hint: 'clear',
		fields: ['devices.filter'],
		run({ui}) {
			ui.dispatch({type: 'field-edit', edit: {type: 'set', value: ''}});
			ui.dispatch({type: 'field-close'});
		},
	},
];
