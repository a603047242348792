import type {ActionContext} from '../../actions.js';
import {HubError, isOutcomeUnknown} from '../../errors.js';
import {failureWords} from '../../format/failure-rows.js';
import type {Twin} from '../../hub/types.js';
import {safe, show} from '../../safe-text.js';
import {baseOf, changesOf, type TwinDraft} from '../../twin-edit/draft.js';
import {buildPatch} from '../../twin-edit/patch.js';
import {rebaseDraft} from '../../twin-edit/three-way.js';
import {startWait} from '../../twin-edit/wait.js';
import type {Notice} from '../../ui-state/types.js';

/** Whether the device's own review is on screen: the answer to one device must not reach the dialog of another. */
function isReviewed({ui}: ActionContext, deviceId: string): boolean {
	const {overlay, twin} = ui.getState();
	return overlay === 'twin-review' && twin.review?.deviceId === deviceId;
}

/** After a refusal because the twin had changed: moves the draft onto what the hub has now, never over it. */
function rebaseOnto(context: ActionContext, deviceId: string, twin: Twin, error: HubError): Notice {
	const {ui} = context;
	const isShown = isReviewed(context, deviceId);
	const base = baseOf(twin);
	const device = show(deviceId);
	const draft = ui.getState().twin.drafts.get(deviceId);
	if (draft !== undefined && rebaseDraft(draft, base).kind === 'conflict') {
		if (!isShown) {
			// The comparison of another device may be on screen; this one opens with the next review.
			ui.dispatch({type: 'twin/failed', deviceId, error});
			return {text: safe`The change of ${device} was not sent: the hub changed the same keys meanwhile.`, tone: 'warning'};
		}
		ui.dispatch({type: 'twin/rebase', deviceId, base});
		ui.dispatch({type: 'open', overlay: 'twin-conflict'});
		return {text: safe`Not sent: the hub changed the same keys meanwhile.`, tone: 'warning'};
	}
	ui.dispatch({type: 'twin/rebase', deviceId, base});
	if (changesOf(ui.getState().twin.drafts.get(deviceId)).length > 0) {
		const start = isShown ? safe`Not sent` : safe`The change of ${device} was not sent`;
		return {text: safe`${start}: the twin changed meanwhile. Rebased on v${base.version}, review again.`, tone: 'warning'};
	}
	if (isShown) {
		ui.dispatch({type: 'twin/review-close'});
		ui.dispatch({type: 'close'});
	}
	return {text: safe`Nothing is left to send to ${device}: the hub has these values already.`, tone: 'info'};
}

/** In the device's own review while that is open, else on the status line. */
function tellFailure(context: ActionContext, deviceId: string, error: HubError): void {
	const {ui} = context;
	ui.dispatch({type: 'twin/failed', deviceId, error});
	if (isReviewed(context, deviceId)) return;
	ui.dispatch({type: 'notice', notice: {text: safe`The change of ${show(deviceId)} was not confirmed: ${failureWords(error)}`, tone: 'bad'}});
}

async function reconcile(context: ActionContext, deviceId: string, error: HubError): Promise<void> {
	const {hub, ui} = context;
	const store = hub.twin(deviceId);
	const isOld = () => store.getState().value?.etag === ui.getState().twin.drafts.get(deviceId)?.base.etag;
	await store.refresh();
	// A reading that was under way already may have begun before the other side's change.
	if (isOld()) await store.refresh();
	const {value: twin, status} = store.getState();
	if (twin === undefined || status === 'failed' || isOld()) {
		tellFailure(context, deviceId, error);
		return;
	}
	ui.dispatch({type: 'notice', notice: rebaseOnto(context, deviceId, twin, error)});
}

async function fail(context: ActionContext, deviceId: string, error: unknown): Promise<void> {
	if (!(error instanceof HubError)) throw error;
	if (error.kind === 'conflict') return reconcile(context, deviceId, error);
	tellFailure(context, deviceId, error);
	// Without an answer nobody knows whether the patch was taken: what is on screen must not be older than the attempt.
	if (isOutcomeUnknown(error)) await context.hub.twin(deviceId).refresh();
}

/** Sends the reviewed draft with `If-Match`, and starts to wait for the device. Never sent twice, never with `*`. */
export async function sendDraft(context: ActionContext, deviceId: string, draft: TwinDraft): Promise<void> {
	const {hub, ui} = context;
	const {writer} = hub;
	if (writer === undefined) return;
	ui.dispatch({type: 'twin/sending', deviceId, at: Date.now()});
	try {
		const twin = await writer.patchDesired(deviceId, buildPatch(draft.base.desired, draft.edited), draft.base.etag);
		const {version} = twin.desired;
		const isShown = isReviewed(context, deviceId);
		ui.dispatch({type: 'twin/sent', deviceId, sent: {draft, after: baseOf(twin)}, wait: startWait(version, Date.now(), changesOf(draft))});
		if (isShown) ui.dispatch({type: 'close'});
		ui.dispatch({type: 'notice', notice: {text: safe`The hub took the change of ${show(deviceId)}: desired is now v${version}.`, tone: 'good'}});
		await hub.twin(deviceId).refresh();
	} catch (error) {
		await fail(context, deviceId, error);
	}
}
