import {draftFrom, isJsonObject, readOwn} from '../json.js';
import type {JsonObject} from '../types.js';

/**
 * Merge patch as twins know it (RFC 7396): objects merge, null removes the key, everything else, arrays included, replaces.
 * Returns a new document without prototypes; neither argument is changed.
 */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
	const merged = draftFrom(target);
	for (const key of Object.keys(patch)) {
		const value = patch[key] ?? null;
		if (value === null) {
			delete merged[key];
			continue;
		}
		const present = readOwn(target, key);
		merged[key] = isJsonObject(value) ? mergePatch(isJsonObject(present) ? present : {}, value) : value;
	}
	return merged;
}
