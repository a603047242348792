import rhea from 'rhea';
import type {PartitionState, TelemetryEvent} from '../core/messages.js';
import {createEventTemplates, enqueuedTimeKey} from './event-template.js';

const {types} = rhea;
/** Those that no template fits. */
const encodedEvents = new WeakMap<TelemetryEvent, Buffer>();
const templates = createEventTemplates();

function encode(event: TelemetryEvent): Buffer {
	const {system, application, annotations} = event;
	/** In front, in this order, and nothing else of these names: a template knows their places. */
	const changing = {
		'x-opt-sequence-number': types.wrap_long(event.sequenceNumber),
		'x-opt-enqueued-time': types.wrap_timestamp(event.enqueuedAt),
		[enqueuedTimeKey]: types.wrap_timestamp(annotations[enqueuedTimeKey] ?? event.enqueuedAt),
		'x-opt-offset': event.offset,
	};
	return rhea.message.encode({
		message_annotations: {
			...changing,
			...annotations,
			'x-opt-partition-key': event.deviceId,
			...changing,
		},
		message_id: system.messageId,
		correlation_id: system.correlationId,
		user_id: system.userId === undefined ? undefined : Buffer.from(system.userId),
		to: system.to,
		content_type: system.contentType,
		content_encoding: system.contentEncoding,
		// The library cannot write a time that is no whole number, and one message must not hold up its partition.
		absolute_expiry_time: Number.isSafeInteger(system.absoluteExpiryTime) ? system.absoluteExpiryTime : undefined,
		application_properties: Object.keys(application).length === 0 ? undefined : application,
		body: rhea.message.data_section(event.body),
	});
}

/** An event as it goes over the wire. What takes long to encode is encoded once, however many receivers it goes to. */
export function encodeEvent(event: TelemetryEvent): Buffer {
	const known = encodedEvents.get(event) ?? templates.encode(event);
	if (known !== undefined) return known;
	const encoded = encode(event);
	encodedEvents.set(event, encoded);
	templates.learn(event, encoded);
	return encoded;
}

/** What precedes the sections in every encoded message: a header without fields. */
const headerBytes = 4;
/** What follows the delivery annotations in a message that has nothing else: empty properties, then a null body. */
const trailerBytes = rhea.message.encode({body: undefined}).length - headerBytes;

/** The same, with the state of the partition in front, for receivers that asked for runtime metrics. */
export function encodeEventWithMetrics(event: TelemetryEvent, state: PartitionState, now: number): Buffer {
	const annotations = rhea.message.encode({
		delivery_annotations: {
			last_enqueued_sequence_number: types.wrap_long(state.lastSequenceNumber),
			last_enqueued_offset: state.lastOffset,
			last_enqueued_time_utc: types.wrap_timestamp(state.lastEnqueuedAt),
			runtime_info_retrieval_time_utc: types.wrap_timestamp(now),
		},
		body: undefined,
	});
	return Buffer.concat([annotations.subarray(0, -trailerBytes), encodeEvent(event).subarray(headerBytes)]);
}
