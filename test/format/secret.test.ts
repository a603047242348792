import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {rowWidth} from '../../source/format/cells.js';
import {maskedRow, revealedRows} from '../../source/format/secret.js';
import {fingerprint, Secret} from '../../source/secret.js';
import {textsOf} from '../helpers/rows.js';

const text = 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=';
const secret = new Secret(text);

describe('a secret', () => {
	test('is told from another by the first eight digits of its SHA-256', () => {
		expect(fingerprint(secret)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 8));
		expect(fingerprint(new Secret('AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI='))).not.toBe(fingerprint(secret));
	});

	test('stands masked in a row that has nothing of it', () => {
		const [row = ''] = textsOf([maskedRow(secret)]);
		expect(row).toBe(`************  SHA-256 ${fingerprint(secret)}`);
	});

	test.each([
		[10_000, 10],
		[9_999, 10],
		[1_001, 2],
		[1, 1],
		// A clock that was set back does not prolong it.
		[60_000, 10],
	])('with %i ms left is readable for %i s more', (leftMs, seconds) => {
		expect(textsOf(revealedRows(secret, 1_000_000 + leftMs, 1_000_000, 80))).toEqual([`▲ Readable for ${seconds} s more`, text]);
	});

	test.each([0, -1])('with %i ms left is not readable', leftMs => {
		expect(revealedRows(secret, 1_000_000 + leftMs, 1_000_000, 80)).toEqual([]);
	});

	test('is wrapped, whole, where it is too long', () => {
		const [, ...pieces] = revealedRows(secret, 10_000, 0, 20);
		expect(pieces.every(row => rowWidth(row) <= 20)).toBe(true);
		expect(textsOf(pieces).join('')).toBe(text);
	});
});
