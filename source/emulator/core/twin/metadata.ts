import {draftFrom, isJsonObject, readOwn} from '../json.js';
import {formatTime} from '../timestamps.js';
import type {JsonObject} from '../types.js';

/** What every level of `$metadata` carries. @param version the section's new `$version`, told for desired properties only */
export function stampOf(now: number, version: number | undefined): JsonObject {
	const $lastUpdated = formatTime(now);
	return version === undefined ? {$lastUpdated} : {$lastUpdated, $lastUpdatedVersion: version};
}

/**
 * `$metadata` after a merge patch: levels on the way to a change get the stamp, deleted keys lose theirs.
 * Property names cannot begin with `$`, so stamps and names never meet.
 */
export function mergeMetadata(metadata: JsonObject, patch: JsonObject, stamp: JsonObject): JsonObject {
	const merged = draftFrom(metadata, stamp);
	for (const key of Object.keys(patch)) {
		const value = patch[key] ?? null;
		if (value === null) {
			delete merged[key];
			continue;
		}
		const present = readOwn(metadata, key);
		merged[key] = isJsonObject(value) ? mergeMetadata(isJsonObject(present) ? present : {}, value, stamp) : stamp;
	}
	return merged;
}
