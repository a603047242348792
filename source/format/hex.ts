import {type Safe, safe, show} from '../safe-text.js';
import {type Row, span} from './cells.js';

/** Rows of a dump before the rest is only counted. */
const maxRows = 4096;
const offsetDigits = 6;

const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** Bytes in one row: 16, or 8 or 4 where the width asks for it. */
const bytesPerRow = (width: number): number => [16, 8].find(count => offsetDigits + 2 + count * 3 + Math.floor(count / 9) + 2 + count <= width) ?? 4;

/** The first bytes as pairs of digits, `de ad be ef`, for a line; `…` follows when there are more. */
export const hexLine = (bytes: Uint8Array, maxBytes: number): Safe => {
	const pairs = Array.from(bytes.subarray(0, maxBytes), hexOf).join(' ');
	return show(bytes.length > maxBytes ? `${pairs} …` : pairs, {maxLength: Number.POSITIVE_INFINITY});
};

/** Offset, bytes and their ASCII side by side, as `hexdump -C` writes them. After 4,096 rows the last one tells how many bytes are left out. */
export const hexRows = (bytes: Uint8Array, width: number): readonly Row[] => {
	const perRow = bytesPerRow(width);
	const shownBytes = Math.min(bytes.length, maxRows * perRow);
	const rows: Row[] = [];
	for (let offset = 0; offset < shownBytes; offset += perRow) {
		const slice = Array.from(bytes.subarray(offset, offset + perRow));
		const pairs = slice.map((byte, index) => (index === 8 ? ` ${hexOf(byte)}` : hexOf(byte))).join(' ');
		const ascii = slice.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
		rows.push([
			span(show(offset.toString(16).padStart(offsetDigits, '0')), 'muted'),
			span(show(`  ${pairs.padEnd(perRow * 3 - 1 + Math.floor(perRow / 9))}  `), 'plain'),
			span(show(ascii), 'string'),
		]);
	}

	if (bytes.length > shownBytes) {
		rows.push([span(safe`…+${bytes.length - shownBytes} bytes`, 'muted')]);
	}

	return rows;
};
