import {expect, test} from 'vitest';
import type {JsonValue} from '../../source/hub/types.js';
import {outcomeOf, readAcknowledgement} from '../../source/twin-edit/acknowledgement.js';

test.for<[name: string, desired: JsonValue, reported: JsonValue, outcome: string]>([
	['the same value', 15, 15, 'taken'],
	['another value', 15, 14, 'different'],
	['more than was asked for', {max: 95}, {max: 95, min: 1}, 'taken'],
	['less than was asked for', {max: 95, min: 1}, {max: 95}, 'different'],
	['an acknowledgement with the value', 15, {value: 15, ac: 200, av: 13}, 'taken'],
	['an acknowledgement with another value', 15, {value: 14, ac: 200, av: 13}, 'different'],
	['a refusal that repeats the value', 15, {value: 15, ac: 400, av: 13}, 'refused'],
	['a refusal without a value', 15, {ac: 404, av: 14, ad: 'unknown'}, 'refused'],
	['a refusal of an earlier version, with the same value', 15, {value: 15, ac: 400, av: 12}, 'different'],
	['an object that is no acknowledgement', 15, {value: 15}, 'different'],
	['an object that has keys of an acknowledgement for something else', {ac: 1, av: 2}, {ac: 1, av: 2, other: 3}, 'taken'],
])('a device that reports %s', ([, desired, reported, outcome]) => {
	expect(outcomeOf(desired, reported, 13)).toBe(outcome);
});

test('an acknowledgement is read with its description where it has one', () => {
	expect(readAcknowledgement({value: 1, ac: 203, av: 4, ad: 'rounded'})).toEqual({value: 1, code: 203, version: 4, description: 'rounded'});
	expect(readAcknowledgement({value: 1, ac: 200, av: 4, ad: 7})).toEqual({value: 1, code: 200, version: 4});
	for (const reported of [1, null, ['ac', 'av'], {value: 1, ac: '200', av: 4}]) expect(readAcknowledgement(reported)).toBeUndefined();
});
