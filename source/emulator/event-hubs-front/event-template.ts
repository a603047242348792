import {haveEqualValues} from '../../equal-values.js';
import type {TelemetryEvent} from '../core/messages.js';

/** In the order in which they begin every encoded event's map of annotations. */
const changingKeys = {sequenceNumber: 'x-opt-sequence-number', enqueuedAt: 'x-opt-enqueued-time', stampedAt: 'iothub-enqueuedtime', offset: 'x-opt-offset'};
export const enqueuedTimeKey = changingKeys.stampedAt;

/** Of AMQP 1.0, part 1.6: codes of the types that stand in an event. */
const codes = {long: 0x81, timestamp: 0x83, shortString: 0xa1};
/** Sections in front of the first annotation: a header without fields, then descriptor, type, size and count of the map. */
const mapStart = 4 + 12;
const longBytes = 8;
/** Type, length and text of a key. */
const keyBytes = (key: string): number => 2 + key.length;

const sequenceNumberAt = mapStart + keyBytes(changingKeys.sequenceNumber) + 1;
const enqueuedAtAt = sequenceNumberAt + longBytes + keyBytes(changingKeys.enqueuedAt) + 1;
const stampedAtAt = enqueuedAtAt + longBytes + keyBytes(changingKeys.stampedAt) + 1;
const offsetAt = stampedAtAt + longBytes + keyBytes(changingKeys.offset) + 2;

/** The longest body whose length fits in one byte. */
const shortBody = 255;
/** Descriptor, type and length of the section that ends an event. */
const dataStart = (bodyLength: number): readonly number[] => (bodyLength <= shortBody ? [0, 0x53, 0x75, 0xa0] : [0, 0x53, 0x75, 0xb0]);
const dataBytes = ({body}: TelemetryEvent): number => body.length + (body.length <= shortBody ? 5 : 8);

/** Devices whose last event is known. */
const mostTemplates = 4096;
/** Longer ones are not worth the memory. */
const longestHead = 2048;
/** An encoded event without its body, and what it was made of. */
type Template = Pick<TelemetryEvent, 'annotations' | 'system' | 'application' | 'offset'> & {readonly head: Buffer};

/**
 * Encoded events to make the device's next ones of: all that differs is four annotations, whose places are known, and the body. Takes a
 * twentieth of the time that encoding an event anew does.
 */
export type EventTemplates = {
	/** Undefined when nothing like the event is known. */
	encode(event: TelemetryEvent): Buffer | undefined;
	learn(event: TelemetryEvent, encoded: Buffer): void;
};

/** The library has put everything where it is looked for; it writes small numbers shorter. */
function isLaidOut(encoded: Buffer, {offset}: TelemetryEvent): boolean {
	return (
		encoded[sequenceNumberAt - 1] === codes.long &&
		encoded[enqueuedAtAt - 1] === codes.timestamp &&
		encoded[stampedAtAt - 1] === codes.timestamp &&
		encoded[offsetAt - 2] === codes.shortString &&
		encoded[offsetAt - 1] === offset.length &&
		encoded.toString('latin1', offsetAt, offsetAt + offset.length) === offset
	);
}

function isLike(event: TelemetryEvent, template: Template): boolean {
	return (
		event.offset.length === template.offset.length &&
		haveEqualValues(event.annotations, template.annotations, enqueuedTimeKey) &&
		haveEqualValues(event.system, template.system) &&
		haveEqualValues(event.application, template.application)
	);
}

function writeLong(target: Buffer, value: number, at: number): void {
	target.writeUInt32BE(Math.floor(value / 2 ** 32), at);
	target.writeUInt32BE(value >>> 0, at + 4);
}

function fill({head}: Template, event: TelemetryEvent): Buffer {
	const {body, enqueuedAt} = event;
	const encoded = Buffer.allocUnsafe(head.length + dataBytes(event));
	encoded.set(head);
	writeLong(encoded, event.sequenceNumber, sequenceNumberAt);
	writeLong(encoded, enqueuedAt, enqueuedAtAt);
	writeLong(encoded, Number(event.annotations[enqueuedTimeKey] ?? enqueuedAt), stampedAtAt);
	encoded.write(event.offset, offsetAt, 'latin1');
	encoded.set(dataStart(body.length), head.length);
	if (body.length <= shortBody) encoded[head.length + 4] = body.length;
	else encoded.writeUInt32BE(body.length, head.length + 4);
	encoded.set(body, encoded.length - body.length);
	return encoded;
}

export function createEventTemplates(): EventTemplates {
	const templates = new Map<string, Template>();
	return {
		encode(event) {
			const template = templates.get(event.deviceId);
			return template && isLike(event, template) ? fill(template, event) : undefined;
		},
		learn(event, encoded) {
			templates.delete(event.deviceId);
			const headBytes = encoded.length - dataBytes(event);
			if (headBytes > longestHead || !isLaidOut(encoded, event)) return;
			const {annotations, system, application, offset} = event;
			templates.set(event.deviceId, {annotations, system, application, offset, head: Buffer.from(encoded.subarray(0, headBytes))});
			const oldest = templates.keys().next().value;
			if (templates.size > mostTemplates && oldest !== undefined) templates.delete(oldest);
		},
	};
}
