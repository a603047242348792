import fc from 'fast-check';
import {expect, test} from 'vitest';
import {rowWidth, span} from '../../source/format/cells.js';
import {flowSpans, wrapWords} from '../../source/format/wrap-words.js';
import {show, widthOf} from '../../source/safe-text.js';

test('a sentence breaks between words, a word longer than the row is broken itself', () => {
	expect(wrapWords(show('The hub cannot be reached.'), 12)).toEqual(['The hub', 'cannot be', 'reached.']);
	expect(wrapWords(show('a abcdefgh b'), 4)).toEqual(['a', 'abcd', 'efgh', 'b']);
});

test('no line is wider than asked for, and no letter is lost', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 60}), fc.integer({min: 2, max: 30}), (raw, width) => {
			const text = show(raw);
			const lines = wrapWords(text, width);
			for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
			expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
		}),
	);
});

test('a long text is not cut, whether it has blanks or not', () => {
	for (const raw of ['x'.repeat(10_000), 'word '.repeat(2000), '温'.repeat(5000)]) {
		const text = show(raw, {maxLength: raw.length});
		expect(wrapWords(text, 60).join('').replaceAll(' ', '')).toBe(raw.replaceAll(' ', ''));
		const flown = flowSpans([span(text)], 60, 2).flat();
		expect(
			flown
				.map(item => item.text.trim())
				.join('')
				.replaceAll(' ', ''),
		).toBe(raw.replaceAll(' ', ''));
	}
});

test('spans stay whole where they fit, and go on under the first', () => {
	const spans = [span(show('one ')), span(show('two three'), 'bad'), span(show(' four'), 'muted')];
	const rows = flowSpans(spans, 12, 2);
	expect(rows.map(row => row.map(({text}) => text).join(''))).toEqual(['one ', '  two three', '  four']);
	expect(rows[1]?.at(-1)?.tone).toBe('bad');
	for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(12);
	expect(flowSpans(spans, 40, 2)).toEqual([spans]);
});
