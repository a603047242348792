import type {ActionContext} from '../actions.js';
import {type Row, span, wrapRow} from '../format/cells.js';
import {jsonRows} from '../format/json-lines.js';
import {payloadText} from '../format/method-result.js';
import {sentenceRows} from '../format/wrap-words.js';
import {safe, show} from '../safe-text.js';
import type {MethodReview} from '../ui-state/methods.js';
import {isDangerous, payloadField} from './method-form.js';
import {reviewOverlay} from './review-dialog.js';

function textRows({request}: MethodReview, hostName: string, width: number): readonly Row[] {
	const {methodName, deviceId, payload, connectTimeoutInSeconds, responseTimeoutInSeconds} = request;
	const line: Row = [
		span(safe`invoke `),
		span(show(methodName), 'accent', {isBold: true}),
		span(safe` on `),
		span(show(deviceId), 'accent', {isBold: true}),
		span(safe` (${show(hostName)}) ${payloadText(payload)}`),
	];
	const waits = safe`waits ${connectTimeoutInSeconds} s for the device to connect, then ${responseTimeoutInSeconds} s for its answer`;
	const warning = safe`▲ The name says that it interrupts or erases something: type the id of the device to allow it.`;
	return [
		...wrapRow(line, width),
		...(isDangerous(methodName) ? sentenceRows(warning, width, 'warning') : []),
		...sentenceRows(waits, width, 'muted'),
		...(payload === undefined ? [] : [[], ...jsonRows(payloadField(payload), width)]),
	];
}

function close({ui}: ActionContext): void {
	ui.dispatch({type: 'methods/review', review: undefined});
	ui.dispatch({type: 'close'});
}

/** What will be called, on which device, with what; nothing goes out before Invoke is chosen. */
export const methodReview = reviewOverlay({
	id: 'method-review',
	owner: 'methodReview',
	title: 'Review of a method call',
	read({methods: {review}}, {hostName}) {
		if (review === undefined) return undefined;
		const {deviceId, methodName} = review.request;
		return {
			deviceId,
			heading: safe`Call a direct method`,
			verb: safe`Invoke`,
			isRunning: false,
			asksForId: isDangerous(methodName),
			rows: width => textRows(review, hostName, width),
		};
	},
	/** The call goes out once; its row stands in the pane in the next frame. */
	carryOut(context) {
		const {hub, ui} = context;
		const {review} = ui.getState().methods;
		close(context);
		if (review === undefined || hub.writer === undefined) return;
		hub.writer.invokeMethod(review.request);
		ui.dispatch({type: 'methods/scroll', to: 0});
		ui.dispatch({type: 'focus', pane: 'methods'});
	},
	leave: close,
});
