import {randomBytes} from 'node:crypto';
import {HubFault} from './fault.js';
import {isJsonObject, readOwn} from './json.js';
import type {AuthenticationType, Identity, JsonObject, JsonValue} from './types.js';

type Authentication = Identity['authentication'];

const generatedKeyBytes = 32;
/** Decoded length of a symmetric key in bytes, as the service SDKs check it. */
const shortestKeyBytes = 16;
const longestKeyBytes = 64;
const base64Pattern = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** SHA-1 or SHA-256 of a certificate. */
const thumbprintPattern = /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/;

const noKeys = {primaryKey: null, secondaryKey: null};
const noThumbprints = {primaryThumbprint: null, secondaryThumbprint: null};

/** Random symmetric key, base64. */
function generateKey(): string {
	return randomBytes(generatedKeyBytes).toString('base64');
}

/**
 * The `authentication` part of an untrusted registry document. Absent: as `current` has it, else `sas` with new keys.
 * An empty key is replaced by a new one. @throws HubFault ArgumentInvalid
 */
export function readAuthentication(value: JsonValue | undefined, current: Authentication | undefined): Authentication {
	if ((value === undefined || value === null) && current !== undefined) return current;
	const document = readPart(value, 'authentication');
	const thumbprints = readPart(readOwn(document, 'x509Thumbprint'), 'authentication.x509Thumbprint');
	const type = readType(document, thumbprints);
	if (type === 'sas') {
		const given = readOwn(document, 'symmetricKey') ?? undefined;
		if (given === undefined && current?.type === 'sas') return current;
		return {type, symmetricKey: readKeys(readPart(given, 'authentication.symmetricKey')), x509Thumbprint: noThumbprints};
	}
	return {type, symmetricKey: noKeys, x509Thumbprint: type === 'selfSigned' ? readThumbprints(thumbprints) : noThumbprints};
}

/** @throws HubFault ArgumentInvalid when the text is no base64 of 16 to 64 bytes; the text itself is not told */
function checkKey(key: string): void {
	const length = base64Pattern.test(key) ? Buffer.byteLength(key, 'base64') : 0;
	if (length < shortestKeyBytes || length > longestKeyBytes) {
		throw new HubFault('ArgumentInvalid', `A symmetric key must be base64 of ${shortestKeyBytes} to ${longestKeyBytes} bytes.`);
	}
}

function readPart(value: JsonValue | undefined, name: string): JsonObject {
	if (value === undefined || value === null) return {};
	if (isJsonObject(value)) return value;
	throw new HubFault('ArgumentInvalid', `${name} must be an object.`);
}

function readType(document: JsonObject, thumbprints: JsonObject): AuthenticationType {
	const type = readOwn(document, 'type') ?? undefined;
	if (type === undefined) return readThumbprint(thumbprints, 'primaryThumbprint') === null ? 'sas' : 'selfSigned';
	if (type === 'sas' || type === 'selfSigned' || type === 'certificateAuthority' || type === 'none') return type;
	throw new HubFault('ArgumentInvalid', 'authentication.type must be sas, selfSigned, certificateAuthority or none.');
}

function readKeys(keys: JsonObject): Authentication['symmetricKey'] {
	return {primaryKey: readKey(keys, 'primaryKey'), secondaryKey: readKey(keys, 'secondaryKey')};
}

function readKey(keys: JsonObject, name: string): string {
	const key = readOwn(keys, name) ?? '';
	if (key === '') return generateKey();
	if (typeof key !== 'string') throw new HubFault('ArgumentInvalid', `authentication.symmetricKey.${name} must be text.`);
	checkKey(key);
	return key;
}

function readThumbprints(thumbprints: JsonObject): Authentication['x509Thumbprint'] {
	const primaryThumbprint = readThumbprint(thumbprints, 'primaryThumbprint');
	const secondaryThumbprint = readThumbprint(thumbprints, 'secondaryThumbprint');
	if (primaryThumbprint === null && secondaryThumbprint === null) {
		throw new HubFault('ArgumentInvalid', 'A selfSigned device needs a certificate thumbprint.');
	}
	if (primaryThumbprint !== null && secondaryThumbprint !== null && primaryThumbprint.length !== secondaryThumbprint.length) {
		throw new HubFault('ArgumentInvalid', 'Both thumbprints must have the same length.');
	}
	return {primaryThumbprint, secondaryThumbprint};
}

function readThumbprint(thumbprints: JsonObject, name: string): string | null {
	const value = readOwn(thumbprints, name) ?? '';
	if (value === '') return null;
	const digits = typeof value === 'string' ? value.replaceAll(':', '').toUpperCase() : '';
	if (thumbprintPattern.test(digits)) return digits;
	throw new HubFault('ArgumentInvalid', `${name} must have 40 or 64 hexadecimal digits.`);
}
