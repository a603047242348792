import {expect, test} from 'vitest';
import {haveEqualValues} from '../source/equal-values.js';

test.each([
	[{}, {}, true],
	[{a: 1, b: 'x'}, {a: 1, b: 'x'}, true],
	[{a: 1, b: 'x'}, {b: 'x', a: 1}, false],
	[{a: 1}, {a: 2}, false],
	[{a: 1}, {a: '1'}, false],
	[{a: 1}, {a: 1, b: 1}, false],
	[{a: undefined}, {b: undefined}, false],
	[{a: null}, {a: null}, true],
])('%j and %j have equal values: %s', (values, others, expected) => {
	expect(haveEqualValues(values, others)).toBe(expected);
	expect(haveEqualValues(others, values)).toBe(expected);
});

test('objects among the values are never equal, as they may change', () => {
	const list = [1];
	expect(haveEqualValues({list}, {list})).toBe(false);
});

test('one key may differ', () => {
	expect(haveEqualValues({a: 1, b: 1}, {a: 1, b: 2}, 'b')).toBe(true);
	expect(haveEqualValues({a: 1, b: 1}, {a: 2, b: 2}, 'b')).toBe(false);
});

test('__proto__ is an ordinary key', () => {
	expect(haveEqualValues(JSON.parse('{"__proto__":"x"}'), JSON.parse('{"__proto__":"y"}'))).toBe(false);
	expect(haveEqualValues(JSON.parse('{"__proto__":"x"}'), {})).toBe(false);
});
