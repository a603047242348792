import {randomBytes} from 'node:crypto';
import {HubError} from '../../errors.js';
import {findKeyFault} from '../../identity-rules.js';
import {Secret} from '../../secret.js';
import {asJsonObject} from '../json-value.js';
import type {DeviceKeys, KeyChange} from '../management-types.js';
import type {JsonObject} from '../types.js';
import {parseAuthenticationType, parseKeys} from './identity-document.js';

/** As long as the keys that the hub makes. */
const keyBytes = 32;

/** A key that may be given to a device. @throws HubError kind `invalid`, without the key */
export function requireKey(key: {reveal(): string}): string {
	const text = key.reveal();
	const fault = findKeyFault(text);
	if (fault === undefined) return text;
	throw new HubError('invalid', fault, {hint: 'A new key is made by `openssl rand -base64 32`.'});
}

function changeKeys(keys: DeviceKeys, change: KeyChange): DeviceKeys {
	if (change.type === 'swap') return {primary: keys.secondary, secondary: keys.primary};
	const key = new Secret(change.type === 'set' ? requireKey(change.key) : randomBytes(keyBytes).toString('base64'));
	return {...keys, [change.which]: key};
}

/**
 * An identity document with other keys; everything else stays as it came. A new key is made here, so that the other one is never sent
 * empty, which would make the hub replace it.
 * @throws HubError kind `invalid` for a device that signs in without keys, or a key that is none
 */
export function applyKeyChange(document: JsonObject, change: KeyChange): JsonObject {
	const authentication = asJsonObject(document.authentication);
	if (parseAuthenticationType(authentication.type) !== 'sas') {
		throw new HubError('invalid', 'The device does not sign in with keys.', {hint: 'It uses a certificate; register another device to use keys.'});
	}
	const keys = changeKeys(parseKeys(document), change);
	const symmetricKey = {
		...asJsonObject(authentication.symmetricKey),
		primaryKey: requireKey(keys.primary),
		secondaryKey: requireKey(keys.secondary),
	};
	return {...document, authentication: {...authentication, symmetricKey}};
}
