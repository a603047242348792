import type {Action, ActionContext} from '../../actions.js';
import {insideOf} from '../../components/frame.js';
import {windowTop} from '../../format/window.js';
import {deviceQueryOf} from '../../ui-state/devices.js';
import {alarmLogAction} from '../alarm-log.js';
import {managementActions} from '../management/list-actions.js';
import {filterActions} from './filter.js';
import {intervalActions} from './interval.js';
import {roomForDevices} from './view.js';

const roomOf = ({ui, hub, layout}: ActionContext): number => {
	const {panes} = layout;
	return panes.devices === undefined ? 1 : roomForDevices(ui.getState(), hub, insideOf(panes.devices));
};

/** Selects the device `step` rows further, stopping at the ends. */
const move = (context: ActionContext, step: number): void => {
	const {ui, fleet} = context;
	const state = ui.getState();
	const order = fleet.order(deviceQueryOf(state));
	const at = order.positionOf(state.selectedDeviceId);
	const target = at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + step));
	const deviceId = order.idAt(target);
	if (deviceId === undefined) return;
	fleet.hold();
	const room = roomOf(context);
	const top = windowTop(windowTop(state.devices.top, at, room, order.length), target, room, order.length);
	ui.dispatch({type: 'devices/scroll', top});
	if (deviceId !== state.selectedDeviceId) ui.dispatch({type: 'select-device', deviceId});
};

const whenEmpty = ({fleet, ui}: ActionContext): string | undefined =>
	fleet.order(deviceQueryOf(ui.getState())).length === 0 ? 'There is no device in the list.' : undefined;

const step = (id: string, keys: readonly string[], title: string, distance: (context: ActionContext) => number): Action => ({
	id: `devices.${id}`,
	keys,
	title,
	disabled: whenEmpty,
	run: context => move(context, distance(context)),
});

const moves: readonly Action[] = [
	step('down', ['down', 'j'], 'Select the next device', () => 1),
	step('up', ['up', 'k'], 'Select the device before', () => -1),
	step('pageDown', ['pagedown'], 'Move a page down', roomOf),
	step('pageUp', ['pageup'], 'Move a page up', context => -roomOf(context)),
	step('halfPageDown', ['ctrl+d'], 'Move half a page down', context => Math.ceil(roomOf(context) / 2)),
	step('halfPageUp', ['ctrl+u'], 'Move half a page up', context => -Math.ceil(roomOf(context) / 2)),
	step('first', ['g', 'home'], 'Select the first device', () => Number.NEGATIVE_INFINITY),
	step('last', ['G', 'end'], 'Select the last device', () => Number.POSITIVE_INFINITY),
];

export const deviceListActions: readonly Action[] = [
	{
		id: 'devices.open',
		keys: ['enter', 'right', 'l'],
		title: 'Go to the panes of the selected device',
		hint: 'open',
		disabled: whenEmpty,
		run: ({ui}) => ui.dispatch({type: 'focus', pane: ui.getState().tab}),
	},
	...moves,
	...filterActions,
	{
		id: 'devices.sort',
		keys: ['s'],
		title: 'Choose what the list is sorted by',
		hint: 'sort',
		run: ({ui}) => ui.dispatch({type: 'open', overlay: 'device-sort'}),
	},
	{id: 'devices.reverse', keys: ['S'], title: 'Turn the order of the list around', run: ({ui}) => ui.dispatch({type: 'devices/reverse'})},
	{
		id: 'devices.more',
		keys: ['L'],
		title: 'Read the next devices from the hub',
		hint: 'more',
		disabled({hub}) {
			const {isComplete, status} = hub.devices.getState();
			if (status === 'loading') return 'Devices are being read.';
			return isComplete ? 'All devices of the hub are in the list.' : undefined;
		},
		run: ({hub}) => hub.devices.loadMore(),
	},
	...intervalActions,
	alarmLogAction,
	...managementActions,
];
