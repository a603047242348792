import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {createTimers} from '../../source/simulator/timers.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it('runs a repeated task first after its pause and then at its interval', () => {
	const task = vi.fn();
	createTimers().every('telemetry', 300, 1000, task);
	vi.advanceTimersByTime(299);
	expect(task).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(task).toHaveBeenCalledTimes(1);
	vi.advanceTimersByTime(3000);
	expect(task).toHaveBeenCalledTimes(4);
});

it.each([200, 3000])('replaces a repeated task of the same name, also after %i ms', runMs => {
	const timers = createTimers();
	const first = vi.fn();
	const second = vi.fn();
	timers.every('telemetry', 300, 1000, first);
	vi.advanceTimersByTime(runMs);
	timers.every('telemetry', 0, 500, second);
	first.mockClear();
	vi.advanceTimersByTime(1000);
	expect(first).not.toHaveBeenCalled();
	expect(second).toHaveBeenCalledTimes(3);
});

it('leaves nothing behind when it is cleared', () => {
	const timers = createTimers();
	const task = vi.fn();
	timers.after(100, task);
	timers.every('waiting', 100, 100, task);
	timers.every('running', 0, 100, () => undefined);
	vi.advanceTimersByTime(50);
	timers.clear();
	expect(vi.getTimerCount()).toBe(0);
	vi.advanceTimersByTime(1000);
	expect(task).not.toHaveBeenCalled();
});
