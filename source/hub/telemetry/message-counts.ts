import type {MessageCounts} from '../management-types.js';

const bucketMs = 10_000;
/** 30 minutes. */
const bucketCount = 180;
/** How far back the buckets reach, in milliseconds. */
export const historyMs = bucketMs * bucketCount;
/** The last minute is counted second by second: in buckets it would end up to ten seconds ago, or begin as much too early. */
const secondMs = 1000;
const secondCount = 60;
/** Devices counted one by one; beyond, those that have been silent longest are forgotten. 48 MB when all of them send. */
const mostDevices = 50_000;

/** Counts of the last buckets before and with `newest`; a bucket is its time divided by its length, its place the rest of that. */
type Ring = {newest: number; readonly counts: Uint32Array};
type Counter = {readonly buckets: Ring; readonly seconds: Ring};

function createCounter(): Counter {
	return {buckets: {newest: 0, counts: new Uint32Array(bucketCount)}, seconds: {newest: 0, counts: new Uint32Array(secondCount)}};
}

function addTo(ring: Ring, bucket: number): void {
	const size = ring.counts.length;
	if (bucket <= ring.newest - size) return;
	for (let next = Math.max(ring.newest + 1, bucket - size + 1); next <= bucket; next++) ring.counts[next % size] = 0;
	ring.newest = Math.max(ring.newest, bucket);
	const place = bucket % size;
	ring.counts[place] = (ring.counts[place] ?? 0) + 1;
}

function add({buckets, seconds}: Counter, time: number): void {
	addTo(buckets, bucketAt(time));
	addTo(seconds, Math.floor(time / secondMs));
}

/** The counts of the buckets up to and with `last`, oldest first. */
function readRing(ring: Ring | undefined, last: number, size: number): Uint32Array {
	const first = last - size + 1;
	const counts = new Uint32Array(size);
	if (!ring) return counts;
	for (let bucket = Math.max(first, ring.newest - size + 1); bucket <= Math.min(ring.newest, last); bucket++) {
		counts[bucket - first] = ring.counts[bucket % size] ?? 0;
	}
	return counts;
}

function bucketAt(time: number): number {
	return Math.floor(time / bucketMs);
}

function readCounts(counter: Counter | undefined, now: number): MessageCounts {
	const last = bucketAt(now);
	return {
		bucketMs,
		startAt: (last - bucketCount + 1) * bucketMs,
		counts: readRing(counter?.buckets, last, bucketCount),
		inLastMinute: readRing(counter?.seconds, Math.floor(now / secondMs), secondCount).reduce((sum, count) => sum + count, 0),
	};
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
	const hub = createCounter();
	/** Those that sent most recently come last. */
	const devices = new Map<string, Counter>();

	function forgetSilent(now: number): void {
		for (const [deviceId, counter] of devices) {
			const isOver = counter.buckets.newest <= bucketAt(now) - bucketCount;
			if (!isOver && devices.size <= mostDevices) return;
			devices.delete(deviceId);
		}
	}

	function addToDevice(deviceId: string, time: number, now: number): void {
		const counter = devices.get(deviceId);
		const known = counter ?? createCounter();
		const isNewest = !counter || bucketAt(time) > counter.buckets.newest;
		add(known, time);
		if (!isNewest) return;
		devices.delete(deviceId);
		devices.set(deviceId, known);
		forgetSilent(now);
	}

	return {
		add(deviceId, enqueuedAt, now) {
			const time = Math.min(enqueuedAt, now);
			if (bucketAt(time) <= bucketAt(now) - bucketCount) return;
			add(hub, time);
			if (deviceId !== '') addToDevice(deviceId, time, now);
		},
		read: (deviceId, now) => readCounts(deviceId === undefined ? hub : devices.get(deviceId), now),
	};
}
