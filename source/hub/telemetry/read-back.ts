import type {EventPosition, PartitionProperties, ReceivedEventData, Subscription} from '@azure/event-hubs';
import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {closeInTime} from '../close-in-time.js';
import {type Consumer, openConsumer, positionBehind, readOptions} from './consumer.js';

/** Messages of a partition that were there before anybody listened. `after` grows while they are read. */
export type PastRange = {
	readonly partitionId: string;
	/** Read behind this number; undefined: from a time on. */
	after: number | undefined;
	/** The last number that belongs to the range. */
	readonly upTo: number;
};
export type ReadBackOptions = {
	/** Messages enqueued earlier are of no interest. */
	readonly sinceAt: number;
	/** Of more messages than this the newest are read. */
	readonly mostMessages: number;
	/** Told before the reading begins. */
	onPlanned(messageCount: number, isCutShort: boolean): void;
	onEvents(events: readonly ReceivedEventData[]): void;
};

const probeOptions = {...readOptions, maxBatchSize: 1, prefetchCount: 1};
/** A partition that has messages for us and sends none. */
const silenceMs = 20_000;

/** Subscribes until `take` answers true. */
async function readUntil(
	client: Consumer,
	partitionId: string,
	options: typeof readOptions & {readonly startPosition: EventPosition},
	take: (events: readonly ReceivedEventData[]) => boolean,
	signal: AbortSignal,
): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const giveUp = () => reject(signal.reason);
	const fail = () =>
		reject(new HubError('timeout', 'The event endpoint has messages of the past that do not come.', {hint: 'They are asked for again.', isRetryable: true}));
	let timer = setTimeout(fail, silenceMs);
	let isOver = false;
	signal.addEventListener('abort', giveUp, {once: true});
	let subscription: Subscription | undefined;
	try {
		// Throws at once where the partition is still being let go of; nobody would then wait for the promise.
		subscription = client.subscribe(
			partitionId,
			{
				async processEvents(events) {
					if (isOver || signal.aborted || events.length === 0) return;
					clearTimeout(timer);
					timer = setTimeout(fail, silenceMs);
					isOver = take(events);
					if (isOver) resolve();
				},
				async processError(error) {
					reject(error);
				},
			},
			options,
		);
		if (signal.aborted) giveUp();
		await promise;
	} finally {
		isOver = true;
		clearTimeout(timer);
		signal.removeEventListener('abort', giveUp);
		if (subscription !== undefined) await closeInTime(subscription.close());
	}
}

function hasMessages(range: PastRange, properties: PartitionProperties, sinceAt: number): boolean {
	const {isEmpty, beginningSequenceNumber, lastEnqueuedSequenceNumber, lastEnqueuedOnUtc} = properties;
	if (isEmpty || beginningSequenceNumber > range.upTo || lastEnqueuedSequenceNumber < range.upTo) return false;
	return lastEnqueuedOnUtc.getTime() > sinceAt;
}

/** Finds where a range begins. Afterwards `after` is a number, and the range is empty when nothing is left of it. */
async function findBeginning(client: Consumer, range: PastRange, sinceAt: number, signal: AbortSignal): Promise<void> {
	const {partitionId} = range;
	const properties = await client.readPartition(partitionId, signal);
	if (!hasMessages(range, properties, sinceAt)) {
		range.after = range.upTo;
	} else if (range.after === undefined) {
		await readUntil(
			client,
			partitionId,
			{...probeOptions, startPosition: {enqueuedOn: sinceAt}},
			([first]) => {
				range.after = Math.min((first?.sequenceNumber ?? 0) - 1, range.upTo);
				return true;
			},
			signal,
		);
	} else {
		range.after = Math.max(range.after, properties.beginningSequenceNumber - 1);
	}
}

function countMessages({after = -1, upTo}: PastRange): number {
	return Math.max(upTo - after, 0);
}

/** Leaves the newest messages of every range when all are too many. */
function cutShort(ranges: readonly PastRange[], mostMessages: number): boolean {
	const total = ranges.reduce((sum, range) => sum + countMessages(range), 0);
	if (total <= mostMessages) return false;
	for (const range of ranges) range.after = range.upTo - Math.floor((countMessages(range) * mostMessages) / total);
	return true;
}

async function readRange(client: Consumer, range: PastRange, onEvents: ReadBackOptions['onEvents'], signal: AbortSignal): Promise<void> {
	if (countMessages(range) === 0) return;
	const take = (events: readonly ReceivedEventData[]) => {
		const {after = -1, upTo} = range;
		const wanted = events.filter(event => event.sequenceNumber > after && event.sequenceNumber <= upTo);
		range.after = Math.min(events.at(-1)?.sequenceNumber ?? after, upTo);
		onEvents(wanted);
		return range.after === upTo;
	};
	await readUntil(client, range.partitionId, {...readOptions, startPosition: positionBehind(range.after)}, take, signal);
}

/**
 * Reads messages of the past with receivers of its own. What has been read is noted in the ranges, so that a reading that failed or was
 * given up can be taken up again.
 * @throws what the connection failed with
 */
export async function readBack(
	address: HubAddress,
	consumerGroup: string,
	ranges: readonly PastRange[],
	options: ReadBackOptions,
	signal: AbortSignal,
): Promise<void> {
	const client = await openConsumer(address, consumerGroup, signal);
	// When one partition fails, the others are given up, too.
	const controller = new AbortController();
	const either = AbortSignal.any([signal, controller.signal]);
	try {
		await Promise.all(ranges.map(range => findBeginning(client, range, options.sinceAt, either)));
		const isCutShort = cutShort(ranges, options.mostMessages);
		options.onPlanned(
			ranges.reduce((sum, range) => sum + countMessages(range), 0),
			isCutShort,
		);
		await Promise.all(ranges.map(range => readRange(client, range, options.onEvents, either)));
	} finally {
		controller.abort();
		await client.close();
	}
}
