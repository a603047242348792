import {HubError} from '../../errors.js';
import {findDeviceIdFault, findThumbprintsFault, normalizeThumbprint} from '../../identity-rules.js';
import type {NewDevice} from '../management-types.js';
import type {JsonObject} from '../types.js';
import {requireKey} from './key-change.js';

function check(fault: string | undefined, hint: string): void {
	if (fault !== undefined) throw new HubError('invalid', fault, {hint});
}

function describeAuthentication(authentication: NewDevice['authentication']): JsonObject {
	if (authentication.type === 'certificateAuthority') return {type: 'certificateAuthority'};
	if (authentication.type === 'sas') {
		const {keys} = authentication;
		// Empty keys: the hub makes them.
		const symmetricKey = keys ? {primaryKey: requireKey(keys.primary), secondaryKey: requireKey(keys.secondary)} : {primaryKey: '', secondaryKey: ''};
		return {type: 'sas', symmetricKey};
	}
	const {primaryThumbprint, secondaryThumbprint} = authentication;
	check(findThumbprintsFault(primaryThumbprint, secondaryThumbprint), 'Take it from `openssl x509 -fingerprint -sha256 -noout -in cert.pem`.');
	const x509Thumbprint = {
		primaryThumbprint: normalizeThumbprint(primaryThumbprint) || null,
		secondaryThumbprint: normalizeThumbprint(secondaryThumbprint) || null,
	};
	return {type: 'selfSigned', x509Thumbprint};
}

/**
 * The body of the request that registers a device.
 * @throws HubError kind `invalid` in one sentence, before anything is sent
 */
export function describeNewDevice({deviceId, isEnabled, authentication}: NewDevice): JsonObject {
	check(findDeviceIdFault(deviceId), 'Choose another id.');
	return {deviceId, status: isEnabled ? 'enabled' : 'disabled', authentication: describeAuthentication(authentication)};
}
