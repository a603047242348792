import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../source/hub/types.js';
import {changesOf, startDraft, type TwinDraft} from '../../source/twin-edit/draft.js';
import {isEqualJson, isOverlapping} from '../../source/twin-edit/json-path.js';
import {buildPatch, changesBetween} from '../../source/twin-edit/patch.js';
import {rebaseDraft, resolveConflicts} from '../../source/twin-edit/three-way.js';
import {jsonDocument, mergePatch} from './json-document.js';

const hubAt = (desired: JsonObject, version: number) => ({etag: `v${version}`, version, desired});
const draftOf = (base: JsonObject, edited: JsonObject): TwinDraft => ({...startDraft(hubAt(base, 1)), edited, past: [base]});

describe('moving a draft onto a newer twin', () => {
	test.each<[string, JsonObject, JsonObject, JsonObject, JsonObject]>([
		['another key', {a: 1, b: 1}, {a: 1, b: 2}, {a: 5, b: 1}, {a: 5}],
		['another key of the same branch', {l: {max: 90, min: 5}}, {l: {max: 90, min: 6}}, {l: {max: 95, min: 5}}, {l: {max: 95}}],
		['the same key to the same value', {a: 1, b: 1}, {a: 5, b: 1}, {a: 5, b: 2}, {b: 2}],
		['an added key', {a: 1}, {a: 1, z: 9}, {a: 2}, {a: 2}],
		['a deleted key that I deleted too', {a: 1, b: 1}, {b: 1}, {b: 3}, {b: 3}],
		['nothing but the version', {a: 1}, {a: 1}, {a: 2}, {a: 2}],
	])('when the hub changed %s keeps my changes and nothing else', (_, base, theirs, mine, patch) => {
		const rebase = rebaseDraft(draftOf(base, mine), hubAt(theirs, 2));
		if (rebase.kind === 'conflict') throw new Error('unexpected conflict');
		expect(rebase.draft.base).toEqual(hubAt(theirs, 2));
		expect(buildPatch(rebase.draft.base.desired, rebase.draft.edited)).toEqual(patch);
	});

	test.each<[string, JsonObject, JsonObject, JsonObject, unknown]>([
		['changed the same key', {a: 1}, {a: 2}, {a: 3}, {path: ['a'], base: 1, theirs: 2, mine: 3}],
		['deleted the key I changed', {a: 1}, {}, {a: 3}, {path: ['a'], base: 1, theirs: undefined, mine: 3}],
		['changed the key I deleted', {a: 1}, {a: 2}, {}, {path: ['a'], base: 1, theirs: 2, mine: undefined}],
		['added the key I added', {}, {a: 2}, {a: 3}, {path: ['a'], base: undefined, theirs: 2, mine: 3}],
		['deleted the branch around my key', {l: {max: 1}}, {}, {l: {max: 2}}, {path: ['l', 'max'], base: 1, theirs: undefined, mine: 2}],
		['changed a key in the branch I deleted', {l: {max: 1}}, {l: {max: 2}}, {}, {path: ['l'], base: {max: 1}, theirs: {max: 2}, mine: undefined}],
	])('when the hub %s tells base, theirs and mine', (_, base, theirs, mine, conflict) => {
		expect(rebaseDraft(draftOf(base, mine), hubAt(theirs, 2))).toEqual({kind: 'conflict', conflicts: [conflict]});
	});

	test('takes undo along', () => {
		const draft: TwinDraft = {
			...draftOf({a: 1, b: 1}, {a: 3, b: 1}),
			past: [
				{a: 1, b: 1},
				{a: 2, b: 1},
			],
		};
		const rebase = rebaseDraft(draft, hubAt({a: 1, b: 9}, 2));
		expect(rebase).toMatchObject({
			kind: 'rebased',
			draft: {
				edited: {a: 3, b: 9},
				past: [
					{a: 1, b: 9},
					{a: 2, b: 9},
				],
			},
		});
	});

	test('never changes a path of the hub that I did not touch', () => {
		fc.assert(
			fc.property(jsonDocument, jsonDocument, jsonDocument, (base, theirs, mine) => {
				const rebase = rebaseDraft(draftOf(base, mine), hubAt(theirs, 2));
				const touched = changesBetween(base, mine).map(change => change.path);
				if (rebase.kind === 'conflict') {
					const paths = rebase.conflicts.map(conflict => conflict.path);
					expect(touched).toEqual(expect.arrayContaining(paths));
					return;
				}
				const sent = mergePatch(theirs, buildPatch(theirs, rebase.draft.edited));
				expect(isEqualJson(sent, rebase.draft.edited)).toBe(true);
				for (const {path} of changesBetween(theirs, rebase.draft.edited)) expect(touched.some(mine => isOverlapping(mine, path))).toBe(true);
			}),
			{numRuns: 1000},
		);
	});
});

describe('ending conflicts', () => {
	const base = {a: 1, b: 1, c: 1, d: 1};
	const theirs = hubAt({a: 2, b: 2, c: 2, d: 1, e: 7}, 2);
	const draft = draftOf(base, {a: 3, b: 3, c: 3, d: 3});
	const rebase = rebaseDraft(draft, theirs);
	const conflicts = rebase.kind === 'conflict' ? rebase.conflicts : [];

	test('takes mine, theirs or a third value as chosen, and keeps what never collided', () => {
		const resolved = resolveConflicts(draft, theirs, conflicts, [{choice: 'mine'}, {choice: 'theirs'}, {choice: 'edited', value: 9}]);
		expect(resolved.base).toBe(theirs);
		expect(resolved.edited).toEqual({a: 3, b: 2, c: 9, d: 3, e: 7});
		expect(changesOf(resolved).map(change => change.path)).toEqual([['a'], ['c'], ['d']]);
	});

	test('leaves the hub as it is where everything is theirs', () => {
		const all = resolveConflicts(draftOf(base, {...base, a: 3}), theirs, conflicts.slice(0, 1), [{choice: 'theirs'}]);
		expect(all.edited).toEqual(theirs.desired);
	});
});
