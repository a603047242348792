import type {Device} from '../devices.js';
import {renderScopes} from '../edge-scope.js';
import {formatIdentityEtag, formatTwinEtag} from '../etag.js';
import {draftFrom} from '../json.js';
import {formatTime} from '../timestamps.js';
import type {JsonObject, TwinDocument} from '../types.js';
import {stampOf} from './metadata.js';

/** One of desired and reported. */
export type TwinSection = {
	/** `$version`. */
	readonly version: number;
	readonly values: JsonObject;
	/** `$metadata`: the tree of stamps beside the values. */
	readonly metadata: JsonObject;
};

/** A twin as the core keeps it. */
export type TwinRecord = {
	/** Counter behind the etag. */
	readonly etag: number;
	/** Counts changes to tags and desired properties; a new twin begins at 2, as the service's does. */
	readonly version: number;
	readonly tags: JsonObject;
	readonly desired: TwinSection;
	readonly reported: TwinSection;
};

export function createTwin(now: number): TwinRecord {
	return {
		etag: 1,
		version: 2,
		tags: draftFrom(),
		desired: {version: 1, values: draftFrom(), metadata: draftFrom(stampOf(now, 1))},
		reported: {version: 1, values: draftFrom(), metadata: draftFrom(stampOf(now, undefined))},
	};
}

/** The twin as the service answers it. */
export function renderTwin(device: Device): TwinDocument {
	const {identity, twin} = device;
	return {
		deviceId: device.deviceId,
		etag: formatTwinEtag(twin.etag),
		deviceEtag: formatIdentityEtag(identity.version),
		status: identity.status,
		statusReason: identity.statusReason,
		statusUpdateTime: formatTime(identity.statusUpdatedAt),
		connectionState: device.connection === undefined ? 'Disconnected' : 'Connected',
		lastActivityTime: formatTime(device.lastActivityAt),
		cloudToDeviceMessageCount: device.queue.count,
		authenticationType: identity.authentication.type,
		x509Thumbprint: identity.authentication.x509Thumbprint,
		modelId: '',
		version: twin.version,
		tags: twin.tags,
		properties: {desired: renderSection(twin.desired), reported: renderSection(twin.reported)},
		capabilities: {iotEdge: identity.isEdge},
		...renderScopes(device),
	};
}

/** The section as a device sees it. */
export function renderForDevice({values, version}: TwinSection): JsonObject {
	return draftFrom(values, {$version: version});
}

const renderedSections = new WeakMap<TwinSection, JsonObject>();

/** Sections never change in place, so that each is put together once, however many queries look at it. */
function renderSection(section: TwinSection): JsonObject {
	const present = renderedSections.get(section);
	if (present !== undefined) return present;
	const rendered = draftFrom(section.values, {$metadata: section.metadata, $version: section.version});
	renderedSections.set(section, rendered);
	return rendered;
}
