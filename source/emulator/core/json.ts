import type {JsonObject, JsonValue} from './types.js';

/** A JSON object under construction. It has no prototype, so that `__proto__` and `constructor` are keys like any other. */
export type JsonDraft = Record<string, JsonValue>;

/** Whether a value from outside is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy of `entries` without a prototype, one level deep. */
export function draftFrom(...entries: readonly JsonObject[]): JsonDraft {
	const draft: JsonDraft = Object.create(null);
	for (const object of entries) {
		for (const key of Object.keys(object)) draft[key] = object[key] ?? null;
	}
	return draft;
}

/** The object's own value under `key`; undefined when it has none, whatever its prototype holds. */
export function readOwn(object: JsonObject, key: string): JsonValue | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}
