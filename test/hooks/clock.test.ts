import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createClock} from '../../source/hooks/clock.js';

beforeEach(() => {
	vi.useFakeTimers({now: 1000});
});
afterEach(() => {
	vi.useRealTimers();
});

test('the clock ticks once a second for all listeners together and stops without them', () => {
	const clock = createClock();
	const [one, other] = [vi.fn(), vi.fn()];
	const stops = [clock.subscribe(one), clock.subscribe(other)];
	expect(vi.getTimerCount()).toBe(1);
	vi.advanceTimersByTime(3000);
	expect([one.mock.calls.length, other.mock.calls.length, clock.getState()]).toEqual([3, 3, 4000]);
	for (const stop of stops) stop();
	expect(vi.getTimerCount()).toBe(0);
});

test('between two ticks the time stands still', () => {
	const clock = createClock();
	clock.subscribe(() => {});
	const before = clock.getState();
	vi.advanceTimersByTime(999);
	expect(clock.getState()).toBe(before);
});

test('a clock nobody listened to for long is not old when it is asked', () => {
	const clock = createClock();
	vi.advanceTimersByTime(60_000);
	expect(clock.getState()).toBe(61_000);
});
