import {describe, expect, it} from 'vitest';
import {createCountTable, endOfBucket} from '../../../source/hub/telemetry/message-counts.js';

const bucketMs = 10_000;
const now = 1_795_374_945_678;
const underWay = Math.floor(now / bucketMs) * bucketMs;

describe('counted messages', () => {
	it('lie where they were enqueued, of their device and of the hub', () => {
		const table = createCountTable();
		table.add('a', now, now);
		table.add('a', underWay, now);
		table.add('a', underWay - 1, now);
		table.add('b', underWay - 179 * bucketMs, now);
		const {startAt, counts} = table.read(undefined, now);
		expect(startAt).toBe(underWay - 179 * bucketMs);
		expect([counts[179], counts[178], counts[0]]).toEqual([2, 1, 1]);
		expect([...table.read('a', now).counts].slice(-2)).toEqual([1, 2]);
		expect([...table.read('b', now).counts].slice(0, 2)).toEqual([1, 0]);
		expect([...table.read('c', now).counts].some(count => count > 0)).toBe(false);
	});

	it('of the last minute are those of the last sixty seconds, the present one included', () => {
		const table = createCountTable();
		for (const secondsAgo of [0, 1, 30, 59, 60, 61, 70, 600]) table.add('a', now - secondsAgo * 1000, now);
		expect([table.read('a', now).inLastMinute, table.read(undefined, now).inLastMinute, table.read('b', now).inLastMinute]).toEqual([4, 4, 0]);
		expect([table.read('a', now + 30_000).inLastMinute, table.read('a', now + 59_000).inLastMinute, table.read('a', now + 120_000).inLastMinute]).toEqual([
			2, 1, 0,
		]);
	});

	it('of a device that sends once a second are sixty in the last minute at any moment', () => {
		const table = createCountTable();
		for (let at = 0; at < 300; at++) {
			table.add('a', now + at * 1000, now + at * 1000);
			if (at >= 59) expect(table.read('a', now + at * 1000 + 999).inLastMinute).toBeGreaterThanOrEqual(59);
			if (at >= 59) expect(table.read('a', now + at * 1000).inLastMinute).toBe(60);
		}
	});

	it('may come in any order', () => {
		const [inOrder, mixed] = [createCountTable(), createCountTable()];
		const times = Array.from({length: 500}, (_, at) => now - ((at * 7919) % 1_800_000));
		for (const time of times.toSorted((one, other) => one - other)) inOrder.add('a', time, now);
		for (const time of times) mixed.add('a', time, now);
		expect(mixed.read('a', now)).toEqual(inOrder.read('a', now));
		expect(mixed.read(undefined, now)).toEqual(inOrder.read(undefined, now));
	});

	it('move on with time and go after half an hour', () => {
		const table = createCountTable();
		table.add('a', now, now);
		expect(table.read('a', now + 50 * bucketMs).counts[129]).toBe(1);
		expect(table.read('a', now + 179 * bucketMs).counts[0]).toBe(1);
		expect([...table.read('a', now + 180 * bucketMs).counts].every(count => count === 0)).toBe(true);
		table.add('a', now + 200 * bucketMs, now + 200 * bucketMs);
		expect(table.read('a', now + 200 * bucketMs).counts.reduce((sum, count) => sum + count)).toBe(1);
		expect(table.read(undefined, now + 200 * bucketMs).counts.reduce((sum, count) => sum + count)).toBe(1);
	});

	it('older than half an hour do not count', () => {
		const table = createCountTable();
		table.add('a', now - 1_800_000, now);
		table.add('a', 0, now);
		expect(table.read(undefined, now).counts.some(count => count > 0)).toBe(false);
	});

	it("from the future, by a hub's clock that is fast, count as now", () => {
		const table = createCountTable();
		table.add('a', now + 86_400_000, now);
		table.add('a', now, now);
		expect(table.read('a', now).counts[179]).toBe(2);
	});

	it('are kept apart for ids that are names of JavaScript', () => {
		const table = createCountTable();
		table.add('__proto__', now, now);
		expect(table.read('__proto__', now).counts[179]).toBe(1);
		expect(table.read('constructor', now).counts[179]).toBe(0);
	});

	it('of more devices than are kept are forgotten for those that have been silent longest', () => {
		const table = createCountTable();
		for (let at = 0; at < 50_001; at++) table.add(`d-${at}`, now, now);
		expect(table.read('d-0', now).counts[179]).toBe(0);
		expect(table.read('d-1', now).counts[179]).toBe(1);
		expect(table.read('d-50000', now).counts[179]).toBe(1);
		expect(table.read(undefined, now).counts[179]).toBe(50_001);
	});
});

describe('a bucket', () => {
	it('ends at full ten seconds', () => {
		expect(endOfBucket(now)).toBe(underWay + bucketMs);
		expect(endOfBucket(underWay)).toBe(underWay + bucketMs);
	});
});
