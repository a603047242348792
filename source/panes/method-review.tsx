import type {Action, ActionContext} from '../actions.js';
import {centre, Dialog} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span, wrapRow} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
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
import {buttonRow} from './twin-review-rows.js';

const widest = 90;
/** The blank above the answers, and the answers. */
const buttonRows = 2;

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

/** Rows of the call, and the dialog's rectangle around them. */
function layOut(review: MethodReview, hostName: string, screen: Rect): {readonly rect: Rect; readonly text: readonly Row[]; readonly room: number} {
	const width = Math.min(widest, screen.width);
	const text = textRows(review, hostName, width - 2);
	const rect = centre(screen, {width, height: text.length + buttonRows + 2});
	return {rect, text, room: Math.max(1, insideOf(rect).height - buttonRows)};
}

function drawReview({methods, overlayScroll}: UiState, hostName: string, screen: Rect): {readonly rect: Rect; readonly rows: readonly Row[]} {
	if (methods.review === undefined) return {rect: centre(screen, {width: Math.min(widest, screen.width), height: 3}), rows: []};
	const {rect, text, room} = layOut(methods.review, hostName, screen);
	const {focus} = methods.review;
	const buttons = buttonRow([
		{text: safe`Cancel`, isFocused: focus === 'cancel'},
		{text: safe`Invoke`, isFocused: focus === 'invoke'},
	]);
	const top = Math.min(overlayScroll, Math.max(0, text.length - room));
	const more = text.length - room - top;
	return {rect, rows: [...text.slice(top, top + room), more > 0 ? [span(safe`↓ ${more} more rows`, 'muted')] : [], buttons]};
}

function MethodReviewDialog({rect: screen}: {readonly rect: Rect}) {
	const {hub, ui} = useConsole();
	const {rect, rows} = useDrawn(
		[ui],
		() => drawReview(ui.getState(), hub.hostName, screen),
		(before, after) => equalRows(before.rows, after.rows) && before.rect.height === after.rect.height && before.rect.width === after.rect.width,
	);
	const keys = safe`Tab choose · Enter answer · Esc cancel`;
	return <Dialog rect={rect} heading={[span(safe`Call a direct method`)]} footer={[span(keys, 'muted')]} rows={rows} />;
}

function measure({hub, ui, layout}: ActionContext): Scrolled {
	const {review} = ui.getState().methods;
	if (review === undefined) return {length: 0, height: 1};
	const {text, room} = layOut(review, hub.hostName, screenOf(layout));
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
