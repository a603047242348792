import fc from 'fast-check';
import {expect, test} from 'vitest';
import {fitRow, type Row, rowWidth, shiftRow, span, wrapRow} from '../../source/format/cells.js';
import {safe, show} from '../../source/safe-text.js';
import {hostileTexts} from '../helpers/hostile.js';

const textOf = (row: Row): string => row.map(({text}) => text).join('');
const anyRow = fc
	.array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string({unit: 'grapheme'})), {maxLength: 5})
	.map(texts => texts.map(text => span(show(text, {maxLength: 40}), 'info')));

test('a row always fills exactly the width asked for', () => {
	fc.assert(
		fc.property(anyRow, fc.integer({min: 0, max: 120}), (row, width) => {
			expect(rowWidth(fitRow(row, width))).toBe(width);
		}),
		{numRuns: 1000},
	);
});

test('a row that fits is padded and keeps its looks', () => {
	const row = [span(safe`ab`, 'good', {isBold: true}), span(safe`c`, 'muted')];
	expect(fitRow(row, 5)).toEqual([{text: 'ab', tone: 'good', isBold: true}, {text: 'c', tone: 'muted'}, {text: '  '}]);
	expect(fitRow(row, 3)).toEqual(row);
});

test('a row that is too long ends with an ellipsis, even where a span ends at the border', () => {
	const row = [span(safe`ab`, 'good'), span(safe`cd`, 'bad')];
	expect(textOf(fitRow(row, 3))).toBe('ab…');
	expect(textOf(fitRow(row, 2))).toBe('a…');
	expect(textOf(fitRow(row, 2, '~'))).toBe('a~');
	expect(textOf(fitRow([span(show('温度温度'))], 4))).toBe('温… ');
});

test('the padding of a selected row is inverse like the row', () => {
	expect(fitRow([span(safe`ab`, 'accent', {isInverse: true})], 4).at(-1)).toEqual({text: '  ', tone: 'accent', isInverse: true});
});

test('sideways scrolling takes cells from the left and keeps the columns', () => {
	fc.assert(
		fc.property(anyRow, fc.integer({min: 0, max: 60}), (row, columns) => {
			expect(rowWidth(shiftRow(row, columns))).toBe(Math.max(0, rowWidth(row) - columns));
		}),
	);
	expect(textOf(shiftRow([span(safe`ab`), span(show('温度'))], 3))).toBe(' 度');
});

test('wrapping loses nothing and no piece is too wide', () => {
	fc.assert(
		fc.property(anyRow, fc.integer({min: 2, max: 60}), (row, width) => {
			const rows = wrapRow(row, width);
			expect(rows.map(textOf).join('')).toBe(textOf(row));
			expect(rows.every(piece => rowWidth(piece) <= width)).toBe(true);
		}),
		{numRuns: 500},
	);
});
