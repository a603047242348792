import {randomBytes} from 'node:crypto';
import type {Device, DeviceTable} from './devices.js';
import {HubFault} from './fault.js';
import type {Timers} from './timers.js';
import {isSameText, isSignedBy, parseToken} from './token.js';
import type {Access, CoreOptions, Policy} from './types.js';

const refusal = 'IotHubUnauthorizedAccess';
/** One text for a wrong key and for a device that does not exist, so that ids cannot be probed. */
const badSignature = "The token's signature does not match.";

/** Sign-in rules of the hub ("Control access to IoT Hub with shared access signatures"). */
export function createAccess(options: CoreOptions, devices: DeviceTable, timers: Timers): Access {
	const policies = new Map(options.policies.map(policy => [policy.name, policy]));
	const decoyKeys = [randomBytes(32), randomBytes(32)];

	const requirePolicy = (name: string): Policy => {
		const policy = policies.get(name);
		if (policy === undefined) throw new HubFault(refusal, 'The hub has no policy of that name.');
		return policy;
	};

	return {
		verifyToken(text) {
			const token = parseToken(text);
			const {resource, expiresAt} = token;
			const path = readPath(resource, options.hostNames);
			if (token.policyName !== undefined) {
				const policy = requirePolicy(token.policyName);
				if (!isSignedBy(token, [Buffer.from(policy.key, 'base64'), Buffer.from(policy.key)])) throw new HubFault(refusal, badSignature);
				checkExpiry(expiresAt, timers.now());
				return {scope: 'hub', policyName: policy.name, permissions: policy.permissions, resource, expiresAt};
			}
			const [root, segment, ...rest] = path;
			if (root !== 'devices' || segment === undefined || rest.length > 0) {
				throw new HubFault(refusal, 'A token without a policy name must be issued for one device.');
			}
			const deviceId = devices.get(segment) === undefined ? decodeAgain(segment) : segment;
			const keys = readDeviceKeys(devices.get(deviceId));
			if (!isSignedBy(token, keys ?? decoyKeys) || keys === undefined) throw new HubFault(refusal, badSignature);
			checkExpiry(expiresAt, timers.now());
			return {scope: 'device', deviceId, resource: `${options.hostNames[0]}/devices/${deviceId}`, expiresAt};
		},
		verifyCertificate(deviceId, {sha1, sha256, validFrom, validTo}) {
			const {primaryThumbprint, secondaryThumbprint} = devices.get(deviceId)?.identity.authentication.x509Thumbprint ?? {};
			if (![primaryThumbprint, secondaryThumbprint].some(known => known === sha1 || known === sha256)) {
				throw new HubFault(refusal, `The thumbprint of the certificate is not one of the device's. SHA1Hash: ${sha1}, SHA2Hash: ${sha256}`);
			}
			if (timers.now() < validFrom || timers.now() >= validTo) throw new HubFault(refusal, 'The certificate is not valid at this time.');
			return {scope: 'certificate', deviceId, resource: `${options.hostNames[0]}/devices/${deviceId}`, expiresAt: validTo};
		},
		verifyKey(policyName, key) {
			const policy = requirePolicy(policyName);
			if (!isSameText(policy.key, key)) throw new HubFault(refusal, 'The key does not match.');
			const {name, permissions} = policy;
			return {scope: 'hub', policyName: name, permissions, resource: options.hostNames[0] ?? '', expiresAt: Number.POSITIVE_INFINITY};
		},
		requirePermission(principal, permission) {
			if (principal.scope !== 'hub') throw new HubFault(refusal, "A device's own token does not give access to the hub.");
			if (!principal.permissions.includes(permission)) throw new HubFault(refusal, `The policy lacks the permission ${permission}.`);
			const [root] = readPath(principal.resource, options.hostNames);
			if (root === undefined) return;
			const isEndpoint = root === 'messages' || root.toLowerCase() === options.eventHubName.toLowerCase();
			if (!isEndpoint || permission !== 'ServiceConnect') throw new HubFault(refusal, "The token's resource does not cover the hub.");
		},
		requireDevice(principal, deviceId) {
			const device = devices.get(deviceId);
			const isOwn = principal.scope === 'hub' ? principal.permissions.includes('DeviceConnect') : principal.deviceId === deviceId;
			const path = readPath(principal.resource, options.hostNames);
			const [root = 'devices', segment = deviceId] = path;
			const isCovered = path.length <= 2 && root === 'devices' && (segment === deviceId || decodeAgain(segment) === deviceId);
			if (!isOwn || !isCovered || device?.identity.status !== 'enabled') {
				throw new HubFault(refusal, 'The token does not give access to this device, or the device is not registered and enabled.');
			}
		},
	};
}

function checkExpiry(expiresAt: number, now: number): void {
	if (expiresAt <= now) throw new HubFault(refusal, 'The token has expired.');
}

/** Path segments of a resource below one of the hub's host names; a port behind the name is ignored. @throws HubFault */
function readPath(resource: string, hostNames: readonly string[]): readonly string[] {
	const [host = '', ...path] = resource.split('/');
	if (!hostNames.includes(host.replace(/:\d{1,5}$/, ''))) throw new HubFault(refusal, 'The token was issued for another host.');
	return path;
}

/** The device SDK for .NET encodes the id of a device twice in what it signs. */
function decodeAgain(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** Undefined when the device cannot sign in with a key. */
function readDeviceKeys(device: Device | undefined): readonly Buffer[] | undefined {
	const {primaryKey, secondaryKey} = device?.identity.authentication.symmetricKey ?? {};
	if (!primaryKey || !secondaryKey) return undefined;
	return [Buffer.from(primaryKey, 'base64'), Buffer.from(secondaryKey, 'base64')];
}
