import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {sparkline} from '../../source/format/blocks.js';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {axisEnd, chartRows} from '../../source/format/chart.js';
import {countColumns, totalOf, trendOf} from '../../source/format/message-trend.js';
import type {MessageCounts} from '../../source/hub/management-types.js';
import {toAscii} from '../../source/theme.js';

const bucketMs = 10_000;
/** 180 buckets, the newest last; `startAt` is a multiple of every column's length unless a test moves it. */
const countsOf = (newest: readonly number[], startBucket = 1_800_000): MessageCounts => ({
	bucketMs,
	startAt: startBucket * bucketMs,
	counts: Uint32Array.from({length: 180}, (_, at) => newest[at - 180 + newest.length] ?? 0),
	inLastMinute: 0,
});

const draw = (rows: readonly Row[], isAscii = false): readonly string[] =>
	rows.map(row =>
		row
			.map(({text}) => (isAscii ? toAscii(text) : text))
			.join('')
			.trimEnd(),
	);

describe('the chart of messages sent', () => {
	const busy = countsOf([...Array.from({length: 90}, (_, at) => at % 10), ...new Array<number>(30).fill(0), ...new Array<number>(60).fill(40)]);

	test('has columns in eighths of a cell, plain numbers, times, and an empty place where nothing came', () => {
		expect(`\n${draw(chartRows(busy, {width: 48, height: 8})).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			  200 │                        ████████████
			      │                        ████████████
			  100 │                        ████████████
			      │                        ████████████
			      │                        ████████████
			      │▂█▂█▂█▂█▂█▂█▂█▂█▂█      ████████████
			    0 └────────────────────────────────────
			       -30m        -20m        -10m     now
			"
		`);
	});

	test('draws with ASCII where the terminal has no more', () => {
		expect(`\n${draw(chartRows(busy, {width: 48, height: 6}), true).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			  200 |                        ############
			      |                        ############
			      |                        ############
			      |.=.=.=.=.=.=.=.=.=      ############
			    0 +------------------------------------
			       -30m        -20m        -10m     now
			"
		`);
	});

	test('of a hub without a message is empty, with its axes', () => {
		expect(draw(chartRows(countsOf([]), {width: 48, height: 4}))).toEqual([
			'    1 │',
			'      │',
			`    0 └${'─'.repeat(36)}`,
			'       -30m        -20m        -10m     now',
		]);
	});

	test('shows the smallest number next to the largest', () => {
		const rows = draw(chartRows(countsOf([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100_000]), {width: 200, height: 10}));
		expect(rows.slice(0, 8).join('')).toContain('▁');
	});

	test.each([
		[0, 1],
		[1, 1],
		[3, 5],
		[10, 10],
		[11, 20],
		[201, 500],
		[99_999, 100_000],
	])('a largest number of %i ends its axis at %i', (most, end) => expect(axisEnd(most)).toBe(end));

	test('fits any size', () => {
		const anyCounts = fc.array(fc.integer({min: 0, max: 4_000_000_000}), {maxLength: 180});
		fc.assert(
			fc.property(anyCounts, fc.integer({min: 30, max: 300}), fc.integer({min: 3, max: 40}), (newest, width, height) => {
				const rows = chartRows(countsOf(newest), {width, height});
				expect(rows).toHaveLength(height);
				expect(Math.max(...rows.map(rowWidth))).toBeLessThanOrEqual(width);
			}),
		);
	});
});

describe('columns of several buckets', () => {
	test('keep their messages while time goes on', () => {
		const newest = Array.from({length: 180}, (_, at) => at);
		const before = countColumns(countsOf(newest, 1_800_000), 60).counts;
		// One bucket later: the oldest has left, a new one has begun.
		const after = countColumns(countsOf([...newest.slice(1), 0], 1_800_001), 60).counts;
		expect(after.slice(1, -1)).toEqual(before.slice(2));
	});

	test('are as many as there is room for, all of the same length', () => {
		expect(countColumns(countsOf([]), 200)).toEqual({counts: new Array(180).fill(0), columnMs: 10_000});
		expect(countColumns(countsOf([]), 179).columnMs).toBe(20_000);
		expect(countColumns(countsOf([]), 60).columnMs).toBe(30_000);
	});

	test('add up to the total', () => {
		expect(totalOf(countsOf([9, 1, 2, 3, 4, 5, 6, 7]))).toBe(37);
	});

	test('a trend is half minutes, without the one that is under way', () => {
		// The newest bucket is the first of its half minute.
		expect(trendOf(countsOf([1, 1, 1, 2, 2, 2, 9], 1_800_001), 3)).toEqual([0, 3, 6]);
	});

	test('a sparkline has one scale for all rows, each eighth twice as much as the one below, and nothing is blank', () => {
		expect(sparkline([0, 1, 2, 3, 4, 7, 8, 16, 32, 64, 128, 1_000_000])).toBe(' ▁▂▂▃▃▄▅▆▇██');
		expect(sparkline([30, 30, 0, 30])).toBe('▅▅ ▅');
		expect(sparkline([])).toBe('');
	});
});
