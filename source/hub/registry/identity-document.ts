import {HubError} from '../../errors.js';
import {Secret} from '../../secret.js';
import type {DeviceRow} from '../device-table.js';
import {asJsonObject, asNumber, asText, isJsonObject} from '../json-value.js';
import type {DeviceIdentity, DeviceKeys} from '../management-types.js';
import type {AuthenticationType, JsonObject} from '../types.js';

const authenticationTypes: ReadonlyMap<unknown, AuthenticationType> = new Map([
	['sas', 'sas'],
	['selfSigned', 'selfSigned'],
	['certificateAuthority', 'certificateAuthority'],
]);

/** The service writes 0001-01-01T00:00:00 for "never", and leaves the zone out at times: it is always UTC. */
export function parseServiceTime(value: unknown): number {
	const text = asText(value);
	const time = Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
	return Number.isNaN(time) || time < 0 ? 0 : time;
}

/** How a device signs in, by the name that the registry has for it. */
export function parseAuthenticationType(value: unknown): AuthenticationType {
	return authenticationTypes.get(value) ?? 'none';
}

/** The keys of an identity document; empty texts where it has none. */
export function parseKeys(document: JsonObject): DeviceKeys {
	const {primaryKey, secondaryKey} = asJsonObject(asJsonObject(document.authentication).symmetricKey);
	return {primary: new Secret(asText(primaryKey)), secondary: new Secret(asText(secondaryKey))};
}

/**
 * The document of an identity as it came (`GET /devices/{id}`).
 * @throws HubError kind `unexpected` when it is none
 */
export function requireDocument(body: unknown): JsonObject {
	if (isJsonObject(body) && typeof body.deviceId === 'string') return body;
	throw new HubError('unexpected', 'The hub answered with something else than an identity.', {hint: 'Try again.'});
}

/**
 * An identity as the service writes it.
 * @throws HubError kind `unexpected` when it is none
 */
export function parseIdentity(body: unknown): DeviceIdentity {
	const document = requireDocument(body);
	const parts = asJsonObject(document.authentication);
	const authentication = parseAuthenticationType(parts.type);
	const {primaryThumbprint, secondaryThumbprint} = asJsonObject(parts.x509Thumbprint);
	return {
		deviceId: asText(document.deviceId),
		etag: asText(document.etag),
		generationId: asText(document.generationId),
		isEnabled: document.status !== 'disabled',
		statusReason: asText(document.statusReason),
		authentication,
		...(authentication === 'sas' ? {keys: parseKeys(document)} : {}),
		...(authentication === 'selfSigned' ? {thumbprints: {primary: asText(primaryThumbprint), secondary: asText(secondaryThumbprint)}} : {}),
		isConnected: document.connectionState === 'Connected',
		connectionStateUpdatedAt: parseServiceTime(document.connectionStateUpdatedTime),
		lastActivityAt: parseServiceTime(document.lastActivityTime),
		c2dMessageCount: asNumber(document.cloudToDeviceMessageCount),
	};
}

/** Whether two readings show the same: the etag covers all that the registry itself keeps. */
export function isSameIdentity(one: DeviceIdentity, other: DeviceIdentity): boolean {
	return (
		one.etag === other.etag &&
		one.generationId === other.generationId &&
		one.isConnected === other.isConnected &&
		one.connectionStateUpdatedAt === other.connectionStateUpdatedAt &&
		one.lastActivityAt === other.lastActivityAt &&
		one.c2dMessageCount === other.c2dMessageCount
	);
}

/** The identity as a row of the device list. */
export function toDeviceRow({deviceId, isEnabled, isConnected, authentication, lastActivityAt}: DeviceIdentity): DeviceRow {
	return {deviceId, isEnabled, isConnected, authentication, lastActivityAt};
}
