import {isUtf8} from 'node:buffer';
import type {JsonObject, JsonValue} from '../types.js';

const deepest = 8;

/** AMQP knows more types than JSON: bytes become their text, or hexadecimal when they are none; times become milliseconds. */
export function toJson(value: unknown, depth = 0): JsonValue {
	if (typeof value === 'string' || typeof value === 'boolean') return value;
	if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
	if (value instanceof Uint8Array) return isUtf8(value) ? Buffer.from(value).toString() : Buffer.from(value).toString('hex');
	if (value instanceof Date) return value.getTime();
	if (value === null || value === undefined || depth >= deepest) return null;
	if (Array.isArray(value)) return value.map(each => toJson(each, depth + 1));
	if (typeof value === 'object') return toJsonObject(value, undefined, depth + 1);
	return String(value);
}

/** The object's own values but those left out. `__proto__` is an ordinary key. */
export function toJsonObject(value: object, isLeftOut?: (value: JsonValue, key: string) => boolean, depth = 0): JsonObject {
	// An object without a prototype would take several times as long to be written as text.
	const object: Record<string, JsonValue> = {};
	for (const key of Object.keys(value)) {
		const each = toJson(Reflect.get(value, key), depth);
		if (isLeftOut?.(each, key)) continue;
		if (key === '__proto__') Object.defineProperty(object, key, {value: each, enumerable: true});
		else object[key] = each;
	}
	return object;
}
