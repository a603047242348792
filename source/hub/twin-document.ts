import {HubError} from '../errors.js';
import {asJsonObject, asNumber, asText, isJsonObject, omitKeys} from './json-value.js';
import type {Twin, TwinSection} from './types.js';

function parseSection(document: unknown): TwinSection {
	const section = asJsonObject(document);
	return {
		version: asNumber(section.$version),
		values: omitKeys(section, key => key.startsWith('$')),
		metadata: asJsonObject(section.$metadata),
	};
}

/**
 * The twin as the service writes it (`GET /twins/{id}`).
 * @throws HubError kind `unexpected` when it is no twin
 */
export function parseTwin(document: unknown): Twin {
	if (!isJsonObject(document) || typeof document.deviceId !== 'string') {
		throw new HubError('unexpected', 'The hub answered with something else than a twin.', {hint: 'Try again.'});
	}
	const properties = asJsonObject(document.properties);
	return {
		deviceId: document.deviceId,
		etag: asText(document.etag),
		version: asNumber(document.version),
		tags: omitKeys(asJsonObject(document.tags), key => key.startsWith('$')),
		desired: parseSection(properties.desired),
		reported: parseSection(properties.reported),
		isConnected: document.connectionState === 'Connected',
		modelId: asText(document.modelId),
	};
}

/** Whether two readings show the same: every change moves one of these numbers. */
export function isSameTwin(one: Twin, other: Twin): boolean {
	return (
		one.deviceId === other.deviceId &&
		one.etag === other.etag &&
		one.version === other.version &&
		one.desired.version === other.desired.version &&
		one.reported.version === other.reported.version &&
		one.isConnected === other.isConnected &&
		one.modelId === other.modelId
	);
}
