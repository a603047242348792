import {describe, expect, it} from 'vitest';
import {createActivity} from '../../../source/hub/telemetry/activity.js';
import {createLossTracker} from '../../../source/hub/telemetry/loss.js';
import {createRateMeter} from '../../../source/hub/telemetry/rate.js';

const nothingKnown = {knownMs: () => 0};

describe("a device's activity", () => {
	it('is unknown before its first message', () => {
		expect(createActivity(nothingKnown).get(0)).toBeUndefined();
		expect(createActivity(nothingKnown).get(-1)).toBeUndefined();
	});

	it('has a typical gap from the third message on', () => {
		const activity = createActivity(nothingKnown);
		activity.note(3, '0', 1000);
		activity.note(3, '0', 2000);
		expect(activity.get(3)).toEqual({messageCount: 2, lastEnqueuedAt: 2000, silentMs: 0, typicalGapMs: undefined});
		activity.note(3, '0', 5000);
		expect(activity.get(3)).toEqual({messageCount: 3, lastEnqueuedAt: 5000, silentMs: 0, typicalGapMs: 2000});
	});

	it('counts silence by what is known of the partition that its messages lie in', () => {
		const activity = createActivity({knownMs: (partitionId, sinceAt) => (partitionId === '2' ? 9000 - sinceAt : 0)});
		activity.note(3, '2', 5000);
		activity.note(4, '1', 5000);
		expect([activity.get(3)?.silentMs, activity.get(4)?.silentMs]).toEqual([4000, 0]);
	});

	it('judges by the last twenty gaps, and one odd gap does not count', () => {
		const activity = createActivity(nothingKnown);
		const gaps = [...Array<number>(30).fill(60_000), ...Array<number>(10).fill(1000), 900_000, ...Array<number>(9).fill(1000)];
		let time = 0;
		for (const gap of gaps) {
			time += gap;
			activity.note(0, '0', time);
		}
		expect(activity.get(0)?.typicalGapMs).toBe(1000);
	});
});

describe('sequence numbers', () => {
	it('that rise by one lose nothing', () => {
		const loss = createLossTracker();
		loss.begin('0', 9);
		expect([10, 11, 12].map(number => loss.accept('0', number))).toEqual([true, true, true]);
		expect(loss.lost).toBe(0);
	});

	it('that jump count what is missing, from the very first message on', () => {
		const loss = createLossTracker();
		loss.begin('0', 9);
		loss.accept('0', 12);
		loss.accept('0', 14);
		expect(loss.lost).toBe(3);
	});

	it('that were seen before are refused', () => {
		const loss = createLossTracker();
		for (const number of [5, 6, 7]) loss.accept('1', number);
		expect([6, 7, 8].map(number => loss.accept('1', number))).toEqual([false, false, true]);
		expect(loss.lost).toBe(0);
	});

	it('of one partition say nothing about another', () => {
		const loss = createLossTracker();
		loss.accept('0', 100);
		expect(loss.accept('1', 1)).toBe(true);
		expect(loss.lost).toBe(0);
	});

	it('start anew after being forgotten, but what was lost stays lost', () => {
		const loss = createLossTracker();
		loss.accept('0', 1);
		loss.accept('0', 3);
		loss.forget();
		expect(loss.accept('0', 500)).toBe(true);
		expect(loss.lost).toBe(1);
	});
});

describe('the rate', () => {
	it('is the mean of the last five seconds', () => {
		const rate = createRateMeter();
		for (let second = 0; second < 20; second++) rate.add(50, 1_000_000 + second * 1000);
		expect(rate.perSecond(1_019_000)).toBe(50);
	});

	it('falls to nothing when nothing arrives', () => {
		const rate = createRateMeter();
		rate.add(100, 1_000_000);
		expect(rate.perSecond(1_004_900)).toBe(20);
		expect(rate.perSecond(1_005_000)).toBe(0);
		expect(rate.perSecond(1_900_000)).toBe(0);
	});
});
