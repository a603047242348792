import type {EventHubConsumerClient, EventPosition, PartitionProperties} from '@azure/event-hubs';
import type {HubAddress} from '../address.js';
import {trustCertificateAuthority} from '../certificate-authority.js';
import {closeInTime} from '../close-in-time.js';
import {loadEventHubs} from '../load-clients.js';
import {findEventHubEndpoint} from './redirect.js';

/** Short, so that a failure is told before anybody wonders; whoever opened the client opens the next one. */
const retryOptions = {maxRetries: 2, retryDelayInMs: 300, timeoutInMs: 10_000};
/** Tuned: with the client's defaults a reader would stop at 250 messages a second. Also tells once a second that nothing came. */
export const readOptions = {maxBatchSize: 300, prefetchCount: 3000, maxWaitTimeInSeconds: 1, skipParsingBodyAsJson: true};

/** A client of the hub's built-in endpoint that can be let go of at any time. */
export type Consumer = Pick<EventHubConsumerClient, 'subscribe'> & {
	/** @throws the reason of the signal as soon as that gives up, or what the connection failed with */
	readPartition(partitionId: string, signal: AbortSignal): Promise<PartitionProperties>;
	/** @throws the reason of the signal as soon as that gives up, or what the connection failed with */
	readPartitions(signal: AbortSignal): Promise<readonly PartitionProperties[]>;
	/** Close the subscriptions first. */
	close(): Promise<void>;
};

/** Where to begin so that the first message is the one behind this number; undefined or below 0: the oldest, which has no number before it. */
export function positionBehind(sequenceNumber = -1): EventPosition {
	return sequenceNumber < 0 ? {offset: '-1'} : {sequenceNumber, isInclusive: false};
}

/**
 * Looks the endpoint up and makes a client of it; nothing is connected yet.
 * @throws what the connection failed with
 */
export async function openConsumer(address: HubAddress, consumerGroup: string, signal: AbortSignal): Promise<Consumer> {
	if (address.ca !== undefined) trustCertificateAuthority(address.ca);
	const endpoint = await findEventHubEndpoint(address, signal);
	const {EventHubConsumerClient} = await loadEventHubs();
	const credential = {name: address.policyName, key: address.key.reveal()};
	const client = new EventHubConsumerClient(consumerGroup, endpoint.host, endpoint.eventHubName, credential, {retryOptions});
	const questions = new Set<Promise<unknown>>();
	const lastResort = new AbortController();

	/**
	 * A question that is aborted while the client opens its connection, or a client that is closed meanwhile, leaves heartbeats and
	 * token renewals behind which nobody can stop. So whoever asks is let go at once, and the client may finish until it is closed.
	 */
	async function ask<T>(question: Promise<T>, abortSignal: AbortSignal): Promise<T> {
		questions.add(question);
		const {promise: givenUp, reject} = Promise.withResolvers<never>();
		const giveUp = () => reject(abortSignal.reason);
		if (abortSignal.aborted) giveUp();
		abortSignal.addEventListener('abort', giveUp, {once: true});
		try {
			return await Promise.race([question, givenUp]);
		} finally {
			abortSignal.removeEventListener('abort', giveUp);
			void question.catch(() => undefined).finally(() => questions.delete(question));
		}
	}

	const readPartition = (partitionId: string) => client.getPartitionProperties(partitionId, {abortSignal: lastResort.signal});
	async function readPartitions(): Promise<readonly PartitionProperties[]> {
		const partitionIds = await client.getPartitionIds({abortSignal: lastResort.signal});
		return await Promise.all(partitionIds.map(readPartition));
	}

	return {
		subscribe: client.subscribe.bind(client),
		readPartition: (partitionId, abortSignal) => ask(readPartition(partitionId), abortSignal),
		readPartitions: abortSignal => ask(readPartitions(), abortSignal),
		async close() {
			await closeInTime(Promise.allSettled(questions));
			lastResort.abort();
			await closeInTime(client.close());
		},
	};
}
