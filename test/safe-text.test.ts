import fc from 'fast-check';
import {expect, test} from 'vitest';
import {blank, cut, join, type Safe, safe, show, skip, splitAt, widthOf, wrap} from '../source/safe-text.js';
import {hostileTexts} from './helpers/hostile.js';
import {createScreen} from './helpers/xterm.js';

/** Text with attacks in it, whole and cut to pieces. */
const anyText = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.array(fc.oneof(fc.constantFrom(...hostileTexts), fc.string(), fc.string({unit: 'grapheme'})), {maxLength: 4}).map(parts => parts.join('')),
	fc.array(fc.integer({min: 0, max: 0xffff}), {maxLength: 20}).map(units => String.fromCharCode(...units)),
);

test.each([
	['a\u001bb', 'a\\x1bb'],
	['\u0000\u007f\u009b', '\\x00\\x7f\\x9b'],
	['1\n2\r3\t4', '1\\n2\\r3\\t4'],
	['\u202egnp', '<U+202E>gnp'],
	['\ufeffa\u00adb\u200b', '<U+FEFF>a<U+00AD>b<U+200B>'],
	['\u2028\u{e0041}', '<U+2028><U+E0041>'],
	['\ud800x', '<U+D800>x'],
	['e\u0301\u0302\u0303', 'e\u0301\u0302<U+0303>'],
	['\u0301', '<U+0301>'],
	['❤\ufe0f', '❤<U+FE0F>'],
	['👩\u200d👦', '👩<U+200D>👦'],
	['🇩🇪', '<U+1F1E9><U+1F1EA>'],
	['温度 😀', '温度 😀'],
	['plain \\x1b text', 'plain \\x1b text'],
])('%j is shown as %s', (raw, shown) => {
	expect(show(raw)).toBe(shown);
});

test('what was shown once is shown the same again', () => {
	fc.assert(
		fc.property(anyText, raw => {
			expect(show(show(raw), {maxLength: Number.POSITIVE_INFINITY})).toBe(show(raw));
		}),
	);
});

test('nothing that is shown can steer a terminal or hide', () => {
	const active = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|^\p{M}/u;
	for (const raw of hostileTexts) {
		expect(show(raw)).not.toMatch(active);
	}

	fc.assert(
		fc.property(anyText, raw => {
			expect(show(raw)).not.toMatch(active);
		}),
		{numRuns: 2000},
	);
});

test('a terminal draws exactly the cells that were computed', async () => {
	const draw = async (texts: readonly string[]) => {
		const {terminal, write, cell} = createScreen(400, texts.length);
		let bells = 0;
		terminal.onBell(() => bells++);
		terminal.onTitleChange(() => bells++);
		const shown = texts.map(text => show(text, {maxLength: 40}));
		await write(shown.map((text, row) => `\u001b[${row + 1}H${text}|`).join(''));
		for (const [row, text] of shown.entries()) {
			expect({text, cell: cell(widthOf(text), row)}).toEqual({text, cell: '|'});
		}

		expect(bells).toBe(0);
		terminal.dispose();
	};

	await draw(hostileTexts);
	await fc.assert(fc.asyncProperty(fc.array(anyText, {minLength: 1, maxLength: 100}), draw), {numRuns: 60});
});

test('width adds up: a text is as wide as its characters', () => {
	fc.assert(
		fc.property(anyText, anyText, (left, right) => {
			const texts = [show(left), show(right)];
			const whole = join(texts);
			expect(widthOf(whole)).toBe([...whole].reduce((sum, character) => sum + widthOf(character as Safe), 0));
		}),
		{numRuns: 1000},
	);
});

test('every character below U+30000 is kept with a fixed width or turned into a code', () => {
	for (let codePoint = 0; codePoint < 0x3_0000; codePoint++) {
		const shown = show(`a${String.fromCodePoint(codePoint)}b`);
		const width = widthOf(shown);
		expect(width >= 2 && width <= 4 ? 'kept' : shown).toMatch(/^(kept|a(<U\+[\dA-F]{4,6}>|\\[nrt]|\\x[\da-f]{2})b)$/);
	}
});

test('a huge text costs no more than its limit and tells what is left out', () => {
	expect(show('x'.repeat(5000))).toBe(`${'x'.repeat(4096)}…+904`);
	expect(show('温'.repeat(50), {maxLength: 3})).toBe('温温温…+47');
	expect(show('😀😀', {maxLength: 3})).toBe('😀…+2');
	expect(show('abc', {maxLength: 0})).toBe('…+3');
});

test('our own text takes safe values and numbers, and nothing unprintable', () => {
	expect(safe`${3} devices of ${show('a\u0007')}`).toBe('3 devices of a\\x07');
	expect(() => safe`bell\u0007`).toThrow(TypeError);
	expect(() => safe`${1}\u0301`).toThrow(TypeError);
});

test.each([
	['temperature', 20, 'temperature'],
	['temperature', 11, 'temperature'],
	['temperature', 5, 'temp…'],
	['temperature', 1, '…'],
	['temperature', 0, ''],
	['温度温度', 5, '温度…'],
	['温度温度', 4, '温…'],
	['', 3, ''],
])('%s in %i cells is %s', (text, width, expected) => {
	expect(cut(show(text), width)).toBe(expected);
});

test('a cut in ASCII ends with a tilde', () => {
	expect(cut(safe`temperature`, 5, '~')).toBe('temp~');
});

test('cutting, skipping and wrapping keep to the cells asked for and lose nothing', () => {
	fc.assert(
		fc.property(anyText, fc.integer({min: 0, max: 60}), (raw, width) => {
			const text = show(raw, {maxLength: 60});
			const [head, tail] = splitAt(text, width);
			expect(head + tail).toBe(text);
			expect(widthOf(head)).toBeLessThanOrEqual(width);
			expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
			expect(widthOf(skip(text, width))).toBe(Math.max(0, widthOf(text) - width));
			const pieces = wrap(text, Math.max(2, width));
			expect(pieces.join('')).toBe(text);
			expect(pieces.every(piece => widthOf(piece) <= Math.max(2, width))).toBe(true);
			expect(wrap(text, 1).every(piece => widthOf(piece) <= 1)).toBe(true);
		}),
		{numRuns: 1000},
	);
});

test('blanks are never negative', () => {
	expect(blank(3)).toBe('   ');
	expect(blank(-1)).toBe('');
});
