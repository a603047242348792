import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/hub/types.js';
import {isConfirming, startWait, waitProgress} from '../../source/twin-edit/wait.js';
import {twinOf} from '../helpers/twin.js';

const wait = startWait(13, 1000, [
	{path: ['interval'], before: 10, after: 15},
	{path: ['limits', 'max'], before: 90, after: 95},
	{path: ['old'], before: 1},
]);

test.each<[string, JsonObject, boolean, string[][], string[][]]>([
	['nothing', {}, false, [['interval'], ['limits', 'max']], []],
	['an older value', {interval: 10}, false, [['limits', 'max']], [['interval']]],
	['one of two', {interval: 15}, false, [['limits', 'max']], []],
	['both', {interval: 15, limits: {max: 95, min: 1}, old: 1}, true, [], []],
])('a device that reports %s', (_, reported, isReported, silent, different) => {
	if (wait === undefined) throw new Error('there is something to wait for');
	expect(waitProgress(wait, twinOf({reported}))).toEqual({isReported, silent, different});
});

test('a patch of deletions has nothing to wait for', () => {
	expect(startWait(13, 1000, [{path: ['old'], before: 1}])).toBeUndefined();
});

test('an acknowledgement of IoT Plug and Play confirms the value it holds', () => {
	expect(isConfirming({value: 15, ac: 200, av: 13}, 15)).toBe(true);
	expect(isConfirming({value: 14, ac: 200, av: 13}, 15)).toBe(false);
	expect(isConfirming({value: 15}, 15)).toBe(false);
});
