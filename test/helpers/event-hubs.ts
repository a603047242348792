import {getCACertificates, setDefaultCACertificates} from 'node:tls';
import {
	EventHubConsumerClient,
	type EventHubConsumerClientOptions,
	type PartitionContext,
	type ReceivedEventData,
	type SubscribeOptions,
} from '@azure/event-hubs';
import {afterEach} from 'vitest';
import type {Emulator} from '../../source/emulator/types.js';

/** Lets the SDKs of this process trust the hub, on top of what they trust anyway: their AMQP transports take no CA of their own. */
export function trustHub(emulator: Emulator): void {
	setDefaultCACertificates([...getCACertificates('default'), emulator.ca]);
}

/** Gives up soon, so that refusals reach the test. */
const retryOptions = {maxRetries: 0, timeoutInMs: 10_000};
const closers: (() => Promise<void>)[] = [];

/** Closes what the tests of the file have opened, after each of them. */
export function closeReadersAfterEach(): void {
	afterEach(async () => {
		for (const close of closers.splice(0).reverse()) await close();
	});
}

export type ConsumerOptions = EventHubConsumerClientOptions & {readonly consumerGroup?: string; readonly connectionString?: string};

/** The Event Hubs SDK's client on the hub's endpoint; closed after the test. */
export function createConsumer(emulator: Emulator, {consumerGroup = '$Default', connectionString, ...options}: ConsumerOptions = {}): EventHubConsumerClient {
	trustHub(emulator);
	const client = new EventHubConsumerClient(consumerGroup, connectionString ?? emulator.eventHubConnectionString, {retryOptions, ...options});
	closers.push(() => client.close());
	return client;
}

export type Reading = {
	readonly events: readonly ReceivedEventData[];
	readonly errors: readonly Error[];
	/** The context of the last batch, empty ones included. */
	readonly context: PartitionContext | undefined;
	close(): Promise<void>;
};

/** Reads one partition until closed, or the test ends. */
export function readPartition(client: EventHubConsumerClient, partition: number, options: SubscribeOptions): Reading {
	const events: ReceivedEventData[] = [];
	const errors: Error[] = [];
	let last: PartitionContext | undefined;
	const subscription = client.subscribe(
		String(partition),
		{
			async processEvents(batch, context) {
				last = context;
				events.push(...batch);
			},
			async processError(error) {
				errors.push(error);
			},
		},
		{maxBatchSize: 300, prefetchCount: 3000, maxWaitTimeInSeconds: 1, ...options},
	);
	closers.push(() => subscription.close());
	return {
		events,
		errors,
		get context() {
			return last;
		},
		close: () => subscription.close(),
	};
}

/** The partition that a device's messages go to. */
export function findPartition(emulator: Emulator, deviceId: string): number {
	return emulator.core.telemetry.append(deviceId, {body: Buffer.alloc(0), system: {}, application: {}}).partition;
}

/** A device's message, as if it had come over the wire. */
export function sendTelemetry(emulator: Emulator, deviceId: string, body: unknown = {}, rest: {readonly [name: string]: string} = {}) {
	return emulator.core.telemetry.append(deviceId, {body: Buffer.from(JSON.stringify(body)), system: {}, application: rest});
}
