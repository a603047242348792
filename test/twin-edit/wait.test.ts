import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/hub/types.js';
import {reportTime, startWait, waitProgress} from '../../source/twin-edit/wait.js';
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
	expect(waitProgress(wait, twinOf({reported}))).toEqual({isReported, silent, different, refused: []});
});

test('a patch of deletions has nothing to wait for', () => {
	expect(startWait(13, 1000, [{path: ['old'], before: 1}])).toBeUndefined();
});

test('a device that acknowledges a value and refuses it has not taken it', () => {
	const single = startWait(13, 1000, [{path: ['interval'], after: 15}]);
	if (single === undefined) throw new Error('there is something to wait for');
	const progress = (acknowledgement: JsonObject) => waitProgress(single, twinOf({reported: {interval: acknowledgement}}));
	expect(progress({value: 15, ac: 200, av: 13})).toMatchObject({isReported: true});
	expect(progress({value: 15, ac: 400, av: 13, ad: 'too hot'})).toEqual({
		isReported: false,
		silent: [],
		different: [],
		refused: [{path: ['interval'], code: 400, description: 'too hot'}],
	});
	expect(progress({value: 10, ac: 400, av: 12})).toMatchObject({isReported: false, different: [['interval']], refused: []});
});

const writtenAt = (second: number) => ({$lastUpdated: `2026-01-01T00:00:${String(second).padStart(2, '0')}.5000000Z`});

test.each<[string, JsonObject, JsonObject, number | undefined]>([
	['both', {interval: writtenAt(10), limits: {max: writtenAt(10)}}, {interval: writtenAt(12), limits: {max: writtenAt(15)}}, 5000],
	['at the same time', {interval: writtenAt(10), limits: {max: writtenAt(10)}}, {interval: writtenAt(10), limits: {max: writtenAt(10)}}, 0],
	['before it was asked', {interval: writtenAt(10), limits: {max: writtenAt(10)}}, {interval: writtenAt(8), limits: {max: writtenAt(9)}}, undefined],
	['at a time that only the device has', {}, {interval: writtenAt(12), limits: {max: writtenAt(15)}}, undefined],
	['at a time that is told of one only', {interval: writtenAt(10), limits: {max: writtenAt(10)}}, {interval: writtenAt(12)}, undefined],
])('the time that a device took which reported %s', (_, desiredMetadata, reportedMetadata, ms) => {
	const [interval, max] = [
		{path: ['interval'], after: 15},
		{path: ['limits', 'max'], after: 95},
	];
	const both = startWait(13, 1000, [interval, max]);
	if (both === undefined) throw new Error('there is something to wait for');
	expect(reportTime(both, twinOf({desiredMetadata, reportedMetadata}))).toBe(ms);
});
