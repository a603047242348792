import {createQueue} from './c2d/queue.js';
import type {Device} from './devices.js';
import {HubFault} from './fault.js';
import {isJsonObject, readOwn} from './json.js';
import {readStoredItem, writeStoredItem} from './stored-message.js';
import {mergePatch} from './twin/merge.js';
import type {TwinSection} from './twin/record.js';
import type {JsonObject, JsonValue, StoredDevice} from './types.js';

/** One device as JSON, with everything that must survive: identity, twin, queued messages. Locks and connections do not. */
export function writeStoredDevice(device: Device): StoredDevice {
	const {deviceId, identity, twin, lastActivityAt} = device;
	return {deviceId, document: {identity, twin, lastActivityAt, queue: device.queue.items().map(writeStoredItem)}};
}

/** The reverse of `writeStoredDevice`. @throws HubFault IotHubFormatError when the document is not one of its making */
export function readStoredDevice({deviceId, document}: StoredDevice): Omit<Device, 'ordinal'> {
	const fail = (): never => {
		throw new HubFault('IotHubFormatError', `The stored device '${deviceId}' cannot be read.`);
	};
	const part = (object: JsonObject, name: string): JsonObject => {
		const value = readOwn(object, name);
		return isJsonObject(value) ? value : fail();
	};
	const count = (object: JsonObject, name: string): number => {
		const value = readOwn(object, name);
		return typeof value === 'number' ? value : fail();
	};
	const text = (object: JsonObject, name: string): string => {
		const value = readOwn(object, name);
		return typeof value === 'string' ? value : fail();
	};
	const textOrNull = (object: JsonObject, name: string): string | null => (readOwn(object, name) === null ? null : text(object, name));
	const texts = (value: JsonValue): readonly string[] => (Array.isArray(value) && value.every(item => typeof item === 'string') ? value : fail());
	const section = (object: JsonObject): TwinSection => ({
		version: count(object, 'version'),
		values: mergePatch({}, part(object, 'values')),
		metadata: mergePatch({}, part(object, 'metadata')),
	});

	const identity = part(document, 'identity');
	const authentication = part(identity, 'authentication');
	const keys = part(authentication, 'symmetricKey');
	const thumbprints = part(authentication, 'x509Thumbprint');
	const type = text(authentication, 'type');
	const isKnownType = type === 'sas' || type === 'selfSigned' || type === 'certificateAuthority' || type === 'none';
	const twin = part(document, 'twin');
	const queue = readOwn(document, 'queue');
	return {
		deviceId,
		identity: {
			generationId: text(identity, 'generationId'),
			version: count(identity, 'version'),
			createdAt: count(identity, 'createdAt'),
			status: text(identity, 'status') === 'disabled' ? 'disabled' : 'enabled',
			statusReason: textOrNull(identity, 'statusReason'),
			statusUpdatedAt: count(identity, 'statusUpdatedAt'),
			authentication: {
				type: isKnownType ? type : fail(),
				symmetricKey: {primaryKey: textOrNull(keys, 'primaryKey'), secondaryKey: textOrNull(keys, 'secondaryKey')},
				x509Thumbprint: {
					primaryThumbprint: textOrNull(thumbprints, 'primaryThumbprint'),
					secondaryThumbprint: textOrNull(thumbprints, 'secondaryThumbprint'),
				},
			},
			isEdge: readOwn(identity, 'isEdge') === true,
			parentScopes: texts(readOwn(identity, 'parentScopes') ?? []),
		},
		twin: {
			etag: count(twin, 'etag'),
			version: count(twin, 'version'),
			tags: mergePatch({}, part(twin, 'tags')),
			desired: section(part(twin, 'desired')),
			reported: section(part(twin, 'reported')),
		},
		queue: createQueue(Array.isArray(queue) ? queue.map(item => readStoredItem(item) ?? fail()) : fail()),
		connection: undefined,
		connectionStateUpdatedAt: 0,
		lastActivityAt: count(document, 'lastActivityAt'),
	};
}
