import {randomBytes, randomUUID} from 'node:crypto';
import type {ServerResponse} from 'node:http';
import {HubFault} from '../core/fault.js';
import {CallerRefusal} from './caller.js';

/** What goes back to the caller. `body` is JSON text, or bytes whose type the headers tell. */
export type Answer = {readonly status: number; readonly body?: string | Buffer; readonly headers?: Readonly<Record<string, string>>};

/** How an operation words its errors: `text` as the registry, twins and queries do, `nested` as direct methods do. */
export type ErrorShape = 'text' | 'nested';

export const answerJson = (value: unknown, headers?: Answer['headers']): Answer => ({status: 200, body: JSON.stringify(value), headers});

/** A document with its etag, which is quoted in headers only. */
export const answerDocument = (document: {readonly etag: string}): Answer => answerJson(document, {etag: `"${document.etag}"`});

const createTrackingId = () => randomBytes(16).toString('hex').toUpperCase();

/** `MM/dd/yyyy HH:mm:ss`, UTC. */
function formatTimeStamp(date: Date): string {
	const [year, month, day] = date.toISOString().slice(0, 10).split('-');
	return `${month}/${day}/${year} ${date.toISOString().slice(11, 19)}`;
}

/** The service's classic error: `ErrorCode:<Name>;<text>`. */
function createTextError(errorName: string, text: string): string {
	return JSON.stringify({
		Message: `ErrorCode:${errorName};${text}`,
		ExceptionMessage: `Tracking ID:${createTrackingId()}-G:0-TimeStamp:${formatTimeStamp(new Date())}`,
	});
}

/** The error of direct methods: JSON text inside JSON. */
function createNestedError(fault: HubFault): string {
	const message = {errorCode: fault.code, trackingId: createTrackingId(), message: fault.message, info: {}, timestampUtc: new Date().toISOString()};
	return JSON.stringify({Message: JSON.stringify(message), ExceptionMessage: ''});
}

/** The answer to whatever went wrong; what was not foreseen becomes a ServerError that tells nothing. */
export function answerError(error: unknown, shape: ErrorShape): Answer {
	if (error instanceof CallerRefusal) {
		return {status: error.status, headers: {'iothub-errorcode': error.errorName}, body: createTextError(error.errorName, error.message)};
	}
	const fault = error instanceof HubFault ? error : new HubFault('ServerError');
	return {
		status: fault.status,
		headers: {'iothub-errorcode': fault.faultName},
		body: shape === 'nested' ? createNestedError(fault) : createTextError(fault.faultName, fault.message),
	};
}

/** Writes an answer; a caller that has gone is no error. */
export function sendAnswer(response: ServerResponse, {status, body, headers}: Answer): void {
	if (response.destroyed) return;
	const contentHeaders = body === undefined ? {} : {'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body))};
	response.writeHead(status, {'x-ms-request-id': randomUUID(), ...contentHeaders, ...headers}).end(body);
}
