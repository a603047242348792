import {HubFault} from '../core/fault.js';
import type {JsonObject} from '../core/types.js';
import type {Answer} from './answer.js';
import type {Call} from './call.js';
import {findMemberText, parseObject} from './json-text.js';

/** What the service assumes when the caller leaves a timeout out ("Understand and invoke direct methods"). */
const defaultTimeouts = {responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 0};

function readTimeout(document: JsonObject, name: keyof typeof defaultTimeouts): number {
	const value = document[name] ?? defaultTimeouts[name];
	if (typeof value !== 'number') throw new HubFault('ArgumentInvalid', `${name} must be a number.`);
	return value;
}

/** Calls the device and waits for its answer; the payload passes both ways as the text it was written in. */
export async function invokeMethod({core, deviceId, body}: Call): Promise<Answer> {
	const document = parseObject(body);
	const {methodName} = document;
	if (typeof methodName !== 'string' || methodName === '') throw new HubFault('ArgumentInvalid', 'methodName must be a text that is not empty.');
	const response = await core.methods.invoke(deviceId, {
		methodName,
		payload: findMemberText(body, 'payload') ?? 'null',
		responseTimeoutInSeconds: readTimeout(document, 'responseTimeoutInSeconds'),
		connectTimeoutInSeconds: readTimeout(document, 'connectTimeoutInSeconds'),
	});
	return {status: 200, body: `{"status":${response.status},"payload":${response.payload}}`};
}
