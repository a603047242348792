import type {PartitionState, StartPosition, TelemetryEvent} from '../messages.js';

export type PartitionLimits = {readonly messages: number; readonly bytes: number};

/** One partition of the built-in endpoint: the newest events, within the limits. */
export type Partition = {
	/** Stores an event of `size` bytes; the position in the partition is filled in by `build`. */
	append(size: number, now: number, build: (position: Pick<TelemetryEvent, 'sequenceNumber' | 'offset' | 'enqueuedAt'>) => TelemetryEvent): TelemetryEvent;
	state(): PartitionState;
	resolve(position: StartPosition): number;
	read(sequenceNumber: number, max: number): readonly TelemetryEvent[];
};

/** Empty places that dropped events may leave in the array before it is cut. */
const mostEmptyPlaces = 1024;
/** What an event takes besides its text, in bytes; also keeps the offsets of empty messages apart. */
const overheadBytes = 64;

export function createPartition(limits: PartitionLimits): Partition {
	let events: (TelemetryEvent | undefined)[] = [];
	/** Index in `events` of the oldest event kept; the places before it are empty. */
	let head = 0;
	let nextSequenceNumber = 0;
	let nextOffset = 0;
	let last: TelemetryEvent | undefined;

	const count = () => events.length - head;
	const oldest = () => nextSequenceNumber - count();
	const bytes = () => nextOffset - offsetOf(events[head]);

	const dropOld = () => {
		while (count() > 1 && (count() > limits.messages || bytes() > limits.bytes)) {
			events[head] = undefined;
			head += 1;
		}
		if (head > mostEmptyPlaces && head * 2 > events.length) {
			events = events.slice(head);
			head = 0;
		}
	};

	/** Sequence number of the first event kept for which `isReached` holds; it must hold for all later ones too. */
	const search = (isReached: (event: TelemetryEvent) => boolean) => {
		let low = head;
		let high = events.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const event = events[middle];
			if (event !== undefined && isReached(event)) high = middle;
			else low = middle + 1;
		}
		return oldest() + low - head;
	};

	return {
		append(size, now, build) {
			const enqueuedAt = Math.max(now, last?.enqueuedAt ?? 0);
			const event = build({sequenceNumber: nextSequenceNumber, offset: String(nextOffset), enqueuedAt});
			events.push(event);
			last = event;
			nextSequenceNumber += 1;
			nextOffset += size + overheadBytes;
			dropOld();
			return event;
		},
		state: () => ({
			beginSequenceNumber: oldest(),
			lastSequenceNumber: nextSequenceNumber - 1,
			lastOffset: last?.offset ?? '-1',
			lastEnqueuedAt: last?.enqueuedAt ?? 0,
			isEmpty: count() === 0,
		}),
		resolve(position) {
			if (position.kind === 'earliest') return oldest();
			if (position.kind === 'latest') return nextSequenceNumber;
			const {isInclusive} = position;
			const isPast = (value: number, wanted: number) => (isInclusive ? value >= wanted : value > wanted);
			if (position.kind === 'offset') return search(event => isPast(offsetOf(event), position.offset));
			if (position.kind === 'enqueued-time') return search(event => isPast(event.enqueuedAt, position.enqueuedAt));
			return search(event => isPast(event.sequenceNumber, position.sequenceNumber));
		},
		read(sequenceNumber, max) {
			const from = head + Math.max(0, sequenceNumber - oldest());
			return events.slice(from, from + Math.max(0, max)).filter(event => event !== undefined);
		},
	};
}

function offsetOf(event: TelemetryEvent | undefined): number {
	return Number(event?.offset ?? 0);
}
