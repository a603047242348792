import type {Action, ActionContext} from '../../actions.js';
import {safe, show} from '../../safe-text.js';
import {copyText} from '../copy.js';
import {composeMessage} from './c2d-compose.js';
import {statusForm} from './device-forms.js';
import {openForm} from './form.js';
import {newDeviceForm} from './new-device.js';
import {refuseReadOnly, refuseWithoutDevice, refuseWriting} from './refusals.js';
import {sasCheckForm} from './sas-check.js';
import {sasSignForm} from './sas-sign.js';
import {openReview} from './wish.js';

/** The query behind a long list may tell for so long what was before a change. */
const queryLagMs = 30_000;

/** Whether the selected device is enabled, by what was read last: an identity that nobody looks at is not read again, the list is. */
function isEnabled({hub, ui}: ActionContext): boolean {
	const {selectedDeviceId = ''} = ui.getState();
	const identity = hub.identity(selectedDeviceId).getState();
	const list = hub.devices.getState();
	const row = list.value?.rowOf(selectedDeviceId) ?? -1;
	const listed = row < 0 ? undefined : list.value?.isEnabled(row);
	const isListNewer = (list.fetchedAt ?? 0) > (identity.fetchedAt ?? 0) + queryLagMs;
	const [first, second] = isListNewer ? [listed, identity.value?.isEnabled] : [identity.value?.isEnabled, listed];
	return first ?? second ?? true;
}

function openStatus(context: ActionContext): void {
	context.ui.dispatch({type: 'management/enables', enables: !isEnabled(context)});
	openForm(context, statusForm, {'status.reason': ''});
}

/** What the device list does with identities, tokens and messages. */
export const managementActions: readonly Action[] = [
	{
		id: 'devices.keys',
		keys: ['K'],
		title: 'Show the keys of the device, copy and change them',
		hint: 'keys',
		disabled: refuseWithoutDevice,
		run({ui}) {
			ui.dispatch({type: 'management/key-line', line: 'primary'});
			ui.dispatch({type: 'open', overlay: 'device-keys'});
		},
	},
	{
		id: 'devices.copy',
		keys: ['y'],
		title: 'Copy the id of the device to the clipboard of the terminal',
		disabled: refuseWithoutDevice,
		run(context) {
			const deviceId = context.ui.getState().selectedDeviceId;
			if (deviceId !== undefined) copyText(context, deviceId, safe`id ${show(deviceId)}`);
		},
	},
	{
		id: 'devices.new',
		keys: ['n'],
		title: 'Register a device, with a review',
		disabled: refuseReadOnly('registering devices'),
		run: context => openForm(context, newDeviceForm),
	},
	{
		id: 'devices.status',
		keys: ['E'],
		title: 'Enable or disable the device, with a reason and a review',
		disabled: refuseWriting('enabling and disabling devices'),
		run: openStatus,
	},
	{
		id: 'devices.delete',
		keys: ['delete', 'X'],
		title: 'Delete the device, once its id is typed in the review',
		disabled: refuseWriting('deleting devices'),
		run(context) {
			const deviceId = context.ui.getState().selectedDeviceId;
			if (deviceId !== undefined) openReview(context, {type: 'delete', deviceId});
		},
	},
	{
		id: 'devices.message',
		keys: ['c'],
		title: 'Send a message to the device (C2D), with a review',
		disabled: refuseWriting('sending messages'),
		run: composeMessage,
	},
	{
		id: 'devices.messages',
		keys: ['C'],
		title: 'Show the messages sent to the device and what became of them',
		disabled: refuseWriting('reading feedback, which takes it from other readers,'),
		run: ({ui}) => ui.dispatch({type: 'open', overlay: 'c2d'}),
	},
	{
		id: 'devices.token',
		keys: ['t'],
		title: 'Make a SAS token',
		run: context => openForm(context, sasSignForm, {'sas.minutes': '60'}),
	},
	{id: 'devices.checkToken', keys: ['T'], title: 'Read and check a SAS token', run: context => openForm(context, sasCheckForm)},
];
