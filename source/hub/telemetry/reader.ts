import type {ReceivedEventData} from '@azure/event-hubs';
import type {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {keepTrying} from '../keep-trying.js';
import type {LossTracker} from './loss.js';
import {openSession, type PartitionState} from './session.js';

export type ReaderHandlers = {
	onConnecting(): void;
	onPartitions(count: number): void;
	/** A partition is read for the first time: what comes has numbers above this one. */
	onBegin(partitionId: string, lastSequenceNumber: number): void;
	/** `events` is empty when a partition has been silent for a second. */
	onEvents(partitionId: string, events: readonly ReceivedEventData[]): void;
	/** The hub was asked at this time where its partitions end, and has answered. */
	onEnds(at: number, partitions: readonly PartitionState[]): void;
	onFailure(error: HubError): void;
};

/** Where a partition is read from: behind the last message seen, or from now on when none was. Undefined: from its oldest message. */
function choosePosition(loss: LossTracker, partition: PartitionState, onBegin: ReaderHandlers['onBegin']): number | undefined {
	const {partitionId, lastSequenceNumber} = partition;
	const last = loss.last(partitionId);
	// A hub that counts from the beginning again: all that it has is new.
	const hasRestarted = last !== undefined && last > lastSequenceNumber;
	if (last === undefined || hasRestarted) {
		const beginning = hasRestarted ? -1 : lastSequenceNumber;
		loss.begin(partitionId, beginning);
		onBegin(partitionId, beginning);
	}
	const position = loss.last(partitionId) ?? -1;
	return position < 0 ? undefined : position;
}

/**
 * Reads telemetry until the signal ends it, opening a new session whenever one fails. Positions survive in `loss`, so that nothing is
 * missed in between. Returns early when trying again makes no sense.
 */
export async function readTelemetry(
	address: HubAddress,
	consumerGroup: string,
	loss: LossTracker,
	handlers: ReaderHandlers,
	signal: AbortSignal,
): Promise<void> {
	async function runSession(onSuccess: () => void): Promise<never> {
		handlers.onConnecting();
		const failure = Promise.withResolvers<never>();
		// A failure before anybody waits for it is told by `openSession`.
		failure.promise.catch(() => undefined);
		// A signal of its own: listeners of many sessions would pile up on the given one.
		const ended = AbortSignal.any([signal]);
		ended.addEventListener('abort', () => failure.reject(ended.reason), {once: true});
		const session = await openSession(
			address,
			consumerGroup,
			{
				choosePosition: partition => choosePosition(loss, partition, handlers.onBegin),
				onEvents(partitionId, events) {
					onSuccess();
					handlers.onEvents(partitionId, events);
				},
				onEnds: handlers.onEnds,
				onFailure: failure.reject,
				lastReceived: loss.last,
			},
			ended,
		);
		try {
			handlers.onPartitions(session.partitionIds.length);
			return await failure.promise;
		} finally {
			await session.close();
		}
	}

	await keepTrying(runSession, handlers.onFailure, signal);
}
