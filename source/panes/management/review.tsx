import type {ActionContext} from '../../actions.js';
import {Dialog, type DrawnDialog, equalDialogs} from '../../components/dialog.js';
import {span} from '../../format/cells.js';
import {useConsole, useLayout, useUi} from '../../hooks/console.js';
import {useDrawn} from '../../hooks/use-store.js';
import type {Hub} from '../../hub/types.js';
import type {Rect} from '../../layout.js';
import {blank, safe} from '../../safe-text.js';
import type {Wish} from '../../ui-state/management.js';
import type {UiState} from '../../ui-state/types.js';
import {type Scrolled, scrollActions} from '../overlay-actions.js';
import type {Overlay} from '../pane.js';
import {drawReview, type PlacedReview, placeReview} from '../review-dialog.js';
import {bodyRect} from './body-rect.js';
import {composeForm} from './c2d-compose.js';
import {type Form, openForm} from './form.js';
import {newDeviceForm} from './new-device.js';
import {reviewRows, titleOf, verbOf} from './review-rows.js';
import {deviceOf, perform} from './wish.js';

const widest = 90;

function place({management: {review}}: UiState, hub: Hub, screen: Rect, now: number): PlacedReview {
	const identity = review === undefined ? undefined : hub.identity(deviceOf(review.wish)).getState().value;
	return placeReview(screen, widest, width => (review === undefined ? [] : reviewRows(review, hub.hostName, identity, width, now)));
}

function draw(state: UiState, hub: Hub, screen: Rect, now: number): DrawnDialog {
	const placed = place(state, hub, screen, now);
	const {rect} = placed;
	const {review} = state.management;
	if (review === undefined) return {rect, rows: []};
	const isRunning = review.state === 'running';
	const answers = [
		{text: isRunning ? safe`Close` : safe`Cancel`, isFocused: isRunning || review.focus === 'cancel'},
		...(isRunning ? [] : [{text: review.state === 'failed' ? safe`Try again` : verbOf(review.wish), isFocused: review.focus === 'do'}]),
	];
	return {rect, rows: drawReview(placed, state.overlayScroll, answers)};
}

function Review() {
	const screen = bodyRect(useLayout());
	const {hub, ui, clock} = useConsole();
	const wish = useUi(({management}) => management.review?.wish);
	const {rect, rows} = useDrawn([ui, clock], () => draw(ui.getState(), hub, screen, clock.getState()), equalDialogs);
	const heading = span(wish === undefined ? blank(0) : titleOf(wish), 'plain', {isBold: true});
	return <Dialog rect={rect} heading={[heading]} footer={[span(safe`Tab choose · Enter answer · Esc cancel`, 'muted')]} rows={rows} />;
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const {text, room} = place(ui.getState(), hub, bodyRect(layout), Date.now());
	return {length: text.length, height: room};
}

const reviewOf = ({ui}: ActionContext) => ui.getState().management.review;

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
	const review = reviewOf(context);
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

async function answer(context: ActionContext): Promise<void> {
	const review = reviewOf(context);
	if (review === undefined || review.state === 'running' || review.focus === 'cancel') leave(context);
	else await perform(context, review.wish);
}

/** What will be changed or sent; nothing happens before it is chosen, and what is dangerous starts on Cancel. */
export const managementReview: Overlay = {
	id: 'management-review',
	title: 'Review of a change',
	Component: Review,
	actions: [
		{
			id: 'managementReview.choose',
			keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'],
			title: 'Choose between Cancel and doing it',
			hint: 'choose',
			disabled: context => (reviewOf(context)?.state === 'running' ? 'The hub is being asked.' : undefined),
			run(context) {
				const focus = reviewOf(context)?.focus === 'cancel' ? 'do' : 'cancel';
				context.ui.dispatch({type: 'management/review-focus', focus});
			},
		},
		{id: 'managementReview.answer', keys: ['enter'], title: 'Give the chosen answer', hint: 'answer', run: answer},
		{id: 'managementReview.close', keys: ['escape', 'q'], title: 'Close without doing it', hint: 'cancel', run: leave},
		...scrollActions('managementReview', measure),
	],
};
