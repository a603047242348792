import {readConnectionFields} from './connection-fields.js';
import {UsageError} from './errors.js';
import {Secret} from './secret.js';

/** What a device signs in with, from its connection string. Prints without its key. */
export type DeviceCredential = {
	readonly hostName: string;
	readonly deviceId: string;
	readonly moduleId?: string;
	/** Where the socket goes when it is not the hub itself: host, or `host:port` for a local hub. */
	readonly gatewayHostName?: string;
	/** Exactly one of the three ways to sign in. */
	readonly proof: {readonly type: 'key'; readonly key: Secret} | {readonly type: 'token'; readonly token: Secret} | {readonly type: 'x509'};
};

const formHint = "Copy it from the device's page; it looks like HostName=my-hub.azure-devices.net;DeviceId=my-device;SharedAccessKey=…";

function proofOf(fields: ReadonlyMap<string, string>): DeviceCredential['proof'] {
	const key = fields.get('sharedaccesskey');
	const token = fields.get('sharedaccesssignature');
	const isX509 = fields.get('x509')?.toLowerCase() === 'true';
	if ([key !== undefined, token !== undefined, isX509].filter(Boolean).length !== 1) {
		throw new UsageError('A device connection string has exactly one of SharedAccessKey, SharedAccessSignature and x509=true.', formHint);
	}
	if (key !== undefined) return {type: 'key', key: new Secret(key)};
	return token === undefined ? {type: 'x509'} : {type: 'token', token: new Secret(token)};
}

/**
 * Reads the connection string of a device or a module. The key is kept as it came: whether it is base64 text is for a check to say.
 * @throws UsageError in one sentence, without the key
 */
export function parseDeviceCredential(connectionString: string): DeviceCredential {
	const fields = readConnectionFields(connectionString);
	const [hostName, deviceId, moduleId, gatewayHostName] = ['hostname', 'deviceid', 'moduleid', 'gatewayhostname'].map(name => fields.get(name));
	if (fields.has('sharedaccesskeyname')) throw new UsageError('This is the connection string of a hub, not of a device.', formHint);
	if (!hostName || !deviceId) throw new UsageError(`The device connection string has no ${hostName ? 'DeviceId' : 'HostName'}.`, formHint);
	return {hostName, deviceId, ...(moduleId ? {moduleId} : {}), ...(gatewayHostName ? {gatewayHostName} : {}), proof: proofOf(fields)};
}
