import type {ReceivedEventData} from '@azure/event-hubs';
import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {keepTrying} from '../keep-trying.js';
import {createLiveStore} from '../live-store.js';
import type {HistorySnapshot, TelemetryHistory} from '../management-types.js';
import {deviceIdOf, isTelemetry} from './event-message.js';
import type {TelemetryFeedOwner} from './feed.js';
import {createCountTable, endOfBucket, historyMs} from './message-counts.js';
import {type PastRange, readBack} from './read-back.js';

export type HistoryOptions = {
	readonly consumerGroup: string;
	/** Most messages that are read back. Default 500,000. */
	readonly mostMessages?: number;
};

const defaultMostMessages = 500_000;
const paceMs = 250;

/**
 * Messages counted from the feed, and before the feed began from the endpoint. Where a partition's feed begins is a number: what has this
 * number or a lower one is read back, what has a higher one comes live, and so everything is counted once.
 */
export function createTelemetryHistory(
	address: HubAddress,
	feedOwner: TelemetryFeedOwner,
	{consumerGroup, mostMessages = defaultMostMessages}: HistoryOptions,
): {readonly history: TelemetryHistory; close(): Promise<void>} {
	const owner = createLiveStore<HistorySnapshot>({status: 'idle', progress: 0, version: 0}, {start, paceMs});
	const counts = createCountTable();
	/** Up to which number a partition has been counted, or will be when its past has been read. */
	const positions = new Map<string, number>();
	let past: PastRange[] = [];
	let reading: Promise<void> | undefined;
	/** Of the present reader. */
	let present = AbortSignal.abort();
	let error: HubError | undefined;
	let cutShort: HubError | undefined;
	let read = 0;
	let planned = 0;
	let stoppedAt = 0;

	function takeState(): Pick<HistorySnapshot, 'status' | 'error' | 'progress'> {
		const feed = feedOwner.feed.getState();
		const isWhole = positions.size > 0 && past.length === 0;
		const progress = isWhole ? 1 : planned === 0 ? 0 : Math.min(read / planned, 0.99);
		if (error) return {status: 'failed', error, progress};
		if (feed.status === 'failed' && feed.error) return {status: 'failed', error: feed.error, progress};
		if (!isWhole) return {status: 'reading', progress};
		return {status: 'ready', progress: 1, ...(cutShort ? {error: cutShort} : {})};
	}

	function tell(): void {
		if (owner.isWatched()) owner.set({...takeState(), version: owner.latest().version + 1});
	}

	function count(events: readonly ReceivedEventData[], now: number): void {
		for (const event of events) if (isTelemetry(event)) counts.add(deviceIdOf(event), event.enqueuedTimeUtc.getTime(), now);
		tell();
	}

	function takePast(events: readonly ReceivedEventData[]): void {
		read += events.length;
		count(events, Date.now());
	}

	function takeLive(partitionId: string, events: readonly ReceivedEventData[], receivedAt: number): void {
		const last = events.at(-1);
		if (last) positions.set(partitionId, last.sequenceNumber);
		count(events, receivedAt);
	}

	function noteCut(isCut: boolean): void {
		if (!isCut) return;
		const text = `Only the newest ${mostMessages.toLocaleString('en')} messages of the past were counted.`;
		cutShort = new HubError('quota', text, {hint: 'The oldest part of the last 30 minutes shows too few.'});
	}

	async function readPast(signal: AbortSignal): Promise<void> {
		while (past.length > 0) {
			// A client reads a partition once at a time: what an earlier reading left comes first, then what lies behind it.
			const ranges = past.filter(({partitionId}, index) => past.findIndex(range => range.partitionId === partitionId) === index);
			const options = {
				sinceAt: Date.now() - historyMs,
				mostMessages,
				onEvents: takePast,
				onPlanned(messageCount: number, isCut: boolean) {
					planned = read + messageCount;
					error = undefined;
					noteCut(isCut);
				},
			};
			await readBack(address, consumerGroup, ranges, options, signal);
			past = past.filter(range => !ranges.includes(range));
		}
	}

	function beginReading(): void {
		const signal = present;
		if (reading || past.length === 0 || signal.aborted) return;
		const fail = (failure: HubError) => {
			error = failure;
			tell();
		};
		reading = keepTrying(() => readPast(signal), fail, signal).finally(() => {
			reading = undefined;
			tell();
			// Somebody came back while the reading before let go of its connection.
			if (signal !== present) beginReading();
		});
	}

	/** The feed begins behind a number: what lies between there and what has been counted is the past. */
	function noteBeginning(partitionId: string, lastSequenceNumber: number): void {
		const counted = positions.get(partitionId);
		positions.set(partitionId, lastSequenceNumber);
		if (counted !== undefined && counted > lastSequenceNumber) {
			// The hub counts from the beginning again: what was left to read is gone.
			past = past.filter(range => range.partitionId !== partitionId);
			if (lastSequenceNumber >= 0) past.push({partitionId, after: undefined, upTo: lastSequenceNumber});
		} else if (counted === undefined || counted < lastSequenceNumber) {
			past = [...past, {partitionId, after: counted, upTo: lastSequenceNumber}];
		}
	}

	function start(): () => void {
		const controller = new AbortController();
		present = controller.signal;
		if (Date.now() - stoppedAt > historyMs) {
			positions.clear();
			past = [];
		}
		[error, cutShort, read, planned] = [undefined, undefined, 0, 0];
		const stopTapping = feedOwner.tap({
			onBegin(partitionId, lastSequenceNumber) {
				noteBeginning(partitionId, lastSequenceNumber);
				// All partitions begin in one go.
				queueMicrotask(beginReading);
			},
			onEvents: takeLive,
		});
		let feedStatus = feedOwner.feed.getState().status;
		const stopFeed = feedOwner.feed.subscribe(() => {
			const {status} = feedOwner.feed.getState();
			if (status !== feedStatus) tell();
			feedStatus = status;
		});
		let timer: NodeJS.Timeout;
		const tick = () => {
			tell();
			timer = setTimeout(tick, endOfBucket(Date.now()) - Date.now()).unref();
		};
		tick();
		return () => {
			clearTimeout(timer);
			controller.abort();
			stopTapping();
			stopFeed();
			stoppedAt = Date.now();
			owner.set({status: 'idle', progress: 0, version: owner.latest().version + 1});
		};
	}

	return {
		history: {...owner.store, counts: deviceId => counts.read(deviceId, Date.now())},
		async close() {
			owner.close();
			await reading;
		},
	};
}
