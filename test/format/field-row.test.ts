import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rowWidth} from '../../source/format/cells.js';
import {fieldRow} from '../../source/format/field-row.js';
import {wrapWords} from '../../source/format/wrap-words.js';
import {safe, show, widthOf} from '../../source/safe-text.js';
import type {TextField} from '../../source/ui-state/text-field.js';

/** The row with its cursor in brackets. */
const draw = (field: TextField, width: number): string =>
	fieldRow(field, width, true)
		.map(({text, isInverse}) => (isInverse ? `[${text}]` : text))
		.join('');

describe('a text field on screen', () => {
	test.each<[value: string, cursor: number, width: number, drawn: string]>([
		['', 0, 8, '[ ]'],
		['abc', 3, 8, 'abc[ ]'],
		['abc', 1, 8, 'a[b]c'],
		['abcdefghij', 10, 6, 'fghij[ ]'],
		['abcdefghij', 9, 6, 'efghi[j]'],
		['温度計', 3, 5, '度計[ ]'],
		['温度計', 3, 4, ' 計[ ]'],
		['a\tb', 2, 8, 'a\\t[b]'],
	])('%j with the cursor at %i in %i cells', (value, cursor, width, drawn) => {
		expect(draw({value, cursor}, width).slice(0, drawn.length)).toBe(drawn);
	});

	test('without the keys it has no cursor', () => {
		expect(fieldRow({value: 'abc', cursor: 1}, 8, false).some(({isInverse}) => isInverse)).toBe(false);
	});

	test('the cursor is always within the width', () => {
		const anyField = fc.string({unit: 'grapheme', maxLength: 60}).chain(value => fc.record({value: fc.constant(value), cursor: fc.nat(value.length)}));
		fc.assert(
			fc.property(anyField, fc.integer({min: 12, max: 60}), (field, width) => {
				const row = fieldRow(field, width, true);
				const at = row.findIndex(({isInverse}) => isInverse);
				expect(rowWidth(row.slice(0, at + 1))).toBeLessThanOrEqual(width);
			}),
		);
	});
});

describe('a sentence in rows', () => {
	test('breaks between words, and a long word where it must', () => {
		expect(wrapWords(safe`The hub does not answer.`, 10)).toEqual(['The hub', 'does not', 'answer.']);
		expect(wrapWords(safe`see abcdefghijklmn now`, 6)).toEqual(['see', 'abcdef', 'ghijkl', 'mn now']);
		expect(wrapWords(safe``, 6)).toEqual(['']);
	});

	test('keeps every word and its width', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme'}), fc.integer({min: 2, max: 40}), (raw, width) => {
				const rows = wrapWords(show(raw), width);
				for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(width);
				expect(rows.join('').replaceAll(' ', '')).toBe(show(raw).replaceAll(' ', ''));
			}),
		);
	});
});
