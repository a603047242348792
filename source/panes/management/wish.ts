import type {ActionContext} from '../../actions.js';
import {HubError, isOutcomeUnknown} from '../../errors.js';
import {failureWords} from '../../format/failure-rows.js';
import {isAboutDevice} from '../../hooks/use-selection.js';
import type {HubWriter} from '../../hub/types.js';
import {type Safe, safe, show} from '../../safe-text.js';
import {deviceQueryOf} from '../../ui-state/devices.js';
import type {Wish} from '../../ui-state/management.js';
import type {Notice} from '../../ui-state/types.js';
import {openReviewDialog} from '../review-dialog.js';

/** The device that a wish is about. */
export function deviceOf(wish: Wish): string {
	switch (wish.type) {
		case 'create':
			return wish.device.deviceId;
		case 'send':
			return wish.request.deviceId;
		default:
			return wish.deviceId;
	}
}

/** Whether it takes the device's id to do it: what is deleted cannot be brought back. */
export const asksForId = ({type}: Wish): boolean => type === 'delete';

/** Shows what would be done; nothing is sent before it is chosen. */
export function openReview({ui}: ActionContext, wish: Wish): void {
	ui.dispatch({type: 'management/review', wish});
	openReviewDialog(ui, 'management-review', asksForId(wish));
}

const keyWords = {primary: safe`primary key`, secondary: safe`secondary key`};

/** What the hub has done, for the status line. */
async function carryOut(writer: HubWriter, wish: Wish): Promise<Safe> {
	const device = show(deviceOf(wish));
	switch (wish.type) {
		case 'create':
			await writer.createDevice(wish.device);
			return safe`${device} is registered.`;
		case 'keys': {
			await writer.changeKeys(wish.deviceId, wish.change);
			if (wish.change.type === 'swap') return safe`The keys of ${device} are swapped.`;
			const changed = keyWords[wish.change.which];
			return wish.change.type === 'set' ? safe`The ${changed} of ${device} is set.` : safe`The ${changed} of ${device} is new.`;
		}
		case 'status':
			await writer.setStatus(wish.deviceId, wish.isEnabled, wish.reason);
			return wish.isEnabled ? safe`${device} is enabled.` : safe`${device} is disabled.`;
		case 'delete':
			await writer.deleteDevice(wish.deviceId);
			return safe`${device} is deleted.`;
		case 'send':
			await writer.sendC2d(wish.request);
			return safe`The hub took the message ${show(wish.request.messageId)} for ${device}.`;
		case 'purge': {
			const count = await writer.purgeC2d(wish.deviceId);
			return count === 1 ? safe`1 message for ${device} was thrown away.` : safe`${count} messages for ${device} were thrown away.`;
		}
	}
}

/** The device beside another one in the list, for when that one goes. */
function neighbourOf({ui, fleet}: ActionContext, deviceId: string): string | undefined {
	const order = fleet.order(deviceQueryOf(ui.getState()));
	const at = order.positionOf(deviceId);
	return at < 0 ? undefined : (order.idAt(at + 1) ?? order.idAt(at - 1));
}

/**
 * Where the console goes after it: to the device that is new, away from one that is gone, back to the keys or the messages. Not while another
 * dialog or form is open, which must stay about its device.
 */
function showResult({ui}: ActionContext, wish: Wish, isReviewed: boolean, neighbour: string | undefined): void {
	const {selectedDeviceId, fields} = ui.getState();
	const mayMove = isReviewed || !isAboutDevice(ui.getState());
	if (mayMove && wish.type === 'create') {
		const {deviceId} = wish.device;
		const filter = fields['devices.filter']?.value.trim().toLowerCase() ?? '';
		if (!deviceId.toLowerCase().includes(filter)) ui.dispatch({type: 'field-set', field: 'devices.filter', value: ''});
		ui.dispatch({type: 'field-set', field: 'newDevice.id', value: ''});
		ui.dispatch({type: 'select-device', deviceId});
	}
	if (mayMove && wish.type === 'delete' && selectedDeviceId === wish.deviceId) ui.dispatch({type: 'select-device', deviceId: neighbour});
	if (!isReviewed) return;
	if (wish.type === 'keys') ui.dispatch({type: 'open', overlay: 'device-keys'});
	else if (wish.type === 'send' || wish.type === 'purge') ui.dispatch({type: 'open', overlay: 'c2d'});
	else ui.dispatch({type: 'close'});
}

/** An id can be given again: unsent edits, waits and a set interval belonged to the device that had it before. */
function forgetDevice({ui}: ActionContext, deviceId: string): void {
	ui.dispatch({type: 'twin/forget', deviceId});
	ui.dispatch({type: 'devices/interval', deviceId, intervalMs: undefined});
}

const isOnScreen = ({ui}: ActionContext, wish: Wish): boolean => {
	const {overlay, management} = ui.getState();
	return overlay === 'management-review' && management.review?.wish === wish;
};

async function fail(context: ActionContext, wish: Wish, error: unknown): Promise<void> {
	if (!(error instanceof HubError)) throw error;
	const {hub, ui} = context;
	const isReviewed = isOnScreen(context, wish);
	ui.dispatch({type: 'management/failed', wish, error});
	if (!isReviewed) {
		const text = safe`Not confirmed for ${show(deviceOf(wish))}: ${failureWords(error)}`;
		ui.dispatch({type: 'notice', notice: {text, tone: 'bad'}});
	}
	if (isOutcomeUnknown(error)) await hub.identity(deviceOf(wish)).refresh();
}

/** Does what was reviewed, once. The outcome is told in the review while it is open, and as a notice when it is not. */
export async function perform(context: ActionContext, wish: Wish): Promise<void> {
	const {hub, ui} = context;
	if (hub.writer === undefined) return;
	const neighbour = neighbourOf(context, deviceOf(wish));
	ui.dispatch({type: 'management/running', at: Date.now()});
	try {
		const text = await carryOut(hub.writer, wish);
		const isReviewed = isOnScreen(context, wish);
		if (wish.type === 'create' || wish.type === 'delete') forgetDevice(context, deviceOf(wish));
		showResult(context, wish, isReviewed, neighbour);
		if (ui.getState().management.review?.wish === wish) ui.dispatch({type: 'management/review-close'});
		const notice: Notice = {text, tone: 'good'};
		ui.dispatch({type: 'notice', notice});
	} catch (error) {
		await fail(context, wish, error);
	}
	// The depth of the queue stands in the identity.
	if (wish.type === 'send' || wish.type === 'purge') await hub.identity(deviceOf(wish)).refresh();
}
