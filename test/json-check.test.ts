import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {duplicateKeyOf, inexactIntegerOf, jsonBytes, jsonTypeOf, readJson} from '../source/json-check.js';

/** What JSON.parse makes of a text, or nothing. */
function parse(text: string): {readonly value: unknown} | undefined {
	try {
		return {value: JSON.parse(text)};
	} catch {
		return undefined;
	}
}

describe('reading JSON', () => {
	test('takes what JSON.parse takes and refuses what it refuses', () => {
		const pieces = fc.constantFrom(
			'{',
			'}',
			'[',
			']',
			',',
			':',
			'"a"',
			'"',
			'1',
			'-',
			'0',
			'.5',
			'e3',
			'true',
			'null',
			' ',
			'\n',
			'//',
			'\\',
			'\u0001',
			'+',
			'\u00a0',
		);
		const texts = fc.oneof(
			fc.json(),
			fc.array(pieces, {maxLength: 8}).map(list => list.join('')),
		);
		fc.assert(
			fc.property(texts, text => {
				const reading = readJson(text);
				const parsed = parse(text);
				expect('value' in reading).toBe(parsed !== undefined);
				if ('value' in reading) expect(reading.value).toEqual(parsed?.value);
			}),
			{numRuns: 3000},
		);
	});

	test('tells line and column of the first problem', () => {
		expect(readJson('{\n  "a": 1,\n  b: 2\n}')).toEqual({problem: {message: 'this is not JSON; text and keys stand in quotes', line: 3, column: 3}});
	});

	test('refuses numbers that would be sent as null', () => {
		expect(readJson('[1, -1e999]')).toEqual({problem: {message: 'the number is too large', line: 1, column: 5}});
	});
});

/** The parse tree of a text that is JSON. */
function treeOf(text: string) {
	const reading = readJson(text);
	if ('problem' in reading) throw new Error(reading.problem.message);
	return reading.tree;
}

test.each([
	['{"a":1,"b":{"a":1}}', undefined],
	['{"a":1,"b":{"c":1,"c":2}}', 18],
	['[{"a":1},{"a":1}]', undefined],
	['{"a":1,"\\u0061":2}', 7],
	['{"__proto__":1,"__proto__":2}', 15],
])('in %s the first key that is there twice stands at %s', (text, offset) => {
	expect(duplicateKeyOf(treeOf(text))?.offset).toBe(offset);
});

test('an integer that a double cannot hold is told as it will be sent', () => {
	const text = '{"a":9007199254740993}';
	expect(inexactIntegerOf(text, treeOf(text))).toEqual({written: '9007199254740993', sent: '9007199254740992'});
	expect(inexactIntegerOf('9007199254740991', treeOf('9007199254740991'))).toBeUndefined();
	expect(inexactIntegerOf('1.5', treeOf('1.5'))).toBeUndefined();
});

test('bytes are those of UTF-8, types those of JSON', () => {
	expect(jsonBytes('é')).toBe(4);
	expect([null, [], {}, '', 0, false].map(jsonTypeOf)).toEqual(['null', 'array', 'object', 'string', 'number', 'boolean']);
});
