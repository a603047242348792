import {isUtf8} from 'node:buffer';
import type {ReceivedEventData} from '@azure/event-hubs';
import {asText} from '../json-value.js';
import type {JsonObject, JsonValue} from '../types.js';
import type {ArrivedMessage} from './ring.js';

const deepest = 8;

/** AMQP knows more types than JSON: bytes become their text, or hexadecimal when they are none; times become milliseconds. */
function toJson(value: unknown, depth = 0): JsonValue {
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (value instanceof Uint8Array) return isUtf8(value) ? Buffer.from(value).toString() : Buffer.from(value).toString('hex');
	if (value instanceof Date) return value.getTime();
	if (value === null || value === undefined || depth >= deepest) return null;
	if (Array.isArray(value)) return value.map(each => toJson(each, depth + 1));
	if (typeof value === 'object') return toObject(value, depth + 1);
	return String(value);
}

/** Without a prototype, so that `__proto__` is an ordinary key. Called for every message: a loop is several times as fast as entries. */
function toObject(value: object | undefined, depth = 0, isLeftOut?: (value: JsonValue) => boolean): JsonObject {
	const object: Record<string, JsonValue> = Object.create(null);
	if (value === undefined) return object;
	for (const key of Object.keys(value)) {
		const each = toJson(Reflect.get(value, key), depth);
		if (!isLeftOut?.(each)) object[key] = each;
	}
	return object;
}

function isEmpty(value: JsonValue): boolean {
	return value === null || value === '';
}

/** The bytes of the message; what was sent as an AMQP value instead of bytes becomes its JSON text. */
function toBody(body: unknown): Uint8Array {
	if (body instanceof Uint8Array) return body;
	if (Array.isArray(body) && body.every(part => part instanceof Uint8Array)) return Buffer.concat(body);
	if (body === undefined || body === null) return Buffer.alloc(0);
	return Buffer.from(typeof body === 'string' ? body : JSON.stringify(toJson(body)));
}

/** An event of the built-in endpoint as a message. `receivedAt` is the time of its arrival here. */
export function toMessage(event: ReceivedEventData, partitionId: string, receivedAt: number): ArrivedMessage {
	const systemProperties = toObject(event.systemProperties, 0, isEmpty);
	const applicationProperties = toObject(event.properties);
	return {
		// Events about devices, such as twin changes, name their device in a property.
		deviceId: asText(systemProperties['iothub-connection-device-id']) || asText(applicationProperties.deviceId),
		partitionId,
		sequenceNumber: event.sequenceNumber,
		offset: String(event.offset),
		enqueuedAt: event.enqueuedTimeUtc.getTime(),
		receivedAt,
		body: toBody(event.body),
		applicationProperties,
		systemProperties,
	};
}
