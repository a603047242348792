import type {ActionContext} from '../../actions.js';
import type {MethodCall, MethodRequest} from '../../hub/types.js';
import {isDangerous, type MethodFieldId, payloadField} from '../method-form.js';
import {openReviewDialog} from '../review-dialog.js';

/** Shows what would be called. A name that sounds dangerous wants the device's id. */
export function openMethodReview({ui}: ActionContext, request: MethodRequest): void {
	ui.dispatch({type: 'methods/review', review: {request}});
	openReviewDialog(ui, 'method-review', isDangerous(request.methodName));
}

/** The request of a call that was made, for the same or another device. */
export function repeatOf(call: MethodCall, deviceId: string): MethodRequest {
	const {methodName, payload, connectTimeoutInSeconds, responseTimeoutInSeconds} = call;
	return {deviceId, methodName, payload, connectTimeoutInSeconds, responseTimeoutInSeconds};
}

/** Writes a call into the fields. */
export function refillFields({ui}: ActionContext, call: MethodCall): void {
	const texts: readonly (readonly [MethodFieldId, string])[] = [
		['methods.name', call.methodName],
		['methods.payload', payloadField(call.payload)],
		['methods.connectTimeout', String(call.connectTimeoutInSeconds)],
		['methods.responseTimeout', String(call.responseTimeoutInSeconds)],
	];
	for (const [field, value] of texts) ui.dispatch({type: 'field-set', field, value});
}

/** The calls of the selected device, the newest first. */
export function callsOfDevice({hub, ui}: Pick<ActionContext, 'hub' | 'ui'>): readonly MethodCall[] {
	const {selectedDeviceId} = ui.getState();
	return hub.methods
		.getState()
		.filter(call => call.deviceId === selectedDeviceId)
		.toReversed();
}
