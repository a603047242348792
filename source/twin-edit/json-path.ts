import type {JsonObject, JsonValue} from '../hub/types.js';

/** Keys from a twin section's root down to one value; `[]` is the section itself. Arrays are values and are never entered. */
export type JsonPath = readonly string[];

/** True for a JSON object; arrays and null are values. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own value of a key: `__proto__` and `constructor` are ordinary keys. */
export function ownValue(object: JsonObject, key: string): JsonValue | undefined {
	return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The value at a path, undefined where there is none. */
export function valueAt(document: JsonObject, path: JsonPath): JsonValue | undefined {
	let value: JsonValue | undefined = document;
	for (const key of path) {
		if (!isJsonObject(value)) return undefined;
		value = ownValue(value, key);
	}
	return value;
}

/** A copy with one key replaced in its place, or added at the end. */
function withKey(object: JsonObject, key: string, value: JsonValue): JsonObject {
	return {...object, [key]: value};
}

/** A copy with `value` at `path`; objects missing on the way are made, and values in the way are replaced by objects. */
export function setAt(document: JsonObject, path: JsonPath, value: JsonValue): JsonObject {
	const [key, ...rest] = path;
	if (key === undefined) return isJsonObject(value) ? value : document;
	if (rest.length === 0) return withKey(document, key, value);
	const child = ownValue(document, key);
	return withKey(document, key, setAt(isJsonObject(child) ? child : {}, rest, value));
}

/** A copy without the key at `path`; the same document when it is not there. */
export function deleteAt(document: JsonObject, path: JsonPath): JsonObject {
	const [key, ...rest] = path;
	if (key === undefined || !Object.hasOwn(document, key)) return document;
	if (rest.length === 0) return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
	const child = ownValue(document, key);
	return isJsonObject(child) ? withKey(document, key, deleteAt(child, rest)) : document;
}

/** Equal as JSON: the order of keys does not count, the order of items does. */
export function isEqualJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
	if (left === right) return true;
	if (Array.isArray(left) && Array.isArray(right)) {
		return left.length === right.length && left.every((item: JsonValue, index) => isEqualJson(item, right[index]));
	}
	if (!isJsonObject(left) || !isJsonObject(right)) return false;
	const keys = Object.keys(left);
	return keys.length === Object.keys(right).length && keys.every(key => Object.hasOwn(right, key) && isEqualJson(left[key], right[key]));
}

/** True when one path is the other or leads to it. */
export function isOverlapping(left: JsonPath, right: JsonPath): boolean {
	const length = Math.min(left.length, right.length);
	return left.slice(0, length).every((key, index) => key === right[index]);
}

/** `limits.max`, for people; keys of a desired section hold no dots. */
export function pathText(path: JsonPath): string {
	return path.join('.');
}

/** A text that tells paths apart, for sets and maps. */
export function pathId(path: JsonPath): string {
	return JSON.stringify(path);
}
