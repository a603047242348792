import {describe, expect, test} from 'vitest';
import {findBodyFault, findMinutesFault, readProperties} from '../../../source/panes/management/c2d-text.js';

describe('properties typed in one line', () => {
	test.each([
		['', {}],
		['  ', {}],
		['a=1', {a: '1'}],
		['a=1; b=two words ;', {a: '1', b: 'two words'}],
		['a==x=y', {a: '=x=y'}],
		['a=', {a: ''}],
		['toString=1', {toString: '1'}],
	])('%j are read', (text, properties) => {
		expect(readProperties(text)).toEqual({properties});
	});

	test('may have a name that objects have a meaning for', () => {
		const reading = readProperties('__proto__=1');
		expect('properties' in reading && Object.entries(reading.properties)).toEqual([['__proto__', '1']]);
	});

	test.each([
		['a', /"a" is not a property/],
		['=1', /is not a property/],
		['a=1; a=2', /a is there twice/],
		['größe=1', /ASCII/],
		['a b=1', /without blanks/],
	])('%j are refused', (text, fault) => {
		const reading = readProperties(text);
		expect('fault' in reading && reading.fault).toMatch(fault);
	});
});

test.each(['', ' ', '1', '0.5', '2880', '60.25'])('%j is a time to live', text => {
	expect(findMinutesFault(text)).toBeUndefined();
});

test.each(['0', '-1', '2881', 'ten', '1e3', '0x10', '1.2345', '1,5'])('%j is no time to live', text => {
	expect(findMinutesFault(text)).toMatch(/^The expiry is minutes/);
});

test('a body may have 64 KiB, counted in bytes', () => {
	expect(findBodyFault('x'.repeat(65_536))).toBeUndefined();
	expect(findBodyFault('x'.repeat(65_537))).toMatch(/has 65537/);
	expect(findBodyFault('ä'.repeat(32_769))).toMatch(/has 65538/);
});
