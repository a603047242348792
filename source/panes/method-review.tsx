import type {Action, ActionContext} from '../actions.js';
import {centre, Dialog, type DrawnDialog, equalDialogs} from '../components/dialog.js';
import {type Row, span, wrapRow} from '../format/cells.js';
import {jsonRows} from '../format/json-lines.js';
import {payloadText} from '../format/method-result.js';
import {useConsole} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import {type Rect, screenOf} from '../layout.js';
import {safe, show} from '../safe-text.js';
import type {MethodReview} from '../ui-state/methods.js';
import type {UiState} from '../ui-state/types.js';
import {isDangerous, payloadField} from './method-form.js';
import {type Scrolled, scrollActions} from './overlay-actions.js';
import type {Overlay} from './pane.js';
import {drawReview, type PlacedReview, placeReview} from './review-dialog.js';

const widest = 90;
function textRows({request}: MethodReview, hostName: string, width: number): readonly Row[] {
	const {methodName, deviceId, payload, connectTimeoutInSeconds, responseTimeoutInSeconds} = request;
	const line: Row = [
		span(safe`invoke `),
		span(show(methodName), 'accent', {isBold: true}),
		span(safe` on `),
		span(show(deviceId), 'accent', {isBold: true}),
		span(safe` (${show(hostName)}) ${payloadText(payload)}`),
	];
	return [
		...wrapRow(line, width),
		...wrapRow([span(safe`waits ${connectTimeoutInSeconds} s for the device to connect, then ${responseTimeoutInSeconds} s for its answer`, 'muted')], width),
		...(isDangerous(methodName) ? wrapRow([span(safe`▲ The name says that it interrupts or erases something.`, 'warning')], width) : []),
		...(payload === undefined ? [] : [[], ...jsonRows(payloadField(payload), width)]),
	];
}

const place = (review: MethodReview, hostName: string, screen: Rect): PlacedReview => placeReview(screen, widest, width => textRows(review, hostName, width));

function draw({methods, overlayScroll}: UiState, hostName: string, screen: Rect): DrawnDialog {
	if (methods.review === undefined) return {rect: centre(screen, {width: Math.min(widest, screen.width), height: 3}), rows: []};
	const placed = place(methods.review, hostName, screen);
	const {focus} = methods.review;
	const answers = [
		{text: safe`Cancel`, isFocused: focus === 'cancel'},
		{text: safe`Invoke`, isFocused: focus === 'invoke'},
	];
	return {rect: placed.rect, rows: drawReview(placed, overlayScroll, answers)};
}

function MethodReviewDialog({rect: screen}: {readonly rect: Rect}) {
	const {hub, ui} = useConsole();
	const {rect, rows} = useDrawn([ui], () => draw(ui.getState(), hub.hostName, screen), equalDialogs);
	const keys = safe`Tab choose · Enter answer · Esc cancel`;
	return <Dialog rect={rect} heading={[span(safe`Call a direct method`)]} footer={[span(keys, 'muted')]} rows={rows} />;
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const {review} = ui.getState().methods;
	if (review === undefined) return {length: 0, height: 1};
	const {text, room} = place(review, hub.hostName, screenOf(layout));
	return {length: text.length, height: room};
}

function close({ui}: ActionContext): void {
	ui.dispatch({type: 'methods/review', review: undefined});
	ui.dispatch({type: 'close'});
}

/** The call goes out once; its row stands in the pane in the next frame. */
function answer(context: ActionContext): void {
	const {hub, ui} = context;
	const {review} = ui.getState().methods;
	close(context);
	if (review?.focus !== 'invoke' || hub.writer === undefined) return;
	hub.writer.invokeMethod(review.request);
	ui.dispatch({type: 'methods/scroll', to: 0});
	ui.dispatch({type: 'focus', pane: 'methods'});
}

const actions: readonly Action[] = [
	{
		id: 'methodReview.choose',
		keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'],
		title: 'Choose between Cancel and Invoke',
		hint: 'choose',
		run({ui}) {
			const {review} = ui.getState().methods;
			if (review !== undefined) ui.dispatch({type: 'methods/review-focus', focus: review.focus === 'cancel' ? 'invoke' : 'cancel'});
		},
	},
	{id: 'methodReview.answer', keys: ['enter'], title: 'Give the chosen answer', hint: 'answer', run: answer},
	{id: 'methodReview.close', keys: ['escape', 'q'], title: 'Close without calling', hint: 'cancel', run: close},
	...scrollActions('methodReview', measure),
];

/** What will be called, on which device, with what; nothing goes out before Invoke is chosen. */
export const methodReview: Overlay = {id: 'method-review', title: 'Review of a method call', Component: MethodReviewDialog, actions};
