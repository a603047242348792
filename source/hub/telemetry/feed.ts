import type {ReceivedEventData} from '@azure/event-hubs';
import type {HubAddress} from '../address.js';
import {createLiveStore} from '../live-store.js';
import type {FeedSnapshot, TelemetryFeed} from '../types.js';
import {createActivity} from './activity.js';
import {createCoverage} from './coverage.js';
import {toMessage} from './event-message.js';
import {createFeedViews} from './feed-view.js';
import {createLossTracker} from './loss.js';
import {createNameTable} from './names.js';
import {createRateMeter} from './rate.js';
import {readTelemetry} from './reader.js';
import {createMessageRing, defaultRingLimits, type RingLimits} from './ring.js';

export type FeedOptions = {
	readonly consumerGroup: string;
	readonly ringLimits?: RingLimits;
	/** Messages are received again after a failure. */
	readonly onRecovery?: () => void;
};
type Connection = Pick<FeedSnapshot, 'status' | 'error' | 'openedAt' | 'partitions'>;

/** Ten tells a second are as fast as anybody reads. */
const paceMs = 100;
const rateMs = 1000;

/** Hears what the feed reads, each message of a partition once and in order, many at a time. */
type FeedTap = {
	/** Messages of the partition with numbers above this one will be told, or were told from there on. */
	onBegin(partitionId: string, lastSequenceNumber: number): void;
	onEvents(partitionId: string, events: readonly ReceivedEventData[], receivedAt: number): void;
};
export type TelemetryFeedOwner = {
	readonly feed: TelemetryFeed;
	/** Tells from now on, while the feed is read by somebody; begins with where its partitions stand. @returns how to stop */
	tap(tap: FeedTap): () => void;
	close(): Promise<void>;
};

/** All telemetry of a hub from the moment the first reader comes. */
export function createTelemetryFeed(address: HubAddress, options: FeedOptions): TelemetryFeedOwner {
	const devices = createNameTable();
	const ring = createMessageRing(options.ringLimits ?? defaultRingLimits, devices, createNameTable());
	const coverage = createCoverage();
	const activity = createActivity(coverage);
	const loss = createLossTracker();
	const rate = createRateMeter();
	const openPartitions = new Set<string>();
	const taps = new Set<FeedTap>();
	let connection: Connection = {status: 'idle', partitions: {open: 0, count: 0}};
	let newest: Pick<FeedSnapshot, 'lagMs' | 'lastMessageAt'> = {};
	let run: AbortController | undefined;
	/** The run before has let go of its connection. */
	let ending: Promise<void> = Promise.resolve();

	const takeSnapshot = (): FeedSnapshot => ({
		...connection,
		...newest,
		...(coverage.until !== undefined && {receivedUntil: coverage.until}),
		first: ring.first,
		next: ring.next,
		dropped: ring.dropped,
		lost: loss.lost,
		ratePerSecond: rate.perSecond(Date.now()),
	});
	const owner = createLiveStore<FeedSnapshot>(takeSnapshot(), {start, paceMs});
	const views = createFeedViews(ring, devices, () => owner.touch(takeSnapshot()));

	function setConnection(change: Partial<Connection>): void {
		connection = {...connection, ...change};
		owner.set(takeSnapshot());
	}

	function countPartitions(count: number): Connection['partitions'] {
		return {open: openPartitions.size, count};
	}

	/** The first sign of life of a partition since it was opened. */
	function noteOpen(partitionId: string): void {
		if (openPartitions.has(partitionId)) return;
		openPartitions.add(partitionId);
		const {error, ...rest} = connection;
		connection = {...rest, status: 'receiving', openedAt: connection.openedAt ?? Date.now(), partitions: countPartitions(connection.partitions.count)};
		owner.set(takeSnapshot());
		if (error) options.onRecovery?.();
	}

	function take(partitionId: string, events: readonly ReceivedEventData[]): void {
		const receivedAt = Date.now();
		noteOpen(partitionId);
		const fresh = events.filter(event => loss.accept(partitionId, event.sequenceNumber));
		const last = fresh.at(-1);
		if (!last) return;
		for (const event of fresh) {
			const message = toMessage(event, partitionId, receivedAt);
			activity.note(ring.deviceAt(ring.push(message)), partitionId, message.enqueuedAt);
		}
		coverage.noteReceived(partitionId, last.sequenceNumber, last.enqueuedTimeUtc.getTime(), receivedAt);
		newest = {lagMs: Math.max(receivedAt - last.enqueuedTimeUtc.getTime(), 0), lastMessageAt: receivedAt};
		for (const tap of taps) tap.onEvents(partitionId, fresh, receivedAt);
		rate.add(fresh.length, receivedAt);
		owner.set(takeSnapshot());
	}

	async function readUntil(signal: AbortSignal): Promise<void> {
		await ending;
		await readTelemetry(
			address,
			options.consumerGroup,
			loss,
			{
				onConnecting: () => setConnection({status: 'connecting'}),
				onPartitions: count => setConnection({partitions: countPartitions(count)}),
				onBegin(partitionId, lastSequenceNumber) {
					for (const tap of taps) tap.onBegin(partitionId, lastSequenceNumber);
				},
				onEvents: take,
				onEnds(at, ends) {
					coverage.noteEnds(at, ends, loss.last);
					owner.set(takeSnapshot());
				},
				onFailure(error) {
					openPartitions.clear();
					coverage.interrupt();
					setConnection({status: 'failed', error, partitions: countPartitions(connection.partitions.count)});
				},
			},
			signal,
		);
	}

	function open(): void {
		const controller = new AbortController();
		run = controller;
		setConnection({status: 'connecting'});
		ending = readUntil(controller.signal);
	}

	function end(): void {
		run?.abort();
		run = undefined;
		openPartitions.clear();
		coverage.interrupt();
	}

	function start(): () => void {
		open();
		// The rate falls while nothing arrives.
		const timer = setInterval(() => {
			if (owner.latest().ratePerSecond > 0) owner.set(takeSnapshot());
		}, rateMs).unref();
		return () => {
			clearInterval(timer);
			end();
			// Whoever comes next looks at what happens from then on.
			loss.forget();
			const {error: _, openedAt: __, ...rest} = connection;
			connection = rest;
			setConnection({status: 'idle', partitions: countPartitions(0)});
		};
	}

	return {
		feed: {
			...owner.store,
			message: ring.get,
			view: views.view,
			activity: deviceId => activity.get(devices.find(deviceId)),
			reconnect() {
				if (!owner.isWatched()) return;
				end();
				open();
			},
		},
		tap(tap) {
			taps.add(tap);
			for (const [partitionId, lastSequenceNumber] of loss.positions()) tap.onBegin(partitionId, lastSequenceNumber);
			return () => taps.delete(tap);
		},
		async close() {
			owner.close();
			views.close();
			await ending;
		},
	};
}
