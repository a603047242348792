import {safe} from '../safe-text.js';
import {reviewOverlay} from './review-dialog.js';
import {sendDraft} from './twin-actions/send.js';
import {reviewRows} from './twin-review-rows.js';

/** What will be sent, to what, on which state of the hub; nothing is sent before its Send is chosen. */
export const twinReview = reviewOverlay({
	id: 'twin-review',
	owner: 'twinReview',
	title: 'Review of desired changes',
	read({twin}, hub, now) {
		const {review} = twin;
		const draft = review && twin.drafts.get(review.deviceId);
		if (review === undefined || draft === undefined) return undefined;
		return {
			deviceId: review.deviceId,
			heading: safe`Change desired properties`,
			verb: review.error === undefined ? safe`Send` : safe`Send again`,
			isRunning: twin.sending.has(review.deviceId),
			error: review.error,
			rows: width =>
				reviewRows(
					{...review, sentAt: twin.sending.get(review.deviceId)},
					draft,
					{hostName: hub.hostName, twin: hub.twin(review.deviceId).getState().value},
					width,
					now,
				),
		};
	},
	async carryOut(context) {
		const {review, drafts} = context.ui.getState().twin;
		const draft = review && drafts.get(review.deviceId);
		if (review !== undefined && draft !== undefined) await sendDraft(context, review.deviceId, draft);
	},
	leave({ui}) {
		// A patch that is under way is known apart from its review, and ends as a notice.
		ui.dispatch({type: 'twin/review-close'});
		ui.dispatch({type: 'close'});
	},
});
