import type {ActionContext} from '../../actions.js';
import {safe} from '../../safe-text.js';
import type {Wish} from '../../ui-state/management.js';
import {reviewOverlay} from '../review-dialog.js';
import {composeForm} from './c2d-compose.js';
import {type Form, openForm} from './form.js';
import {newDeviceForm} from './new-device.js';
import {reviewRows, titleOf, verbOf} from './review-rows.js';
import {asksForId, deviceOf, perform} from './wish.js';

/** Where wishes are made; none: in the list. */
const origins: Readonly<Partial<Record<Wish['type'], Form | 'device-keys' | 'c2d'>>> = {
	create: newDeviceForm,
	send: composeForm,
	keys: 'device-keys',
	purge: 'c2d',
};

/** Back to where the wish was made. What is under way already goes on, and its outcome is told on the status line. */
function leave(context: ActionContext): void {
	const {ui} = context;
	const {review} = ui.getState().management;
	if (review?.state === 'running') {
		ui.dispatch({type: 'close'});
		return;
	}
	ui.dispatch({type: 'management/review-close'});
	const origin = review === undefined ? undefined : origins[review.wish.type];
	if (origin === undefined) ui.dispatch({type: 'close'});
	else if (typeof origin === 'string') ui.dispatch({type: 'open', overlay: origin});
	else openForm(context, origin);
}

/** What will be changed or sent to a device; nothing happens before it is chosen. */
export const managementReview = reviewOverlay({
	id: 'management-review',
	owner: 'managementReview',
	title: 'Review of a change',
	read({management: {review}}, hub, now) {
		if (review === undefined) return undefined;
		const {wish, state} = review;
		const deviceId = deviceOf(wish);
		return {
			deviceId,
			heading: titleOf(wish),
			verb: state === 'failed' ? safe`Try again` : verbOf(wish),
			isRunning: state === 'running',
			error: review.error,
			asksForId: asksForId(wish),
			rows: width => reviewRows(review, hub.hostName, hub.identity(deviceId).getState().value, width, now, origins[wish.type] !== undefined),
		};
	},
	async carryOut(context) {
		const {review} = context.ui.getState().management;
		if (review !== undefined) await perform(context, review.wish);
	},
	leave,
});
