import type {EventHubConsumerClient, PartitionProperties} from '@azure/event-hubs';
import type {HubAddress} from '../address.js';
import {trustCertificateAuthority} from '../certificate-authority.js';
import {loadEventHubs} from '../load-clients.js';
import {findEventHubEndpoint} from './redirect.js';

/** Short, so that a failure is told before anybody wonders; whoever opened the client opens the next one. */
const retryOptions = {maxRetries: 2, retryDelayInMs: 300, timeoutInMs: 10_000};
const closeTimeoutMs = 1500;

/**
 * A client of the hub's built-in endpoint, which the hub is asked for.
 * @throws what the connection failed with
 */
export async function openConsumer(address: HubAddress, consumerGroup: string, signal: AbortSignal): Promise<EventHubConsumerClient> {
	if (address.ca !== undefined) trustCertificateAuthority(address.ca);
	const endpoint = await findEventHubEndpoint(address, signal);
	const {EventHubConsumerClient} = await loadEventHubs();
	const credential = {name: address.policyName, key: address.key.reveal()};
	return new EventHubConsumerClient(consumerGroup, endpoint.host, endpoint.eventHubName, credential, {retryOptions});
}

export async function readPartitions(client: EventHubConsumerClient, signal: AbortSignal): Promise<readonly PartitionProperties[]> {
	const partitionIds = await client.getPartitionIds({abortSignal: signal});
	return await Promise.all(partitionIds.map(id => client.getPartitionProperties(id, {abortSignal: signal})));
}

/** Waits for something to close, but not for long: the client waits for an answer that may never come. */
export function closeInTime(closing: Promise<unknown>): Promise<unknown> {
	const {promise, resolve} = Promise.withResolvers<void>();
	const timer = setTimeout(resolve, closeTimeoutMs);
	return Promise.race([closing.catch(() => undefined), promise]).finally(() => clearTimeout(timer));
}
