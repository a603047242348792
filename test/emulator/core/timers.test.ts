import {expect, test} from 'vitest';
import {createTimers} from '../../../source/emulator/core/timers.js';
import {createFakeClock} from './fake-clock.js';

test.for([3_600_000, -3_600_000])('a clock that is set by %i ms makes nothing sooner or later than it was asked for', offsetMs => {
	const clock = createFakeClock();
	let offset = 0;
	const timers = createTimers({now: () => clock.now() + offset, after: clock.after, offsetMs: () => offset});
	const done: string[] = [];
	timers.at(timers.now() + 1000, () => void done.push('before'));
	offset = offsetMs;
	timers.at(timers.now() + 1000, () => void done.push('after'));
	clock.advance(999);
	expect(done).toEqual([]);
	offset = 0;
	clock.advance(1);
	expect(done).toEqual(['before', 'after']);
});
