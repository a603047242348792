import type {Device, DeviceTable} from './devices.js';
import {HubFault} from './fault.js';
import {checkDeviceId} from './identity.js';
import {draftFrom, isJsonObject, readOwn} from './json.js';
import type {BulkError, Identity, JsonObject} from './types.js';

const mostEntries = 100;

/** What one entry of a bulk call can do. */
export type BulkActions = {
	put(deviceId: string, document: JsonObject, ifMatch: string | undefined): Identity;
	remove(deviceId: string, ifMatch: string | undefined): void;
	patchTwin(device: Device, body: JsonObject, ifMatch: string | undefined): void;
};

/** `POST /devices`: up to 100 entries, each with its own `importMode`. */
export function createBulk(devices: DeviceTable, {put, remove, patchTwin}: BulkActions): (entries: readonly JsonObject[]) => readonly BulkError[] {
	const createDevice = (deviceId: string, entry: JsonObject) => {
		const twin = readTwin(entry);
		put(deviceId, readIdentity(entry), undefined);
		if (twin === undefined) return;
		try {
			patchTwin(devices.require(deviceId), twin, undefined);
		} catch (error) {
			remove(deviceId, undefined);
			throw error;
		}
	};
	const updateTwin = (deviceId: string, entry: JsonObject, ifMatch: string) => patchTwin(devices.require(deviceId), readTwin(entry) ?? {}, ifMatch);

	const run = (entry: JsonObject): void => {
		if (isForModule(entry)) throw new HubFault('FeatureNotSupported', 'The local hub does not emulate module identities.');
		const deviceId = readOwn(entry, 'id');
		checkDeviceId(deviceId);
		const mode = (readText(entry, 'importMode') ?? 'create').toLowerCase();
		if (mode === 'create') createDevice(deviceId, entry);
		else if (mode === 'update') put(deviceId, readIdentity(entry), '*');
		else if (mode === 'updateifmatchetag') put(deviceId, readIdentity(entry), requireEtag(entry, 'eTag'));
		else if (mode === 'delete') remove(deviceId, undefined);
		else if (mode === 'deleteifmatchetag') remove(deviceId, requireEtag(entry, 'eTag'));
		else if (mode === 'updatetwin') updateTwin(deviceId, entry, '*');
		else if (mode === 'updatetwinifmatchetag') updateTwin(deviceId, entry, requireEtag(entry, 'twinETag'));
		else throw new HubFault('ArgumentInvalid', 'The importMode is not known.');
	};

	return entries => {
		if (entries.length === 0) throw new HubFault('ArgumentInvalid', 'A bulk call needs at least one entry.');
		if (entries.length > mostEntries) throw new HubFault('TooManyDevices', `A bulk call may have at most ${mostEntries} entries.`);
		if (!entries.every(isJsonObject)) throw new HubFault('ArgumentInvalid', 'Each entry of a bulk call must be an object.');
		const ids = entries.filter(entry => !isForModule(entry)).map(entry => readOwn(entry, 'id'));
		if (new Set(ids).size < ids.length) throw new HubFault('DeviceDefinedMultipleTimes');
		const errors: BulkError[] = [];
		for (const entry of entries) {
			try {
				run(entry);
			} catch (error) {
				if (!(error instanceof HubFault)) throw error;
				errors.push(describeError(entry, error));
			}
		}
		return errors;
	};
}

/** An entry with a module's id means the module, whatever else it says, and never its device. */
function isForModule(entry: JsonObject): boolean {
	return (readOwn(entry, 'moduleId') ?? undefined) !== undefined;
}

function describeError(entry: JsonObject, {faultName, message}: HubFault): BulkError {
	return {
		deviceId: readText(entry, 'id') ?? '',
		errorCode: faultName,
		errorStatus: message,
		moduleId: readText(entry, 'moduleId') ?? null,
		operation: readText(entry, 'importMode') ?? 'create',
	};
}

function readText(entry: JsonObject, name: string): string | undefined {
	const value = readOwn(entry, name);
	return typeof value === 'string' ? value : undefined;
}

function requireEtag(entry: JsonObject, name: string): string {
	const etag = readText(entry, name) ?? '';
	if (etag !== '') return etag;
	throw new HubFault('ArgumentNull', `${name} is needed with this importMode.`);
}

function readIdentity(entry: JsonObject): JsonObject {
	const identity = draftFrom(entry);
	delete identity.deviceId;
	return identity;
}

/** The twin sections of the entry; undefined when it has none. */
function readTwin(entry: JsonObject): JsonObject | undefined {
	const tags = readOwn(entry, 'tags') ?? undefined;
	const properties = readOwn(entry, 'properties') ?? undefined;
	if (tags === undefined && properties === undefined) return undefined;
	return draftFrom(tags === undefined ? {} : {tags}, properties === undefined ? {} : {properties});
}
