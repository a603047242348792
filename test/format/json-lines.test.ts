import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {compactJson, jsonRows} from '../../source/format/json-lines.js';

const textOf = (row: Row): string => row.map(({text}) => text).join('');
const textsOf = (rows: readonly Row[]): readonly string[] => rows.map(textOf);

test('one member stands on a row, indented, and empty ones stay closed', () => {
	expect(textsOf(jsonRows('{"a":[1,{"b":null},[],{}],"c":"x"}', 80))).toEqual([
		'{',
		'  "a": [',
		'    1,',
		'    {',
		'      "b": null',
		'    },',
		'    [],',
		'    {}',
		'  ],',
		'  "c": "x"',
		'}',
	]);
});

test('keys, strings, numbers and literals are told apart', () => {
	const tones = jsonRows('{"a":"a","b":-1e5,"c":true}', 80).flatMap(row =>
		row.filter(({tone}) => tone !== undefined && tone !== 'plain').map(({text, tone}) => [text, tone]),
	);
	expect(tones).toEqual([
		['"a"', 'key'],
		['"a"', 'string'],
		['"b"', 'key'],
		['-1e5', 'number'],
		['"c"', 'key'],
		['true', 'literal'],
	]);
});

test('numbers keep the digits they were sent with', () => {
	expect(textsOf(jsonRows('[9007199254740993,1e400,1.10]', 80))).toEqual(['[', '  9007199254740993,', '  1e400,', '  1.10', ']']);
	expect(compactJson('{ "n" : 9007199254740993 }')).toBe('{"n":9007199254740993}');
});

test('what is laid out is still the same JSON', () => {
	fc.assert(
		fc.property(fc.json(), fc.integer({min: 20, max: 100}), (text, width) => {
			const rows = jsonRows(text, width);
			expect(rows.every(row => rowWidth(row) <= width)).toBe(true);
			// Codes for invisible characters take the place of the characters.
			if (/^[ -~]*$/.test(text)) {
				expect(JSON.parse(compactJson(text, Number.POSITIVE_INFINITY))).toEqual(JSON.parse(text));
				expect(JSON.parse(jsonRows(text, 10_000).map(textOf).join(' '))).toEqual(JSON.parse(text));
			}
		}),
	);
});

test('keys named like parts of an object are ordinary keys', () => {
	expect(textsOf(jsonRows('{"__proto__":{"a":1},"constructor":2}', 80))).toContain('  "__proto__": {');
});

test('a long string goes over several rows', () => {
	const rows = jsonRows(`["${'x'.repeat(50)}"]`, 20);
	expect(rows.length).toBeGreaterThan(4);
	expect(rows.every(row => rowWidth(row) <= 20)).toBe(true);
});

test('values nested thousands deep neither throw nor leave the screen', () => {
	const text = '['.repeat(10_000) + ']'.repeat(10_000);
	const rows = jsonRows(text, 40);
	expect(rows).toHaveLength(5001);
	expect(rows.every(row => rowWidth(row) <= 40)).toBe(true);
	expect(textOf(rows.at(-1) ?? [])).toMatch(/^…\+\d+ characters$/);
});

test('the line of a long value is cut and says so', () => {
	expect(compactJson(`{"a":"${'x'.repeat(100)}"}`, 10)).toBe('{"a":"xxxx…');
	expect(compactJson('[1,2]', 5)).toBe('[1,2]');
});
