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
			verb: review.state === 'failed' ? safe`Send again` : safe`Send`,
			isRunning: review.state === 'sending',
			error: review.error,
			rows: width => reviewRows(review, draft, {hostName: hub.hostName, twin: hub.twin(review.deviceId).getState().value}, width, now),
		};
	},
	async carryOut(context) {
		const {review, drafts} = context.ui.getState().twin;
		const draft = review && drafts.get(review.deviceId);
		if (review !== undefined && draft !== undefined) await sendDraft(context, review.deviceId, draft);
	},
	leave({ui}) {
		// While the patch is under way its outcome still needs the review; it ends as a notice then.
		if (ui.getState().twin.review?.state !== 'sending') ui.dispatch({type: 'twin/review-close'});
		ui.dispatch({type: 'close'});
	},
});
