import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isEqualJson} from '../../source/twin-edit/json-path.js';
import {applyChanges, buildPatch, changesBetween, leavesOf} from '../../source/twin-edit/patch.js';
import {jsonDocument, mergePatch} from './json-document.js';

describe('the patch of an edit', () => {
	test.each([
		['a changed value', {interval: 10, mode: 'auto'}, {interval: 15, mode: 'auto'}, {interval: 15}],
		['an added key', {}, {interval: 15}, {interval: 15}],
		['a deleted key', {interval: 10, mode: 'auto'}, {mode: 'auto'}, {interval: null}],
		['a value inside a branch', {limits: {max: 90, min: 5}}, {limits: {max: 95, min: 5}}, {limits: {max: 95}}],
		['a deleted branch', {limits: {max: 90}, a: 1}, {a: 1}, {limits: null}],
		['a key lost inside a branch', {limits: {max: 90, min: 5}}, {limits: {max: 90}}, {limits: {min: null}}],
		['an array, which is replaced whole', {list: [1, 2, 3]}, {list: [1, 3]}, {list: [1, 3]}],
		['a branch that became a value', {limits: {max: 90}}, {limits: 'none'}, {limits: 'none'}],
		['a value that became a branch', {limits: 'none'}, {limits: {max: 90}}, {limits: {max: 90}}],
		['a branch that became empty', {limits: {max: 90}}, {limits: {}}, {limits: {max: null}}],
		['an untouched number too large for a double', {big: 2 ** 60, a: 1}, {big: 2 ** 60, a: 2}, {a: 2}],
		['another order of keys', {a: 1, b: {c: 1, d: 2}}, {b: {d: 2, c: 1}, a: 1}, {}],
	])('for %s names only what changed', (_, base, edited, patch) => {
		expect(buildPatch(base, edited)).toEqual(patch);
	});

	test('applied with the merge rule to the base gives exactly the edited section, whatever the two are', () => {
		fc.assert(
			fc.property(jsonDocument, jsonDocument, (base, edited) => {
				expect(isEqualJson(mergePatch(base, buildPatch(base, edited)), edited)).toBe(true);
			}),
			{numRuns: 2000},
		);
	});

	test('is what the single changes give, one after the other', () => {
		fc.assert(
			fc.property(jsonDocument, jsonDocument, (base, edited) => {
				expect(isEqualJson(applyChanges(base, changesBetween(base, edited)), edited)).toBe(true);
			}),
		);
	});

	test('treats __proto__ as a key like any other and leaves every object alone', () => {
		const edited = JSON.parse('{"__proto__": {"isAdmin": true}}');
		const patch = buildPatch({}, edited);
		expect(JSON.stringify(patch)).toBe('{"__proto__":{"isAdmin":true}}');
		expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
		expect(buildPatch({a: 1}, {a: 1, constructor: 'x'})).toEqual({constructor: 'x'});
	});
});

test('changes name the value before and after, and an added branch is one change', () => {
	expect(changesBetween({a: 1, b: {c: 2}}, {b: {c: 3}, d: {e: 4}})).toEqual([
		{path: ['a'], before: 1, after: undefined},
		{path: ['b', 'c'], before: 2, after: 3},
		{path: ['d'], before: undefined, after: {e: 4}},
	]);
});

test('the leaves of a branch are named one by one; an empty branch is its own leaf', () => {
	expect(leavesOf({max: 90, deep: {x: [1]}, empty: {}}, ['limits'])).toEqual([
		{path: ['limits', 'max'], value: 90},
		{path: ['limits', 'deep', 'x'], value: [1]},
		{path: ['limits', 'empty'], value: {}},
	]);
});
