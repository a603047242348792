import rhea, {type Message as AmqpMessage} from 'rhea';
import type {Message, SystemProperties} from '../core/messages.js';
import {isTime} from '../core/timestamps.js';

const uuidBytes = 16;

/** Text of a property; a uuid arrives as 16 bytes, because azure-iot clients send ids of that form as AMQP uuids. */
function readId(value: unknown): string | undefined {
	if (Buffer.isBuffer(value)) return value.length === uuidBytes ? rhea.uuid_to_string(value) : value.toString();
	return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

const readText = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** Peers may write any number of any type as a time; those that no date can hold are none. */
function readTime(value: unknown): number | undefined {
	const timeMs = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : value;
	return isTime(timeMs) ? timeMs : undefined;
}

function readContent(content: unknown): Buffer {
	if (Buffer.isBuffer(content)) return content;
	return Array.isArray(content) ? Buffer.concat(content.filter(part => Buffer.isBuffer(part))) : Buffer.from(String(content ?? ''));
}

/** Bytes of a body: its data sections in order, or the text of an AMQP value. */
function readBody(body: unknown): Buffer {
	return readContent(typeof body === 'object' && body !== null && 'content' in body ? body.content : body);
}

/** Annotations of what comes out of a queue of the hub: since when it waits, how often it was given out before, its number. */
export function writeQueueAnnotations(item: {readonly enqueuedAt: number; readonly deliveryCount: number; readonly sequenceNumber: number}) {
	return {
		'iothub-enqueuedtime': rhea.types.wrap_timestamp(item.enqueuedAt),
		'iothub-deliverycount': rhea.types.wrap_int(item.deliveryCount),
		'iothub-sequencenumber': rhea.types.wrap_long(item.sequenceNumber),
	};
}

/** A message from the wire in the core's words. Values of application properties become text. */
export function readMessage(message: AmqpMessage): Message {
	const userId: unknown = message.user_id;
	const system: SystemProperties = {
		messageId: readId(message.message_id),
		correlationId: readId(message.correlation_id),
		userId: Buffer.isBuffer(userId) ? userId.toString() : readText(userId),
		to: readText(message.to),
		contentType: readText(message.content_type),
		contentEncoding: readText(message.content_encoding),
		absoluteExpiryTime: readTime(message.absolute_expiry_time),
	};
	const application = Object.entries(message.application_properties ?? {}).map(([name, value]) => [name, String(value)]);
	return {body: readBody(message.body), system, application: Object.fromEntries(application)};
}
