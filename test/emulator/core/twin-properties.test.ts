import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mergePatch} from '../../../source/emulator/core/twin/merge.js';
import type {JsonObject, JsonValue} from '../../../source/emulator/core/types.js';
import {openCore, openCoreWithDevice, parseJson} from './fixture.js';

const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'a', 'b'), fc.stringMatching(/^[a-z_]{1,4}$/));
const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.stringMatching(/^[ -~]{0,8}$/));

/** Objects as `JSON.parse` makes them: `__proto__` is a key of its own. */
const jsonObject: fc.Arbitrary<JsonObject> = fc.letrec<{object: JsonObject; value: JsonValue}>(tie => ({
	object: fc
		.array(fc.tuple(key, tie('value')), {maxLength: 5})
		.map(pairs => parseJson(`{${pairs.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`)),
	value: fc.oneof({maxDepth: 4}, leaf, fc.array(leaf, {maxLength: 3}), tie('object')),
})).object;

/** Merge patch over `Map`, which knows no prototypes: another way to the same end. */
type Tree = Map<string, Tree | JsonValue>;
function isTree(value: Tree | JsonValue | undefined): value is Tree {
	return value instanceof Map;
}
function mergeTree(target: Tree | JsonValue | undefined, patch: JsonValue): Tree | JsonValue {
	if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
	const merged: Tree = isTree(target) ? new Map(target) : new Map();
	for (const [name, value] of Object.entries(patch)) {
		if (value === null) merged.delete(name);
		else merged.set(name, mergeTree(merged.get(name), value));
	}
	return merged;
}
function sortedText(value: Tree | JsonValue): string {
	if (Array.isArray(value)) return `[${value.map(item => JSON.stringify(item)).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const entries = isTree(value) ? [...value] : Object.entries(value);
	return `{${entries
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([name, item]) => `${JSON.stringify(name)}:${sortedText(item)}`)
		.join(',')}}`;
}

describe('twin documents of every shape', () => {
	test('merge like a reference over maps, whatever the keys are called', () => {
		const untouched = Object.getOwnPropertyNames(Object.prototype).sort();
		fc.assert(
			fc.property(jsonObject, fc.array(jsonObject, {maxLength: 4}), (start, patches) => {
				let merged = mergePatch({}, start);
				let tree = mergeTree(undefined, start);
				for (const patch of patches) {
					merged = mergePatch(merged, patch);
					tree = mergeTree(tree, patch);
				}
				expect(sortedText(merged)).toBe(sortedText(tree));
			}),
			{numRuns: 2000},
		);
		expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(untouched);
		expect(parseJson('{}').polluted).toBeUndefined();
	});

	test('come back from the hub, from its store and from its JSON as they were reported', () => {
		fc.assert(
			fc.property(jsonObject, jsonObject, (first, second) => {
				const {core} = openCoreWithDevice();
				core.twins.patchReported('press-01', first);
				core.twins.patchReported('press-01', second);
				const expected = sortedText(mergeTree(mergeTree(mergeTree(undefined, first), second), {$version: 3}));
				const stored = JSON.parse(JSON.stringify(core.exportDevice('press-01')));
				const restored = openCore({devices: [stored]}).core;
				expect(sortedText(core.twins.deviceView('press-01').reported)).toBe(expected);
				expect(sortedText(restored.twins.deviceView('press-01').reported)).toBe(expected);
				expect(sortedText(parseJson(JSON.stringify(restored.twins.get('press-01'))))).toBe(sortedText(core.twins.get('press-01')));
			}),
			{numRuns: 300},
		);
	});

	test('keep their metadata in step with their values', () => {
		const hasSameKeys = (values: JsonValue, metadata: JsonValue | undefined): boolean => {
			if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return false;
			const tree = metadata as JsonObject;
			const names = Object.keys(tree).filter(name => !name.startsWith('$'));
			const isObject = typeof values === 'object' && values !== null && !Array.isArray(values);
			const properties = isObject ? (values as JsonObject) : {};
			if (names.length !== Object.keys(properties).length) return false;
			return names.every(name => Object.hasOwn(properties, name) && hasSameKeys(properties[name] ?? null, tree[name]));
		};
		fc.assert(
			fc.property(fc.array(jsonObject, {minLength: 1, maxLength: 4}), patches => {
				const {core} = openCoreWithDevice();
				for (const desired of patches) core.twins.patch('press-01', {properties: {desired}}, undefined);
				const {desired} = core.twins.get('press-01').properties as {desired: JsonObject};
				const {$metadata, $version, ...values} = desired;
				expect($version).toBe(patches.length + 1);
				expect(hasSameKeys(values, $metadata)).toBe(true);
			}),
			{numRuns: 300},
		);
	});
});
