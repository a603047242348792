import type {PartitionProperties, ReceivedEventData, Subscription} from '@azure/event-hubs';
import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {closeInTime} from '../close-in-time.js';
import {openConsumer, positionBehind, readOptions} from './consumer.js';
import {createStallCheck, type Ends} from './stall.js';

/** How often the hub is asked where its partitions end, which also proves that it is there. */
const checkMs = 5000;
/** A message may be on its way for as long as this many of them. */
const stallChecks = 2;
/** A hub that takes longer to answer is away: the client itself would wait for half a minute. */
const answerMs = 10_000;

export type PartitionState = {readonly partitionId: string; readonly lastSequenceNumber: number; readonly isEmpty: boolean};
export type SessionHandlers = {
	/** Where to read on: a sequence number to read behind, or undefined for the oldest message. */
	choosePosition(partition: PartitionState): number | undefined;
	/** Also called without events, once a second: then the partition is open and silent. */
	onEvents(partitionId: string, events: readonly ReceivedEventData[]): void;
	/** The hub was asked at this time where its partitions end, and has answered. */
	onEnds(at: number, partitions: readonly PartitionState[]): void;
	/** The session is of no more use. Called once at most. */
	onFailure(error: unknown): void;
	/** The last number received of a partition, for the check that nothing is stuck. */
	lastReceived(partitionId: string): number | undefined;
};
export type Session = {readonly partitionIds: readonly string[]; close(): Promise<void>};

function toState(properties: PartitionProperties): PartitionState {
	return {partitionId: properties.partitionId, lastSequenceNumber: properties.lastEnqueuedSequenceNumber, isEmpty: properties.isEmpty};
}

/**
 * Reads all partitions of a hub's built-in endpoint until closed or failed.
 * @throws what the connection failed with, when it cannot be opened
 */
export async function openSession(address: HubAddress, consumerGroup: string, handlers: SessionHandlers, signal: AbortSignal): Promise<Session> {
	const client = await openConsumer(address, consumerGroup, signal);
	const subscriptions: Subscription[] = [];
	const closing = new AbortController();
	let partitionIds: readonly string[] = [];
	let hasFailed = false;

	function fail(error: unknown): void {
		if (hasFailed || closing.signal.aborted) return;
		hasFailed = true;
		handlers.onFailure(error);
	}

	async function close(): Promise<void> {
		closing.abort();
		await closeInTime(Promise.all(subscriptions.map(subscription => subscription.close())));
		await client.close();
	}

	function subscribe(partition: PartitionState): Subscription {
		const {partitionId} = partition;
		const startPosition = positionBehind(handlers.choosePosition(partition));
		return client.subscribe(
			partitionId,
			{
				processEvents: async events => {
					if (!closing.signal.aborted) handlers.onEvents(partitionId, events);
				},
				processError: async error => fail(error),
			},
			{...readOptions, startPosition},
		);
	}

	async function readEnds(): Promise<Ends> {
		const at = Date.now();
		const receivedBefore = new Map(partitionIds.map(id => [id, handlers.lastReceived(id)]));
		const limit = AbortSignal.timeout(answerMs);
		try {
			const partitions = await client.readPartitions(AbortSignal.any([signal, closing.signal, limit]));
			return {at, partitions: partitions.map(toState), receivedBefore};
		} catch (error) {
			throw limit.aborted ? limit.reason : error;
		}
	}

	function watch(): void {
		const isStuck = createStallCheck(handlers.lastReceived);
		let isAsking = false;
		let checkCount = 0;
		const timer = setInterval(async () => {
			if (isAsking) return;
			isAsking = true;
			try {
				const ends = await readEnds();
				if (closing.signal.aborted) return;
				handlers.onEnds(ends.at, ends.partitions);
				if (++checkCount % stallChecks === 0 && isStuck(ends))
					fail(new HubError('unreachable', 'The event endpoint has messages that do not come.', {hint: 'The feed is opened again.', isRetryable: true}));
			} catch (error) {
				fail(error);
			}
			isAsking = false;
		}, checkMs).unref();
		closing.signal.addEventListener('abort', () => clearInterval(timer), {once: true});
	}

	try {
		const {at, partitions} = await readEnds();
		partitionIds = partitions.map(partition => partition.partitionId);
		subscriptions.push(...partitions.map(subscribe));
		handlers.onEnds(at, partitions);
		watch();
		return {partitionIds, close};
	} catch (error) {
		await close();
		throw error;
	}
}
