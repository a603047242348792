/** What devices write and are told, in words that MQTT and AMQP share. */
import {randomUUID} from 'node:crypto';
import {HubFault} from './core/fault.js';
import {isJsonObject} from './core/json.js';
import type {JsonObject} from './core/types.js';

/** A patch of reported properties. @throws HubFault IotHubFormatError, ArgumentInvalid */
export function readReportedPatch(payload: string | Buffer): JsonObject {
	let patch: unknown;
	try {
		patch = JSON.parse(payload.toString());
	} catch {
		throw new HubFault('IotHubFormatError', 'The reported patch is not JSON.');
	}
	if (!isJsonObject(patch)) throw new HubFault('ArgumentInvalid', 'The reported patch is not a JSON object.');
	return patch;
}

/** The answer to a direct method as JSON text. A device that answers with nothing, or with something that is not JSON, is passed on as null or as a text. */
export function readMethodAnswer(payload: string | Buffer): string {
	const text = payload.toString();
	if (text.trim() === '') return 'null';
	try {
		JSON.parse(text);
		return text;
	} catch {
		return JSON.stringify(text);
	}
}

/** Status and body of a twin request that failed, in the form that device SDKs look for: a body with `errorCode`. */
export function describeTwinFailure(error: unknown): {readonly status: number; readonly body: string} {
	const fault = error instanceof HubFault ? error : new HubFault('ServerError');
	const body = {
		errorCode: fault.code,
		message: fault.message,
		trackingId: randomUUID().replaceAll('-', '').toUpperCase(),
		timestampUtc: new Date().toISOString(),
	};
	return {status: fault.status, body: JSON.stringify(body)};
}
