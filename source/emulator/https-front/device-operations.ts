import {HubFault} from '../core/fault.js';
import type {DeviceMessage} from '../core/messages.js';
import type {JsonObject} from '../core/types.js';
import type {Answer} from './answer.js';
import {decodeText} from './body.js';
import type {Call} from './call.js';
import {pairHeaders, readProperties, writeProperties} from './device-properties.js';
import {parseObjects} from './json-text.js';
import type {Operation} from './operation.js';

const batchType = 'application/vnd.microsoft.iothub.json';
const longestLockSeconds = 300;
const done: Answer = {status: 204};

/** One entry of a batch: its body is base64 unless it says otherwise, its properties have the names that headers would have. */
function readEntry(entry: JsonObject): DeviceMessage {
	const {body = '', base64Encoded = true, properties = {}} = entry;
	if (typeof body !== 'string') throw new HubFault('ArgumentInvalid', 'The body of an entry must be text.');
	if (typeof properties !== 'object' || properties === null) throw new HubFault('ArgumentInvalid', 'The properties of an entry must be an object.');
	const pairs = Object.entries(properties).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
	return {body: Buffer.from(body, base64Encoded === false ? 'utf8' : 'base64'), ...readProperties(pairs)};
}

function sendEvents({core, principal, deviceId, headers, rawHeaders, bytes}: Call): Answer {
	const isBatch = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === batchType;
	const messages = isBatch ? parseObjects(decodeText(bytes)).map(readEntry) : [{body: bytes, ...readProperties(pairHeaders(rawHeaders))}];
	for (const message of messages) core.telemetry.append(deviceId, message, principal.scope);
	return done;
}

function readLockMs({headers, query}: Call): number | undefined {
	const text = headers['iothub-messagelocktimeout'] ?? query.get('iothub-messagelocktimeout') ?? undefined;
	if (text === undefined) return undefined;
	const seconds = Number(text);
	if (Number.isInteger(seconds) && seconds >= 1 && seconds <= longestLockSeconds) return seconds * 1000;
	throw new HubFault('ArgumentInvalid', `iothub-messagelocktimeout must be a whole number of seconds from 1 to ${longestLockSeconds}.`);
}

function receiveMessage(call: Call): Answer {
	const message = call.core.c2d.receive(call.deviceId, readLockMs(call));
	if (message === undefined) return done;
	return {status: 200, body: message.body, headers: {'content-type': 'application/octet-stream', ...writeProperties(call.deviceId, message)}};
}

function settleMessage({core, deviceId, lockToken, query}: Call): Answer {
	if (query.has('reject')) core.c2d.reject(deviceId, lockToken);
	else core.c2d.complete(deviceId, lockToken);
	return done;
}

function abandonMessage({core, deviceId, lockToken}: Call): Answer {
	core.c2d.abandon(deviceId, lockToken);
	return done;
}

/** Device SDKs write the last part of this path in two ways. */
const queuePaths = ['/devices/:deviceId/messages/deviceBound', '/devices/:deviceId/messages/devicebound'];

/** What a device may do over HTTPS ("IoT Hub device REST API"): send telemetry, and fetch and settle cloud-to-device messages. */
export const deviceOperations: readonly Operation[] = [
	{method: 'POST', path: '/devices/:deviceId/messages/events', permission: 'DeviceConnect', takesBytes: true, run: sendEvents},
	...queuePaths.flatMap((path): readonly Operation[] => [
		{method: 'GET', path, permission: 'DeviceConnect', takesBytes: true, run: receiveMessage},
		{method: 'DELETE', path: `${path}/:lockToken`, permission: 'DeviceConnect', takesBytes: true, run: settleMessage},
		{method: 'POST', path: `${path}/:lockToken/abandon`, permission: 'DeviceConnect', takesBytes: true, run: abandonMessage},
	]),
];
