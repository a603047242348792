import type {ActionContext} from '../../actions.js';
import {HubError} from '../../errors.js';
import {failureWords} from '../../format/failure-rows.js';
import type {Twin} from '../../hub/types.js';
import {safe, show} from '../../safe-text.js';
import {baseOf, changesOf, type TwinDraft} from '../../twin-edit/draft.js';
import {buildPatch} from '../../twin-edit/patch.js';
import {startWait} from '../../twin-edit/wait.js';
import type {Notice} from '../../ui-state/types.js';

const nothingLeft: Notice = {text: safe`Nothing is left to send: the hub has these values already.`, tone: 'info'};

/** After a refusal because the twin had changed: moves the draft onto what the hub has now, never over it. */
function rebaseOnto({ui}: ActionContext, deviceId: string, twin: Twin): Notice {
	const isReviewed = ui.getState().overlay === 'twin-review';
	ui.dispatch({type: 'twin/rebase', deviceId, base: baseOf(twin)});
	const {conflicts, drafts} = ui.getState().twin;
	if (conflicts !== undefined) {
		if (isReviewed) ui.dispatch({type: 'open', overlay: 'twin-conflict'});
		return {text: safe`Not sent: the hub changed the same keys meanwhile.`, tone: 'warning'};
	}
	if (changesOf(drafts.get(deviceId)).length > 0) {
		return {text: safe`Not sent: the twin changed meanwhile. Rebased on v${twin.desired.version}, review again.`, tone: 'warning'};
	}
	ui.dispatch({type: 'twin/review-close'});
	if (isReviewed) ui.dispatch({type: 'close'});
	return nothingLeft;
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
		ui.dispatch({type: 'twin/failed', deviceId, error});
		return;
	}
	ui.dispatch({type: 'notice', notice: rebaseOnto(context, deviceId, twin)});
}

async function fail(context: ActionContext, deviceId: string, error: unknown): Promise<void> {
	if (!(error instanceof HubError)) throw error;
	if (error.kind === 'conflict') return reconcile(context, deviceId, error);
	const {ui} = context;
	ui.dispatch({type: 'twin/failed', deviceId, error});
	if (ui.getState().overlay !== 'twin-review') {
		ui.dispatch({type: 'notice', notice: {text: safe`The change of ${show(deviceId)} was not confirmed: ${failureWords(error)}`, tone: 'bad'}});
	}
	// Without an answer nobody knows whether the patch was taken: what is on screen must not be older than the attempt.
	if (error.kind === 'timeout' || error.kind === 'unreachable') await context.hub.twin(deviceId).refresh();
}

/** Sends the reviewed draft with `If-Match`, and starts to wait for the device. Never sent twice, never with `*`. */
export async function sendDraft(context: ActionContext, deviceId: string, draft: TwinDraft): Promise<void> {
	const {hub, ui} = context;
	const {writer} = hub;
	if (writer === undefined) return;
	ui.dispatch({type: 'twin/sending', at: Date.now()});
	try {
		const twin = await writer.patchDesired(deviceId, buildPatch(draft.base.desired, draft.edited), draft.base.etag);
		const {version} = twin.desired;
		const isReviewed = ui.getState().overlay === 'twin-review';
		ui.dispatch({type: 'twin/sent', deviceId, sent: {draft, after: baseOf(twin)}, wait: startWait(version, Date.now(), changesOf(draft))});
		if (isReviewed) ui.dispatch({type: 'close'});
		ui.dispatch({type: 'notice', notice: {text: safe`The hub took the change: desired is now v${version}.`, tone: 'good'}});
		await hub.twin(deviceId).refresh();
	} catch (error) {
		await fail(context, deviceId, error);
	}
}
