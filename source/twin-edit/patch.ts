import type {JsonObject, JsonValue} from '../hub/types.js';
import {deleteAt, isEqualJson, isJsonObject, type JsonPath, ownValue, setAt} from './json-path.js';

/** One difference between two documents: an absent `before` means added, an absent `after` means deleted. */
export type JsonChange = {readonly path: JsonPath; readonly before?: JsonValue; readonly after?: JsonValue};

/** What turns `base` into `edited`, as small as paths allow, in the order of base's keys and then of edited's new ones. */
export function changesBetween(base: JsonObject, edited: JsonObject, path: JsonPath = []): readonly JsonChange[] {
	const keys = new Set([...Object.keys(base), ...Object.keys(edited)]);
	return [...keys].flatMap((key): readonly JsonChange[] => {
		const before = ownValue(base, key);
		const after = ownValue(edited, key);
		if (isEqualJson(before, after)) return [];
		if (isJsonObject(before) && isJsonObject(after)) return changesBetween(before, after, [...path, key]);
		return [{path: [...path, key], before, after}];
	});
}

/** `document` with the changes made to it. */
export function applyChanges(document: JsonObject, changes: readonly JsonChange[]): JsonObject {
	return changes.reduce((result, {path, after}) => (after === undefined ? deleteAt(result, path) : setAt(result, path, after)), document);
}

/**
 * The merge patch (RFC 7396, as IoT Hub's PATCH /twins understands it) that turns `base` into `edited`: it names changed
 * paths only, and null stands for a deletion. `edited` must hold no null outside arrays, for a twin cannot keep one.
 */
export function buildPatch(base: JsonObject, edited: JsonObject): JsonObject {
	return changesBetween(base, edited).reduce<JsonObject>((patch, {path, after}) => setAt(patch, path, after ?? null), {});
}

/** The values inside a value, one per leaf: what a deletion of a branch takes with it. */
export function leavesOf(value: JsonValue, path: JsonPath): readonly {readonly path: JsonPath; readonly value: JsonValue}[] {
	if (!isJsonObject(value) || Object.keys(value).length === 0) return [{path, value}];
	return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}
