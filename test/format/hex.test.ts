import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {hexLine, hexRows} from '../../source/format/hex.js';

const textOf = (row: Row | undefined): string => row?.map(({text}) => text).join('') ?? '';
const bytes = Uint8Array.from([...Array(18).keys()].map(index => (index === 17 ? 0xff : 0x3e + index)));

test('a dump has offset, bytes and letters side by side', () => {
	const rows = hexRows(bytes, 80);
	expect(textOf(rows[0])).toBe('000000  3e 3f 40 41 42 43 44 45  46 47 48 49 4a 4b 4c 4d  >?@ABCDEFGHIJKLM');
	expect(textOf(rows[1])).toBe('000010  4e ff                                             N.');
});

test('a narrow pane gets fewer bytes a row, and every row fits from 26 cells on', () => {
	expect(textOf(hexRows(bytes, 50)[0])).toBe('000000  3e 3f 40 41 42 43 44 45  >?@ABCDE');
	expect(textOf(hexRows(bytes, 30)[0])).toBe('000000  3e 3f 40 41  >?@A');
	fc.assert(
		fc.property(fc.uint8Array({maxLength: 100}), fc.integer({min: 26, max: 120}), (data, width) => {
			const rows = hexRows(data, width);
			expect(rows.every(row => rowWidth(row) <= width)).toBe(true);
			const digits = rows.map(row => row[1]?.text.replaceAll(' ', '') ?? '').join('');
			expect(digits).toBe(Buffer.from(data).toString('hex'));
		}),
	);
});

test('a dump is bounded and tells what is left out', () => {
	const rows = hexRows(new Uint8Array(256 * 1024), 30);
	expect(rows).toHaveLength(4097);
	expect(textOf(rows.at(-1))).toBe(`…+${256 * 1024 - 4096 * 4} bytes`);
});

test('a line shows the first bytes', () => {
	expect(hexLine(bytes, 3)).toBe('3e 3f 40 …');
	expect(hexLine(bytes.subarray(0, 2), 3)).toBe('3e 3f');
	expect(hexLine(new Uint8Array(), 3)).toBe('');
});
