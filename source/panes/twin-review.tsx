import type {ActionContext} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import {type Rect, screenOf} from '../layout.js';
import {safe} from '../safe-text.js';
import type {UiState} from '../ui-state/types.js';
import {type Scrolled, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {sendDraft} from './twin-actions/send.js';
import {buttonRow, reviewRows} from './twin-review-rows.js';

const widest = 100;
const buttonRows = 2;

type LaidOut = {readonly rect: Rect; readonly text: readonly Row[]; readonly room: number};

/** The text of the review, the dialog's rectangle around it, and the rows it has for the text. */
function layOut({twin}: UiState, hostName: string, screen: Rect, now: number): LaidOut {
	const {review} = twin;
	const draft = review && twin.drafts.get(review.deviceId);
	const width = Math.min(widest, screen.width);
	const text = review === undefined || draft === undefined ? [] : reviewRows(review, draft, hostName, width - 2, now);
	const rect = centre(screen, {width, height: text.length + buttonRows + 2});
	return {rect, text, room: Math.max(1, insideOf(rect).height - buttonRows)};
}

/** All rows of the dialog, the answers last and always visible. */
function drawReview(state: UiState, hostName: string, screen: Rect, now: number): {readonly rect: Rect; readonly rows: readonly Row[]} {
	const {rect, text, room} = layOut(state, hostName, screen, now);
	const {review} = state.twin;
	const top = Math.min(state.overlayScroll, Math.max(0, text.length - room));
	const isSending = review?.state === 'sending';
	const buttons = buttonRow([
		{text: isSending ? safe`Close` : safe`Cancel`, isFocused: review?.focus === 'cancel' || isSending},
		...(isSending ? [] : [{text: review?.state === 'failed' ? safe`Send again` : safe`Send`, isFocused: review?.focus === 'send'}]),
	]);
	const more = text.length - room - top;
	return {rect, rows: [...text.slice(top, top + room), more > 0 ? [span(safe`↓ ${more} more rows`, 'muted')] : [], buttons]};
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const screen = screenOf(layout);
	const {text, room} = layOut(ui.getState(), hub.hostName, screen, Date.now());
	return {length: text.length, height: room};
}

function TwinReviewDialog({rect: screen}: {readonly rect: Rect}) {
	const {hub, ui, clock} = useConsole();
	const {rect, rows} = useDrawn(
		[ui, clock],
		() => drawReview(ui.getState(), hub.hostName, screen, clock.getState()),
		(before, after) => equalRows(before.rows, after.rows) && before.rect.height === after.rect.height && before.rect.width === after.rect.width,
	);
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
