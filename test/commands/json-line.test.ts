import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toJsonLine} from '../../source/commands/json-line.js';

test('what a terminal acts on or does not show is escaped, and everything else stays', () => {
	expect(toJsonLine({'k\u202e': 'a\u009b2J\u007f\u200b\u2028\u{e0041}\u001b é温😀'})).toBe(
		`${String.raw`{"k\u202e":"a\u009b2J\u007f\u200b\u2028\udb40\udc41\u001b é温😀"}`}\n`,
	);
});

/** Texts with many of the characters that are escaped. */
const text = fc.string({
	unit: fc.oneof(
		fc.constantFrom('\u001b', '\u0085', '\u009b', '\u061c', '\u200d', '\u202e', '\u2066', '\u2029', '\ufeff', '\ufe0f', '\u{e0001}', '\\', '"', '\ud800'),
		fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
	),
});

test('it is one line without a hidden character, and reads as the same value', () => {
	fc.assert(
		fc.property(fc.jsonValue({stringUnit: 'binary'}), fc.dictionary(text, text), (value, texts) => {
			const line = toJsonLine({value, texts});
			expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]+\n$/u);
			expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({value, texts})));
		}),
	);
});
