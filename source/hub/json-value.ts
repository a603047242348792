import type {JsonObject, JsonValue} from './types.js';

/** A JSON object, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one for anything else. */
export function asJsonObject(value: unknown): JsonObject {
	return isJsonObject(value) ? value : {};
}

/** The text, or an empty one for anything else. */
export function asText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** The number, or 0 for anything else. */
export function asNumber(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}

/**
 * The object without some of its keys. Built entry by entry with `fromEntries`, which makes `__proto__` an ordinary key.
 */
export function omitKeys(object: JsonObject, isOmitted: (key: string) => boolean): JsonObject {
	return Object.fromEntries(Object.entries(object).filter(([key]) => !isOmitted(key)));
}

/** What came out of `JSON.parse`, as its type. */
export function asJsonValue(value: unknown): JsonValue | undefined {
	return value === undefined ? undefined : (value as JsonValue);
}
