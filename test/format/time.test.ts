import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {age, clockTime, elapsed} from '../../source/format/time.js';

test('the time of day is that of the wall clock', () => {
	expect(clockTime(new Date(2026, 10, 22, 9, 4, 1, 7).getTime())).toBe('09:04:01.007');
	expect(clockTime(new Date(2026, 10, 22, 23, 59, 59, 999).getTime())).toBe('23:59:59.999');
});

test('a time that cannot be is dashes of the same width', () => {
	expect(clockTime(Number.NaN)).toBe('--:--:--.---');
	expect(clockTime(9e15)).toBe('--:--:--.---');
});

describe('an age is rounded down to one unit', () => {
	test.each([
		[0, '0s'],
		[2999, '2s'],
		[59_999, '59s'],
		[60_000, '1m'],
		[3_599_999, '59m'],
		[7_200_000, '2h'],
		[86_399_999, '23h'],
		[259_200_000, '3d'],
		[-5000, '0s'],
		[Number.NaN, '-'],
		[Number.POSITIVE_INFINITY, '-'],
	])('%d ms is %s', (ms, text) => expect(age(ms)).toBe(text));

	test('in at most four cells for 1,000 days', () => {
		fc.assert(
			fc.property(fc.integer({min: 0, max: 1000 * 86_400_000 - 1}), ms => {
				expect(age(ms).length).toBeLessThanOrEqual(4);
			}),
		);
	});
});

test.each([
	[0, '0 ms'],
	[38.9, '38 ms'],
	[999, '999 ms'],
	[1000, '1.0 s'],
	[1290, '1.2 s'],
	[9999, '9.9 s'],
	[18_040, '18 s'],
	[59_999, '59 s'],
	[60_000, '1 m 00 s'],
	[65_000, '1 m 05 s'],
	[7_380_000, '2 h 03 m'],
	[-3, '0 ms'],
	[Number.NaN, '-'],
])('%d ms took %s', (ms, text) => expect(elapsed(ms)).toBe(text));
