import type {Action, ActionContext} from '../../actions.js';
import {safe, show} from '../../safe-text.js';
import {baseOf, changesOf, type TwinDraft} from '../../twin-edit/draft.js';
import {pathText} from '../../twin-edit/json-path.js';
import {leavesOf} from '../../twin-edit/patch.js';
import {openReviewDialog} from '../review-dialog.js';
import {placeOf} from '../twin-cursor.js';
import {editablePlace, refuseEdits, refuseKey} from './refusals.js';

function draftOf({ui}: ActionContext): TwinDraft | undefined {
	const {selectedDeviceId, twin} = ui.getState();
	return selectedDeviceId === undefined ? undefined : twin.drafts.get(selectedDeviceId);
}

function markDeletion(context: ActionContext): void {
	const place = editablePlace(context);
	if (place === undefined) return;
	const {line, deviceId, twin} = place;
	context.ui.dispatch({type: 'twin/delete', deviceId, base: baseOf(twin), path: line.path});
	const lost = line.value === undefined || line.mark === 'deleted' ? [] : leavesOf(line.value, line.path).filter(leaf => leaf.path.length > line.path.length);
	if (lost.length === 0) return;
	const names = lost.map(({path}) => pathText(path)).join(', ');
	context.ui.dispatch({type: 'notice', notice: {text: safe`Takes ${lost.length} values along: ${show(names, {maxLength: 120})}`, tone: 'warning'}});
}

const step = (type: 'twin/undo' | 'twin/redo', key: string, title: string, reason: string): Action => ({
	id: type.replace('/', '.'),
	keys: [key],
	title,
	disabled(context) {
		const steps = type === 'twin/undo' ? draftOf(context)?.past : draftOf(context)?.future;
		return refuseEdits(context) ?? (steps === undefined || steps.length === 0 ? reason : undefined);
	},
	run({ui}) {
		const {selectedDeviceId: deviceId} = ui.getState();
		if (deviceId !== undefined) ui.dispatch({type, deviceId});
	},
});

/** Opens the review of all unsent changes, on the hub's present state; where both sides changed a key, the comparison first. */
export function openReview({hub, ui}: ActionContext, deviceId: string): void {
	const twin = hub.twin(deviceId).getState().value;
	if (twin === undefined) return;
	ui.dispatch({type: 'twin/rebase', deviceId, base: baseOf(twin)});
	const {conflicts, drafts} = ui.getState().twin;
	if (conflicts !== undefined) {
		ui.dispatch({type: 'open', overlay: 'twin-conflict'});
	} else if (changesOf(drafts.get(deviceId)).length === 0) {
		ui.dispatch({type: 'notice', notice: {text: safe`Nothing is left to send: the hub has these values already.`, tone: 'info'}});
	} else {
		ui.dispatch({type: 'twin/review', deviceId});
		openReviewDialog(ui, 'twin-review');
	}
}

/** The way back from the last write, as a write of its own: reviewed, compared with what the hub has by now, and sent only on a yes. */
const takeBackAction: Action = {
	id: 'twin.take-back',
	keys: ['B'],
	title: 'Take back the last change that was sent, after a review',
	disabled(context) {
		const refusal = refuseEdits(context);
		if (refusal !== undefined) return refusal;
		const {selectedDeviceId = '', twin} = context.ui.getState();
		if (!twin.sent.has(selectedDeviceId)) return 'Nothing was sent to this device that could be taken back.';
		return changesOf(draftOf(context)).length > 0 ? 'There are unsent changes: send them (a) or undo them (u) first.' : undefined;
	},
	run(context) {
		const {ui} = context;
		const {selectedDeviceId: deviceId = '', twin} = ui.getState();
		const sent = twin.sent.get(deviceId);
		if (sent === undefined) return;
		ui.dispatch({type: 'twin/take-back', deviceId});
		ui.dispatch({type: 'notice', notice: {text: safe`This takes back what was sent as v${sent.after.version}.`, tone: 'info'}});
		openReview(context, deviceId);
	},
};

/** What can be done with unsent changes. */
export const draftActions: readonly Action[] = [
	{id: 'twin.delete', keys: ['X'], title: 'Mark the desired key for deletion, or take the mark away', hint: 'delete', disabled: refuseKey, run: markDeletion},
	step('twin/undo', 'u', 'Undo the last unsent edit', 'There is no unsent edit to undo.'),
	step('twin/redo', 'U', 'Redo the edit that was undone', 'There is no edit to redo.'),
	takeBackAction,
	{
		id: 'twin.review',
		keys: ['a'],
		title: 'Review the unsent changes and send them',
		hint: 'review',
		disabled: context => refuseEdits(context) ?? (changesOf(draftOf(context)).length === 0 ? 'There is no unsent change.' : undefined),
		run(context) {
			const deviceId = placeOf(context)?.deviceId;
			if (deviceId !== undefined) openReview(context, deviceId);
		},
	},
	{
		id: 'twin.clear',
		keys: ['c'],
		title: 'Stop waiting for the device to report',
		disabled({ui}) {
			const {selectedDeviceId, twin} = ui.getState();
			return selectedDeviceId !== undefined && twin.waits.has(selectedDeviceId) ? undefined : 'Nothing is waited for.';
		},
		run({ui}) {
			const {selectedDeviceId: deviceId} = ui.getState();
			if (deviceId !== undefined) ui.dispatch({type: 'twin/wait-close', deviceId});
		},
	},
];
