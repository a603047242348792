import {describe, expect, test} from 'vitest';
import type {FeedView} from '../../source/hub/types.js';
import {movePlace, pausePlace, windowOf} from '../../source/panes/telemetry-feed/place.js';
import type {FeedPlace} from '../../source/ui-state/telemetry.js';

/** The messages of one device among those of others: every second index from `first` up to `last`. */
const viewOf = (first: number, last: number): FeedView => {
	const indexes = Array.from({length: Math.floor((last - first) / 2) + 1}, (_, position) => first + 2 * position);
	return {
		length: indexes.length,
		indexAt: position => indexes[position] ?? -1,
		positionOf: index => indexes.findLastIndex(each => each <= index),
	};
};
const empty: FeedView = {length: 0, indexAt: () => -1, positionOf: () => -1};

/** The window as message indexes, the cursor's in brackets. */
const draw = (view: FeedView, place: FeedPlace, height: number): string => {
	const {from, to, cursor} = windowOf(view, place, height);
	return Array.from({length: to - from}, (_, row) => from + row)
		.map(position => (position === cursor ? `[${view.indexAt(position)}]` : String(view.indexAt(position))))
		.join(' ');
};

/** FOLLOW is left when the newest message has this index. */
const at = (leftAt: number) => ({leftAt, leftCount: leftAt + 1});

const follow: FeedPlace = {mode: 'follow'};
const twenty = viewOf(0, 40);

describe('the window of the feed', () => {
	test('follows the newest message', () => {
		expect(draw(twenty, follow, 4)).toBe('34 36 38 [40]');
		expect(draw(viewOf(0, 44), follow, 4)).toBe('38 40 42 [44]');
	});

	test('is as short as the feed', () => {
		expect(draw(viewOf(0, 2), follow, 4)).toBe('0 [2]');
		expect(draw(empty, follow, 4)).toBe('');
		expect(windowOf(empty, {mode: 'scrolled', ...at(5), cursor: 5, bottom: 5}, 4)).toMatchObject({from: 0, to: 0, cursor: -1});
	});

	test('a step up leaves FOLLOW without moving what is drawn, and stays while messages come', () => {
		const place = movePlace(twenty, follow, 4, -1, at(41));
		expect(place).toMatchObject({mode: 'scrolled', leftAt: 41});
		expect(draw(twenty, place, 4)).toBe('34 36 [38] 40');
		expect(draw(viewOf(0, 60), place, 4)).toBe('34 36 [38] 40');
		expect(windowOf(viewOf(0, 60), place, 4).newCount).toBe(10);
	});

	test('a step down while following changes nothing', () => {
		expect(movePlace(twenty, follow, 4, 1, at(41))).toBe(follow);
	});

	test('moves with the cursor at its edges, by pages, to both ends', () => {
		const up = (place: FeedPlace, step: number) => movePlace(twenty, place, 4, step, at(41));
		const atTop = up(follow, -3);
		expect(draw(twenty, atTop, 4)).toBe('[34] 36 38 40');
		expect(draw(twenty, up(atTop, -1), 4)).toBe('[32] 34 36 38');
		expect(draw(twenty, up(up(atTop, -1), 4), 4)).toBe('34 36 38 [40]');
		expect(draw(twenty, up(follow, -4), 4)).toBe('[32] 34 36 38');
		const first = up(follow, Number.NEGATIVE_INFINITY);
		expect(draw(twenty, first, 4)).toBe('[0] 2 4 6');
		expect(draw(twenty, up(first, Number.POSITIVE_INFINITY), 4)).toBe('34 36 38 [40]');
	});

	test('scrolled down to the newest it still counts what came since', () => {
		const scrolled = movePlace(twenty, follow, 4, -1, at(41));
		const more = viewOf(0, 60);
		const down = movePlace(more, scrolled, 4, Number.POSITIVE_INFINITY, at(61));
		expect(down.mode).toBe('scrolled');
		expect(draw(more, down, 4)).toBe('54 56 58 [60]');
		expect(windowOf(more, down, 4).newCount).toBe(10);
	});

	test('a pause hides what comes after it, and lets the cursor move in the rest', () => {
		const paused = pausePlace(twenty, follow, 4, at(41));
		const more = viewOf(0, 60);
		expect(draw(more, paused, 4)).toBe('34 36 38 [40]');
		expect(windowOf(more, paused, 4).newCount).toBe(10);
		expect(draw(more, movePlace(more, paused, 4, 1, at(61)), 4)).toBe('34 36 38 [40]');
		const up = movePlace(more, paused, 4, -4, at(61));
		expect(up.mode).toBe('paused');
		expect(draw(more, up, 4)).toBe('[32] 34 36 38');
	});

	test('a pause of an empty feed stays empty', () => {
		const paused = pausePlace(empty, follow, 4, at(5));
		expect(draw(viewOf(6, 12), paused, 4)).toBe('');
		expect(windowOf(viewOf(6, 12), paused, 4).newCount).toBe(4);
	});

	test('stays on its message when old ones are dropped, then on the oldest', () => {
		const place = movePlace(twenty, follow, 4, -10, at(41));
		expect(draw(twenty, place, 4)).toBe('[20] 22 24 26');
		expect(draw(viewOf(10, 50), place, 4)).toBe('[20] 22 24 26');
		expect(draw(viewOf(30, 70), place, 4)).toBe('[30] 32 34 36');
	});

	test('a filter that hides the chosen message chooses the one before it', () => {
		const place: FeedPlace = {mode: 'scrolled', ...at(41), cursor: 21, bottom: 27};
		expect(draw(twenty, place, 4)).toBe('[20] 22 24 26');
	});
});
