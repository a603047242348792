import type {TelemetryMessage} from '../types.js';
import {createColumns} from './columns.js';
import {type RawProperties, readDetails, writeDetails} from './details.js';
import {createDetailsCache} from './details-cache.js';
import type {NameTable} from './names.js';
import {createSegments, type Slice} from './segments.js';

/** Whichever limit is met first; the oldest message goes. */
export type RingLimits = {readonly messages: number; readonly bytes: number};
export const defaultRingLimits: RingLimits = {messages: 20_000, bytes: 64 * 1024 * 1024};

/** A message as it came, before it has a number. */
export type ArrivedMessage = Omit<TelemetryMessage, 'index' | 'applicationProperties' | 'systemProperties'> & {
	readonly applicationProperties: RawProperties;
	readonly systemProperties: RawProperties;
};

/** The newest messages. `next - first` are kept. */
export type MessageRing = {
	readonly first: number;
	readonly next: number;
	/** Messages that left because newer ones needed the room. */
	readonly dropped: number;
	/** Copies the message, so that no network buffer is held. @returns its number */
	push(message: ArrivedMessage): number;
	/** Undefined once it has been dropped. */
	get(index: number): TelemetryMessage | undefined;
	/** Number of the device in the name table. */
	deviceAt(index: number): number;
	bodyAt(index: number): Buffer;
	/** Application and system properties as JSON text. */
	detailsAt(index: number): Buffer;
};

/** A ring of messages in a few blocks of bytes and typed arrays: next to nothing for the garbage collector to walk through. */
export function createMessageRing(limits: RingLimits, devices: NameTable, partitions: NameTable): MessageRing {
	const columns = createColumns(limits.messages);
	const segments = createSegments(Math.min(Math.max(Math.ceil(limits.bytes / 16), 65_536), 1_048_576));
	const knownDetails = createDetailsCache();
	let first = 0;
	let next = 0;
	let storedBytes = 0;

	function sliceOf(kind: 'record' | 'details', index: number): Slice {
		return {
			segment: columns.get(`${kind}Segment`, index),
			start: columns.get(`${kind}Start`, index),
			length: columns.get(`${kind}Length`, index),
		};
	}

	/** Properties that the current block holds already are not written again. */
	function placeDetails(device: number, message: ArrivedMessage): {readonly slice: Slice; readonly isNew: boolean} {
		const known = knownDetails.find(device, message);
		if (known?.segment === segments.current) return {slice: known, isNew: false};
		const placed = segments.writeText(writeDetails(message.applicationProperties, message.systemProperties, message.enqueuedAt));
		knownDetails.remember(device, message, placed.slice);
		return placed;
	}

	function dropOldest(): void {
		storedBytes -= columns.get('storedBytes', first);
		first++;
		segments.release(first === next ? segments.current : columns.get('recordSegment', first));
	}

	function isKept(index: number): boolean {
		return index >= first && index < next;
	}

	function bodyAt(index: number): Buffer {
		const record = segments.read(sliceOf('record', index));
		return record.subarray(0, record.length - columns.get('offsetLength', index));
	}

	return {
		get first() {
			return first;
		},
		get next() {
			return next;
		},
		get dropped() {
			return first;
		},
		push(message) {
			if (next - first === limits.messages) dropOldest();
			const device = devices.intern(message.deviceId);
			const record = segments.write(message.body, message.offset);
			const details = placeDetails(device, message);
			const bytes = record.length + (details.isNew ? details.slice.length : 0);
			columns.reserve(first, next);
			columns.set(next, {
				device,
				partition: partitions.intern(message.partitionId),
				recordSegment: record.segment,
				recordStart: record.start,
				recordLength: record.length,
				offsetLength: record.length - message.body.length,
				detailsSegment: details.slice.segment,
				detailsStart: details.slice.start,
				detailsLength: details.slice.length,
				storedBytes: bytes,
				sequenceNumber: message.sequenceNumber,
				enqueuedAt: message.enqueuedAt,
				receivedAt: message.receivedAt,
			});
			storedBytes += bytes;
			next++;
			while (storedBytes > limits.bytes && next - first > 1) dropOldest();
			return next - 1;
		},
		get(index) {
			if (!isKept(index)) return undefined;
			const record = segments.read(sliceOf('record', index));
			const bodyLength = record.length - columns.get('offsetLength', index);
			const enqueuedAt = columns.get('enqueuedAt', index);
			return {
				index,
				deviceId: devices.name(columns.get('device', index)),
				partitionId: partitions.name(columns.get('partition', index)),
				sequenceNumber: columns.get('sequenceNumber', index),
				offset: record.toString('utf8', bodyLength),
				enqueuedAt,
				receivedAt: columns.get('receivedAt', index),
				body: record.subarray(0, bodyLength),
				...readDetails(segments.read(sliceOf('details', index)).toString(), enqueuedAt),
			};
		},
		deviceAt: index => columns.get('device', index),
		bodyAt,
		detailsAt: index => segments.read(sliceOf('details', index)),
	};
}
