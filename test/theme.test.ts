import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {deviceStates} from '../source/format/device-state.js';
import {show, widthOf} from '../source/safe-text.js';
import {selectTheme, toAscii} from '../source/theme.js';

describe('the theme', () => {
	test('without colours no tone has one', () => {
		const {tones, border, focusedBorder} = selectTheme({isAscii: false, hasColor: false});
		expect([...Object.values(tones), border, focusedBorder].filter(({color}) => color !== undefined)).toEqual([]);
	});

	test('in ASCII every device state keeps a shape of its own', () => {
		const shapes = Object.values(deviceStates).map(({glyph}) => toAscii(glyph));
		expect(new Set(shapes).size).toBe(shapes.length);
		expect(shapes).not.toContain('');
	});

	test('ASCII text takes as many cells as the text it stands for', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), raw => {
				const text = show(raw);
				expect(toAscii(text)).toMatch(/^[\u0020-\u007e]*$/);
				expect(toAscii(text)).toHaveLength(widthOf(text));
			}),
		);
	});
});
