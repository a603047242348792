import {randomInt} from 'node:crypto';
import {readAuthentication} from './authentication.js';
import {HubFault} from './fault.js';
import {isJsonObject, readOwn} from './json.js';
import type {Identity, JsonObject} from './types.js';

/** An identity as the core keeps it. */
export type IdentityRecord = {
	readonly generationId: string;
	/** Counter behind the etag. */
	readonly version: number;
	readonly createdAt: number;
	readonly status: 'enabled' | 'disabled';
	readonly statusReason: string | null;
	readonly statusUpdatedAt: number;
	readonly authentication: Identity['authentication'];
	readonly isEdge: boolean;
	/** Scopes of the edge devices above this one. */
	readonly parentScopes: readonly string[];
};

/** Characters of a device id in the service SDKs' checks. */
const idPattern = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/;
const longestStatusReason = 128;

/** @throws HubFault ArgumentInvalid */
export function checkDeviceId(deviceId: unknown): asserts deviceId is string {
	if (typeof deviceId === 'string' && idPattern.test(deviceId)) return;
	throw new HubFault('ArgumentInvalid', "The device id must have 1 to 128 characters out of A-Z, a-z, 0-9 and -:.+%_#*?!(),=@;$'");
}

/** A new identity from an untrusted registry document. @throws HubFault ArgumentInvalid */
export function createIdentity(document: JsonObject, now: number): IdentityRecord {
	return {
		generationId: `${now}${randomInt(10_000, 100_000)}`,
		version: randomInt(100_000_000, 1_000_000_000),
		createdAt: now,
		status: readStatus(document) ?? 'enabled',
		statusReason: readStatusReason(document) ?? null,
		statusUpdatedAt: 0,
		authentication: readAuthentication(readOwn(document, 'authentication'), undefined),
		isEdge: readIsEdge(document) ?? false,
		parentScopes: [],
	};
}

/** The identity after an update; parts that the document leaves out stay as they are. @throws HubFault ArgumentInvalid */
export function updateIdentity(current: IdentityRecord, document: JsonObject, now: number): IdentityRecord {
	const status = readStatus(document) ?? current.status;
	const statusReason = readStatusReason(document);
	return {
		...current,
		version: current.version + 1,
		status,
		statusReason: statusReason === undefined ? current.statusReason : statusReason,
		statusUpdatedAt: status === current.status ? current.statusUpdatedAt : now,
		authentication: readAuthentication(readOwn(document, 'authentication'), current.authentication),
		isEdge: readIsEdge(document) ?? current.isEdge,
	};
}

function readStatus(document: JsonObject): 'enabled' | 'disabled' | undefined {
	const written = readOwn(document, 'status') ?? undefined;
	// The service SDK for Java begins it with a capital.
	const status = typeof written === 'string' ? written.toLowerCase() : written;
	if (status === undefined || status === 'enabled' || status === 'disabled') return status;
	throw new HubFault('ArgumentInvalid', "status must be 'enabled' or 'disabled'.");
}

function readStatusReason(document: JsonObject): string | null | undefined {
	const reason = readOwn(document, 'statusReason');
	if (reason === undefined || reason === null) return reason;
	if (typeof reason === 'string' && reason.length <= longestStatusReason) return reason;
	throw new HubFault('ArgumentInvalid', `statusReason must be text of at most ${longestStatusReason} characters.`);
}

function readIsEdge(document: JsonObject): boolean | undefined {
	const capabilities = readOwn(document, 'capabilities') ?? undefined;
	if (capabilities === undefined) return undefined;
	const isEdge = isJsonObject(capabilities) ? (readOwn(capabilities, 'iotEdge') ?? false) : undefined;
	if (typeof isEdge === 'boolean') return isEdge;
	throw new HubFault('ArgumentInvalid', 'capabilities must be an object whose iotEdge is true or false.');
}
