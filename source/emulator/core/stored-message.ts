import type {C2dItem} from './c2d/queue.js';
import {draftFrom, isJsonObject, readOwn} from './json.js';
import type {C2dMessage, SystemProperties} from './messages.js';
import {isTime} from './timestamps.js';
import type {JsonObject, JsonValue} from './types.js';

const acks: readonly C2dMessage['ack'][] = ['none', 'positive', 'negative', 'full'];

/** A queued message as JSON; the body is base64. Its lock is left out: a lock ends with the connection that held it. */
export function writeStoredItem({message, sequenceNumber, enqueuedAt, expiresAt, deliveryCount}: C2dItem): JsonObject {
	const system = draftFrom();
	for (const [name, value] of Object.entries(message.system)) if (value !== undefined) system[name] = value;
	const {ack, application} = message;
	return {body: message.body.toString('base64'), system, application, ack, sequenceNumber, enqueuedAt, expiresAt, deliveryCount};
}

/** The reverse of `writeStoredItem`; undefined when the value is not one of its making. */
export function readStoredItem(value: JsonValue): C2dItem | undefined {
	if (!isJsonObject(value)) return undefined;
	const {body, system, application, sequenceNumber, enqueuedAt, expiresAt, deliveryCount} = value;
	const ack = acks.find(known => known === readOwn(value, 'ack'));
	if (typeof body !== 'string' || !isJsonObject(system) || !isJsonObject(application) || ack === undefined) return undefined;
	if (typeof sequenceNumber !== 'number' || typeof enqueuedAt !== 'number' || typeof expiresAt !== 'number' || typeof deliveryCount !== 'number')
		return undefined;
	const properties: Record<string, string> = Object.create(null);
	for (const [name, text] of Object.entries(application)) if (typeof text === 'string') properties[name] = text;
	const message: C2dMessage = {body: Buffer.from(body, 'base64'), system: readSystem(system), application: properties, ack};
	return {message, sequenceNumber, enqueuedAt, expiresAt, deliveryCount, lock: undefined};
}

function readSystem(stored: JsonObject): SystemProperties {
	const system: {-readonly [name in keyof SystemProperties]: SystemProperties[name]} = {};
	for (const name of ['messageId', 'correlationId', 'userId', 'to', 'contentType', 'contentEncoding'] as const) {
		const value = readOwn(stored, name);
		if (typeof value === 'string') system[name] = value;
	}
	const expiry = readOwn(stored, 'absoluteExpiryTime');
	if (isTime(expiry)) system.absoluteExpiryTime = expiry;
	return system;
}
