import type {ActionContext} from '../actions.js';
import {Dialog, type DrawnDialog, equalDialogs} from '../components/dialog.js';
import {span} from '../format/cells.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import {type Rect, screenOf} from '../layout.js';
import {safe} from '../safe-text.js';
import type {UiState} from '../ui-state/types.js';
import {type Scrolled, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {drawReview, type PlacedReview, placeReview} from './review-dialog.js';
import {sendDraft} from './twin-actions/send.js';
import {reviewRows} from './twin-review-rows.js';

const widest = 100;

function place({twin}: UiState, hostName: string, screen: Rect, now: number): PlacedReview {
	const {review} = twin;
	const draft = review && twin.drafts.get(review.deviceId);
	return placeReview(screen, widest, width => (review === undefined || draft === undefined ? [] : reviewRows(review, draft, hostName, width, now)));
}

function draw(state: UiState, hostName: string, screen: Rect, now: number): DrawnDialog {
	const placed = place(state, hostName, screen, now);
	const {review} = state.twin;
	const isSending = review?.state === 'sending';
	const answers = [
		{text: isSending ? safe`Close` : safe`Cancel`, isFocused: review?.focus === 'cancel' || isSending},
		...(isSending ? [] : [{text: review?.state === 'failed' ? safe`Send again` : safe`Send`, isFocused: review?.focus === 'send'}]),
	];
	return {rect: placed.rect, rows: drawReview(placed, state.overlayScroll, answers)};
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const {text, room} = place(ui.getState(), hub.hostName, screenOf(layout), Date.now());
	return {length: text.length, height: room};
}

function TwinReviewDialog({rect: screen}: {readonly rect: Rect}) {
	const {hub, ui, clock} = useConsole();
	const {rect, rows} = useDrawn([ui, clock], () => draw(ui.getState(), hub.hostName, screen, clock.getState()), equalDialogs);
	return (
		<Dialog rect={rect} heading={[span(safe`Change desired properties`)]} footer={[span(safe`Tab choose · Enter answer · Esc cancel`, 'muted')]} rows={rows} />
	);
}

const reviewOf = ({ui}: ActionContext) => ui.getState().twin.review;

function closeReview({ui}: ActionContext): void {
	// While the patch is under way its outcome still needs the review; it ends as a notice then.
	if (ui.getState().twin.review?.state !== 'sending') ui.dispatch({type: 'twin/review-close'});
	ui.dispatch({type: 'close'});
}

function turnFocus(context: ActionContext): void {
	const review = reviewOf(context);
	if (review !== undefined) context.ui.dispatch({type: 'twin/review-focus', focus: review.focus === 'cancel' ? 'send' : 'cancel'});
}

async function answer(context: ActionContext): Promise<void> {
	const review = reviewOf(context);
	const draft = review && context.ui.getState().twin.drafts.get(review.deviceId);
	if (review === undefined || draft === undefined || review.state === 'sending' || review.focus === 'cancel') closeReview(context);
	else await sendDraft(context, review.deviceId, draft);
}

/** What will be sent, to what, on which state of the hub; nothing is sent before its Send is chosen. */
export const twinReview: Overlay = {
	id: 'twin-review',
	title: 'Review of desired changes',
	Component: TwinReviewDialog,
	actions: [
		{
			id: 'twinReview.choose',
			keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'],
			title: 'Choose between Cancel and Send',
			hint: 'choose',
			disabled: context => (reviewOf(context)?.state === 'sending' ? 'It is being sent.' : undefined),
			run: turnFocus,
		},
		{id: 'twinReview.answer', keys: ['enter'], title: 'Give the chosen answer', hint: 'answer', run: answer},
		{id: 'twinReview.close', keys: ['escape', 'q'], title: 'Close without sending', hint: 'cancel', run: closeReview},
		...scrollActions('twinReview', measure),
	],
};
