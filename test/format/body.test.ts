import fc from 'fast-check';
import {expect, test} from 'vitest';
import {describeBody} from '../../source/format/body.js';
import {type Row, rowWidth} from '../../source/format/cells.js';

const textsOf = (rows: readonly Row[]): readonly string[] => rows.map(row => row.map(({text}) => text).join(''));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('JSON is known by its text, with a content type or without', () => {
	for (const contentType of [undefined, '', 'application/json', 'application/json;charset=utf-8', 'application/octet-stream']) {
		const body = describeBody(bytesOf('{ "temperature": 21.40,\n "humidity": 63.1 }'), contentType);
		expect(body.kind).toBe('json');
		expect(body.line).toBe('{"temperature":21.40,"humidity":63.1}');
		expect(textsOf(body.rows(40))).toEqual(['{', '  "temperature": 21.40,', '  "humidity": 63.1', '}']);
	}
});

test('text keeps its lines, and its controls become visible', () => {
	const body = describeBody(bytesOf('first\tline\r\nsecond \u001b]0;owned\u0007'));
	expect(body.kind).toBe('text');
	expect(body.line).toBe('first\\tline\\r\\nsecond \\x1b]0;owned\\x07');
	expect(textsOf(body.rows(40))).toEqual(['first    line', 'second \\x1b]0;owned\\x07']);
});

test('text that claims to be JSON says that it is not', () => {
	const body = describeBody(bytesOf('{"a":'), 'application/json');
	expect(body.kind).toBe('text');
	expect(textsOf(body.rows(80))).toEqual(['not JSON, though its content type says so', '{"a":']);
});

test('bytes that are not UTF-8 become a dump', () => {
	const body = describeBody(Uint8Array.from([0xff, 0xfe, 0x41]), 'application/json');
	expect(body.kind).toBe('binary');
	expect(body.line).toBe('3 bytes, not UTF-8  ff fe 41');
	expect(textsOf(body.rows(80))[0]).toBe('3 bytes, not UTF-8');
	expect(textsOf(body.rows(80))[1]).toMatch(/^000000 {2}ff fe 41 +\.\.A$/);
});

test('UTF-8 that no one can read is binary too', () => {
	expect(describeBody(Uint8Array.from([0, 1, 2, 3])).line).toBe('4 bytes  00 01 02 03');
	expect(describeBody(Uint8Array.from([0])).line).toBe('1 byte  00');
	expect(describeBody(bytesOf('\u0001\u0002\u0003abc')).kind).toBe('binary');
});

test('an empty body says so', () => {
	const body = describeBody(new Uint8Array());
	expect([body.kind, body.line, textsOf(body.rows(10))]).toEqual(['text', '(empty)', ['(empty)']]);
});

test('a byte order mark is seen', () => {
	expect(describeBody(Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d])).line).toBe('<U+FEFF>{}');
});

test('the layout is remembered for as long as the width stays', () => {
	const bytes = bytesOf('[1]');
	const rows = describeBody(bytes).rows(20);
	expect(describeBody(bytes).rows(20)).toBe(rows);
	expect(describeBody(bytes).rows(21)).not.toBe(rows);
});

test.each([
	['line ends', '\n'.repeat(256 * 1024)],
	['one long line', 'x'.repeat(256 * 1024)],
	['wide characters', '温'.repeat(80 * 1024)],
	['one JSON string', `"${'x'.repeat(256 * 1024)}"`],
	['opened brackets', '['.repeat(256 * 1024)],
	['many members', `[${'1,'.repeat(128 * 1024)}1]`],
	['controls', '\u0000'.repeat(256 * 1024)],
])('256 KB of %s stay bounded', (_, text) => {
	const body = describeBody(bytesOf(text));
	expect(body.line.length).toBeLessThan(8192);
	const rows = body.rows(80);
	expect(rows.length).toBeLessThan(10_000);
	expect(rows.every(row => rowWidth(row) <= 80)).toBe(true);
});

test('no body throws or leaves its width', () => {
	fc.assert(
		fc.property(
			fc.oneof(fc.uint8Array({maxLength: 300}), fc.string({unit: 'binary'}).map(bytesOf), fc.json().map(bytesOf)),
			fc.integer({min: 30, max: 200}),
			(bytes, width) => {
				const body = describeBody(bytes);
				expect(body.line).not.toMatch(/\p{Cc}/u);
				expect(body.rows(width).every(row => rowWidth(row) <= width)).toBe(true);
			},
		),
		{numRuns: 500},
	);
});
