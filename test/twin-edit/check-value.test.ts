import {describe, expect, test} from 'vitest';
import {checkNewKey, checkTwinValue} from '../../source/twin-edit/check-value.js';
import {sectionSize} from '../../source/twin-edit/limits.js';

const check = (text: string, path = ['interval']) => checkTwinValue(text, path, {interval: 10}, 10);
const nested = (depth: number) => '{"a":'.repeat(depth) + 1 + '}'.repeat(depth);

describe('a typed value', () => {
	test.each([
		['15', 15],
		['"text"', 'text'],
		['  true ', true],
		['[1,null,{"a":[]}]', [1, null, {a: []}]],
		['{"max":90}', {max: 90}],
		['-4503599627370496', -4503599627370496],
		['4503599627370495', 4503599627370495],
		['1.5e3', 1500],
	])('%s is taken', (text, value) => {
		expect(check(text)).toMatchObject({state: 'good', value});
	});

	test.each([
		['', 'a value is missing', 1],
		['{"a":1,}', 'a key in quotes is missing', 8],
		['{"a" 1}', 'a colon is missing', 6],
		['[1 2]', 'a comma is missing', 4],
		['{"a":1', 'a closing } is missing', 7],
		['"abc', 'a closing quote is missing', 1],
		['1 2', 'there is text after the end of the value', 3],
		['1 // one', 'JSON has no comments', 3],
		['01', 'there is text after the end of the value', 2],
		['1e400', 'the number is too large', 1],
		['{"a.b":1}', 'a key holds no dot; to nest, give an object as the value', 2],
		['{"$a":1}', 'a key holds no $: such keys belong to the hub', 2],
		['{"a b":1}', 'a key holds no space', 2],
		['{"a\\u0001":1}', 'a key holds no control character', 2],
		['{"":1}', 'a key needs a name', 2],
		['null', 'null deletes the key in a twin: leave the field and press X on it', 1],
		['{"a":null}', 'null deletes the key in a twin: leave the field and press X on it', 6],
		['4503599627370496', 'an integer lies between -4503599627370496 and 4503599627370495', 1],
		['{"a":-4503599627370497}', 'an integer lies between -4503599627370496 and 4503599627370495', 6],
		['1e20', 'an integer lies between -4503599627370496 and 4503599627370495', 1],
		['{"a":1,"a":2}', 'this key is there twice', 8],
	])('%s is refused: %s', (text, message, column) => {
		expect(check(text)).toMatchObject({state: 'bad', message, line: 1, column});
	});

	test('nests ten objects and no more, counted from the section', () => {
		expect(check(nested(10))).toMatchObject({state: 'good'});
		expect(check(nested(11))).toMatchObject({state: 'bad', message: 'a twin nests at most 10 objects'});
		expect(check(nested(9), ['l', 'max']).state).toBe('good');
		expect(check(nested(10), ['l', 'max']).state).toBe('bad');
	});

	test('of absurd depth is refused, not crashed on', () => {
		expect(check('['.repeat(100_000)).state).toBe('bad');
		expect(check('{"a":'.repeat(100_000)).state).toBe('bad');
	});

	test('holds texts of 4 KB in UTF-8, and the section 32 KB', () => {
		expect(check(JSON.stringify('é'.repeat(2048))).state).toBe('good');
		expect(check(JSON.stringify('é'.repeat(2049)))).toMatchObject({state: 'bad', message: 'a text has at most 4096 bytes, this has 4098'});
		const full = {...Object.fromEntries(Array.from({length: 8}, (_, index) => [`k${index}`, 'x'.repeat(4000)]))};
		expect(checkTwinValue(JSON.stringify('x'.repeat(700)), ['last'], full, undefined).state).toBe('good');
		expect(checkTwinValue(JSON.stringify('x'.repeat(800)), ['last'], full, undefined)).toMatchObject({
			state: 'bad',
			message: 'desired holds at most 32768 characters, this makes it 32820',
		});
	});

	test('is checked in a fixed order: syntax, keys, depth, length, integers, duplicates', () => {
		expect(check('{"a":4503599627370496,"b.c":1,"a":2}')).toMatchObject({message: 'a key holds no dot; to nest, give an object as the value'});
		expect(check('{"a":4503599627370496,"a":2}')).toMatchObject({message: 'an integer lies between -4503599627370496 and 4503599627370495'});
	});

	test('of another type is taken with a warning', () => {
		expect(check('"15"')).toMatchObject({state: 'good', warning: 'was number: the type changes'});
		expect(check('15')).toMatchObject({warning: undefined});
		expect(checkTwinValue('15', ['fresh'], {}, undefined)).toMatchObject({warning: undefined});
	});

	test.each([
		['abc', '"abc"'],
		[' v1.2 ', '"v1.2"'],
		['12abc', '"12abc"'],
		['say "hi"', '"say \\"hi\\""'],
	])('%s without quotes is offered as %s', (text, offer) => {
		expect(check(text)).toMatchObject({state: 'bad', offer});
	});

	test.each(['{"a', '["', '"abc', ''])('%s is offered as nothing', text => {
		expect(check(text)).toMatchObject({state: 'bad', offer: undefined});
	});
});

describe('a new key', () => {
	test.each([
		['mode', undefined],
		['__proto__', undefined],
		['interval', 'this key is there already: press e on it'],
		['limits.max', 'a key holds no dot; to nest, give an object as the value'],
		['', 'a key needs a name'],
		['k'.repeat(1025), 'a key has at most 1024 bytes, this has 1025'],
	])('%s', (name, message) => {
		expect(checkNewKey(name, [], {interval: 10})).toBe(message);
	});

	test('finds no room below ten objects', () => {
		expect(checkNewKey('x', Array(10).fill('a'), {})).toBeUndefined();
		expect(checkNewKey('x', Array(11).fill('a'), {})).toBe('a twin nests at most 10 objects');
	});
});

test('the size of a section counts keys, characters without controls, 8 for a number and 4 for a boolean', () => {
	expect(sectionSize({ab: 'c\u0000d', n: 1, t: true, list: [1, 'x'], deep: {k: false}})).toBe(4 + 9 + 5 + 13 + 9);
});
