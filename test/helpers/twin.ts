import type {JsonObject, Twin} from '../../source/hub/types.js';

/** A twin as the hub reads it, with what a test does not care about filled in. */
export function twinOf(parts: {
	readonly deviceId?: string;
	readonly etag?: string;
	readonly desired?: JsonObject;
	readonly desiredVersion?: number;
	readonly desiredMetadata?: JsonObject;
	readonly reported?: JsonObject;
	readonly reportedMetadata?: JsonObject;
	readonly tags?: JsonObject;
	readonly isConnected?: boolean;
}): Twin {
	return {
		deviceId: parts.deviceId ?? 'press-01',
		etag: parts.etag ?? 'AAAAAAAAAAw=',
		version: 14,
		tags: parts.tags ?? {},
		desired: {version: parts.desiredVersion ?? 12, values: parts.desired ?? {}, metadata: parts.desiredMetadata ?? {}},
		reported: {version: 9, values: parts.reported ?? {}, metadata: parts.reportedMetadata ?? {}},
		isConnected: parts.isConnected ?? true,
		modelId: '',
	};
}
