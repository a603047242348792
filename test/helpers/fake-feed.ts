import {createCoverage} from '../../source/hub/telemetry/coverage.js';
import type {DeviceActivity, FeedQuery, FeedSnapshot, JsonObject, TelemetryMessage} from '../../source/hub/types.js';
import {createSettable} from './settable.js';

/** A telemetry message before the feed numbers it. */
type FakeMessage = {
	readonly deviceId: string;
	readonly body: string | Uint8Array;
	readonly at: number;
	readonly applicationProperties?: JsonObject;
	readonly systemProperties?: JsonObject;
};

/** A feed that reads all partitions, where nothing has come so far. */
export const quietFeed: FeedSnapshot = {
	status: 'receiving',
	first: 0,
	next: 0,
	dropped: 0,
	lost: 0,
	ratePerSecond: 0,
	partitions: {open: 4, count: 4},
};

/** Telemetry that the test pushes: received up to now while the feed is whole. */
export const createFeed = () => {
	const ring: TelemetryMessage[] = [];
	const activities = new Map<string, Omit<DeviceActivity, 'silentMs'>>();
	const store = createSettable<FeedSnapshot>({...quietFeed, openedAt: Date.now()});
	const coverage = createCoverage();
	/** While it receives, it is up to date: what the hub has is what the test pushed. */
	const readOn = () => {
		const {status, error, partitions} = store.getState();
		if (status !== 'receiving' || error !== undefined || partitions.open < partitions.count) coverage.interrupt();
		else coverage.noteEnds(Date.now(), [{partitionId: '0', lastSequenceNumber: ring.length - 1}], () => ring.length - 1);
	};
	const calls: string[] = [];
	const add = ({deviceId, body, at, applicationProperties = {}, systemProperties = {}}: FakeMessage) => {
		const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
		const index = ring.length;
		ring.push({
			index,
			deviceId,
			partitionId: '0',
			sequenceNumber: index,
			offset: String(index * 100),
			enqueuedAt: at,
			receivedAt: at + 40,
			body: bytes,
			applicationProperties,
			systemProperties,
		});
		const messageCount = (activities.get(deviceId)?.messageCount ?? 0) + 1;
		activities.set(deviceId, {messageCount, lastEnqueuedAt: at, typicalGapMs: messageCount > 2 ? 1000 : undefined});
	};

	const matches = ({deviceId, text = ''}: FeedQuery, message: TelemetryMessage | undefined): message is TelemetryMessage =>
		message !== undefined &&
		(deviceId === undefined || message.deviceId === deviceId) &&
		`${message.deviceId} ${new TextDecoder().decode(message.body)}`.toLowerCase().includes(text.toLowerCase());
	const keptFrom = (index: number) => index >= store.getState().first;
	return {
		...store,
		getState(): FeedSnapshot {
			readOn();
			return {...store.getState(), ...(coverage.until !== undefined && {receivedUntil: coverage.until})};
		},
		patch(part: Partial<FeedSnapshot>) {
			readOn();
			store.patch(part);
		},
		calls,
		message: (index: number) => (keptFrom(index) ? ring[index] : undefined),
		view(query: FeedQuery) {
			const indexes = ring.filter(message => keptFrom(message.index) && matches(query, message)).map(({index}) => index);
			return {
				length: indexes.length,
				indexAt: (position: number) => indexes[position] ?? -1,
				positionOf: (index: number) => indexes.findLastIndex(each => each <= index),
			};
		},
		activity(deviceId: string): DeviceActivity | undefined {
			readOn();
			const activity = activities.get(deviceId);
			return activity && {...activity, silentMs: coverage.knownMs('0', activity.lastEnqueuedAt)};
		},
		setActivity: (deviceId: string, activity: Omit<DeviceActivity, 'silentMs'>) => activities.set(deviceId, activity),
		reconnect: () => {
			calls.push('reconnect');
		},
		/** Messages arrive, and the feed tells once. */
		push(...messages: readonly FakeMessage[]) {
			for (const message of messages) add(message);
			store.patch({next: ring.length, lastMessageAt: messages.at(-1)?.at, lagMs: 40});
		},
		/** The oldest messages make room. */
		drop: (first: number) => store.patch({first, dropped: first}),
	};
};
