import fc from 'fast-check';
import type {JsonObject, JsonValue} from '../../source/hub/types.js';

const key = fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString'), fc.string({minLength: 1, maxLength: 3}));
const scalar = fc.oneof(fc.boolean(), fc.integer(), fc.string({maxLength: 4}), fc.constantFrom(0.5, -1));

/** Values a twin can keep: no null outside arrays; keys that are dangerous elsewhere included. */
const {value} = fc.letrec<{value: JsonValue; object: JsonObject}>(tie => ({
	value: fc.oneof({depthSize: 'small', withCrossShrink: true}, scalar, fc.array(fc.oneof(scalar, fc.constant(null)), {maxLength: 3}), tie('object')),
	object: fc.uniqueArray(fc.tuple(key, tie('value')), {selector: ([name]) => name, maxLength: 4}).map(entries => Object.fromEntries(entries)),
}));

/** Any desired section. */
export const jsonDocument: fc.Arbitrary<JsonObject> = fc
	.uniqueArray(fc.tuple(key, value), {selector: ([name]) => name, maxLength: 5})
	.map(entries => Object.fromEntries(entries));

/** The merge rule of RFC 7396, section 2, written down from its pseudo code: the hub's side of a patch. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
	if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
	const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
	const result = new Map<string, JsonValue>(isObject ? Object.entries(target) : []);
	for (const [name, change] of Object.entries(patch)) {
		if (change === null) result.delete(name);
		else result.set(name, mergePatch(result.get(name), change));
	}
	return Object.fromEntries(result);
}
