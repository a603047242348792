import {randomUUID} from 'node:crypto';
import type {Device} from './devices.js';
import {HubFault} from './fault.js';
import type {C2dMessage, Feedback, FeedbackBatch, FeedbackRecord, FeedbackStatus} from './messages.js';
import type {Timers} from './timers.js';
import {formatTime} from './timestamps.js';

/** Rules of "Understand cloud-to-device messaging from an IoT hub", message feedback. */
const largestBatch = 64;
const timeToLiveMs = 60 * 60 * 1000;
const lockMs = 60 * 1000;
const mostDeliveries = 10;
/** Batches kept while nobody reads them; the oldest goes. */
const mostBatches = 1000;

type StoredBatch = {
	readonly sequenceNumber: number;
	readonly enqueuedAt: number;
	/** Empty once all their devices are deleted. */
	records: readonly FeedbackRecord[];
	deliveryCount: number;
	lock: {readonly token: string; cancelTimer(): void} | undefined;
};

/** What the rest of the core asks of feedback besides the contract. */
export type FeedbackTable = Feedback & {
	/** Records an outcome if the message asked for it and can be told by its id. */
	report(device: Device, message: C2dMessage, statusCode: FeedbackStatus): void;
	/** Deleting a device loses its records; a batch that was taken keeps them until it comes back. */
	forget(deviceId: string): void;
};

export function createFeedback(timers: Timers, delayMs: number): FeedbackTable {
	const listeners = new Set<() => void>();
	let gathered: FeedbackRecord[] = [];
	let batches: StoredBatch[] = [];
	let sequenceNumber = 0;
	let cancelDelay: (() => void) | undefined;

	const tellAvailable = () => {
		for (const listener of [...listeners]) listener();
	};
	const dispatch = () => {
		cancelDelay?.();
		cancelDelay = undefined;
		if (gathered.length === 0) return;
		sequenceNumber += 1;
		batches = [...batches, {sequenceNumber, enqueuedAt: timers.now(), records: gathered, deliveryCount: 0, lock: undefined}].slice(-mostBatches);
		gathered = [];
		tellAvailable();
	};
	const requireLocked = (lockToken: string): StoredBatch => {
		const batch = batches.find(({lock}) => lock?.token === lockToken);
		if (batch === undefined) throw new HubFault('DeviceMessageLockLost');
		batch.lock?.cancelTimer();
		return batch;
	};
	const unlock = (batch: StoredBatch) => {
		batch.lock = undefined;
		tellAvailable();
	};

	return {
		report({deviceId, identity}, {ack, system}, statusCode) {
			const isWanted = ack === 'full' || ack === (statusCode === 'Success' ? 'positive' : 'negative');
			if (!isWanted || system.messageId === undefined) return;
			gathered.push({
				originalMessageId: system.messageId,
				description: statusCode,
				deviceGenerationId: identity.generationId,
				deviceId,
				enqueuedTimeUtc: formatTime(timers.now()),
				statusCode,
			});
			if (gathered.length >= largestBatch) dispatch();
			else cancelDelay ??= timers.at(timers.now() + delayMs, dispatch);
		},
		forget(deviceId) {
			const without = (records: readonly FeedbackRecord[]) => records.filter(record => record.deviceId !== deviceId);
			gathered = without(gathered);
			for (const batch of batches) batch.records = without(batch.records);
		},
		onAvailable(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		take(): FeedbackBatch | undefined {
			const now = timers.now();
			batches = batches.filter(({lock, enqueuedAt, records}) => lock !== undefined || (enqueuedAt + timeToLiveMs > now && records.length > 0));
			const batch = batches.find(({lock}) => lock === undefined);
			if (batch === undefined) return undefined;
			const lockToken = randomUUID();
			const lockedUntil = now + lockMs;
			batch.lock = {token: lockToken, cancelTimer: timers.at(lockedUntil, () => unlock(batch))};
			const {enqueuedAt, records, deliveryCount} = batch;
			return {lockToken, lockedUntil, sequenceNumber: batch.sequenceNumber, deliveryCount, enqueuedAt, records};
		},
		complete(lockToken) {
			const batch = requireLocked(lockToken);
			batches = batches.filter(other => other !== batch);
		},
		release(lockToken) {
			const batch = requireLocked(lockToken);
			batch.deliveryCount += 1;
			if (batch.deliveryCount >= mostDeliveries) batches = batches.filter(other => other !== batch);
			else unlock(batch);
		},
	};
}
