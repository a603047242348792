import type {JsonObject} from '../hub/types.js';
import {isJsonObject, type JsonPath, ownValue, valueAt} from './json-path.js';

/** `$version` of the desired section when the value at a path was written, where the hub tells. */
export function writtenVersion(metadata: JsonObject, path: JsonPath): number | undefined {
	const node = valueAt(metadata, [...path, '$lastUpdatedVersion']);
	return typeof node === 'number' ? node : undefined;
}

/** When the value at a path was written, by the hub's clock. */
export function updatedAtOf(metadata: JsonObject, path: JsonPath): number | undefined {
	const node = valueAt(metadata, path);
	const text = isJsonObject(node) ? ownValue(node, '$lastUpdated') : undefined;
	const time = typeof text === 'string' ? Date.parse(text) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}
