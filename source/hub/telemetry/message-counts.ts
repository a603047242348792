import type {MessageCounts} from '../management-types.js';

const bucketMs = 10_000;
/** 30 minutes. */
const bucketCount = 180;
/** How far back the buckets reach, in milliseconds. */
export const historyMs = bucketMs * bucketCount;
/** Devices counted one by one; beyond, those that have been silent longest are forgotten. 36 MB when all of them send. */
const mostDevices = 50_000;

/** Counts of the last 180 buckets before and with `newest`; a bucket is its time divided by its length, its place the rest of that. */
type Counter = {newest: number; readonly counts: Uint32Array};

function createCounter(bucket: number): Counter {
	return {newest: bucket, counts: new Uint32Array(bucketCount)};
}

function add(counter: Counter, bucket: number): void {
	if (bucket <= counter.newest - bucketCount) return;
	for (let next = Math.max(counter.newest + 1, bucket - bucketCount + 1); next <= bucket; next++) counter.counts[next % bucketCount] = 0;
	counter.newest = Math.max(counter.newest, bucket);
	const place = bucket % bucketCount;
	counter.counts[place] = (counter.counts[place] ?? 0) + 1;
}

function bucketAt(time: number): number {
	return Math.floor(time / bucketMs);
}

function readCounts(counter: Counter | undefined, lastBucket: number): MessageCounts {
	const first = lastBucket - bucketCount + 1;
	const counts = new Uint32Array(bucketCount);
	if (counter) {
		const from = Math.max(first, counter.newest - bucketCount + 1);
		for (let bucket = from; bucket <= Math.min(counter.newest, lastBucket); bucket++) counts[bucket - first] = counter.counts[bucket % bucketCount] ?? 0;
	}
	return {bucketMs, startAt: first * bucketMs, counts};
}

/** When the bucket that is under way at this time ends. */
export function endOfBucket(now: number): number {
	return (bucketAt(now) + 1) * bucketMs;
}

/** Messages per ten seconds, of the whole hub and of every device that sent in the last 30 minutes. */
export type CountTable = {
	/** A time that lies ahead, by a clock that is fast, counts as now. */
	add(deviceId: string, enqueuedAt: number, now: number): void;
	/** `deviceId` absent: the whole hub. */
	read(deviceId: string | undefined, now: number): MessageCounts;
};

export function createCountTable(): CountTable {
	const hub = createCounter(0);
	/** Those that sent most recently come last. */
	const devices = new Map<string, Counter>();

	function forgetSilent(now: number): void {
		for (const [deviceId, counter] of devices) {
			const isOver = counter.newest <= bucketAt(now) - bucketCount;
			if (!isOver && devices.size <= mostDevices) return;
			devices.delete(deviceId);
		}
	}

	function addToDevice(deviceId: string, bucket: number, now: number): void {
		const counter = devices.get(deviceId);
		const known = counter ?? createCounter(bucket);
		const isNewest = !counter || bucket > counter.newest;
		add(known, bucket);
		if (!isNewest) return;
		devices.delete(deviceId);
		devices.set(deviceId, known);
		forgetSilent(now);
	}

	return {
		add(deviceId, enqueuedAt, now) {
			const bucket = bucketAt(Math.min(enqueuedAt, now));
			if (bucket <= bucketAt(now) - bucketCount) return;
			add(hub, bucket);
			if (deviceId !== '') addToDevice(deviceId, bucket, now);
		},
		read: (deviceId, now) => readCounts(deviceId === undefined ? hub : devices.get(deviceId), bucketAt(now)),
	};
}
