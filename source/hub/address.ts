import {readConnectionFields} from '../connection-fields.js';
import {UsageError} from '../errors.js';
import {Secret} from '../secret.js';
import {readCertificateAuthority} from './certificate-authority.js';

/** Where a hub is and how to sign in to it. Prints without its key. */
export type HubAddress = {
	readonly hostName: string;
	/** Shared access policy. */
	readonly policyName: string;
	/** Base64 text. */
	readonly key: Secret;
	readonly httpsPort: number;
	readonly amqpsPort: number;
	readonly mqttsPort: number;
	/** PEM file with the authority that signed the hub's certificate, and its text; absent: the system's roots decide. */
	readonly caFile?: string;
	readonly ca?: string;
};

const example = 'HostName=my-hub.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=…';
const copyHint = `Copy it from the hub's "Shared access policies" page; it looks like ${example}`;

function refuseOtherKinds(fields: ReadonlyMap<string, string>): void {
	if (fields.get('endpoint')?.toLowerCase().startsWith('sb://')) {
		throw new UsageError('This is an Event Hubs connection string, not one of an IoT hub.', copyHint);
	}
	if (fields.has('deviceid')) {
		throw new UsageError('This is the connection string of a device, not of a hub.', copyHint);
	}
	if (fields.has('sharedaccesssignature')) {
		throw new UsageError(
			'The connection string holds a token instead of a key, which could not be renewed.',
			'Use the connection string of a shared access policy, with SharedAccessKeyName and SharedAccessKey.',
		);
	}
}

function requireField(fields: ReadonlyMap<string, string>, name: string): string {
	const value = fields.get(name.toLowerCase());
	if (!value) throw new UsageError(`The connection string has no ${name}.`, copyHint);
	return value;
}

function parseHostName(hostName: string): string {
	if (/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(hostName)) return hostName;
	throw new UsageError(
		'HostName in the connection string is not a plain host name.',
		'Leave out scheme, path and port; a port of a local hub goes into HttpsPort, AmqpsPort or MqttsPort.',
	);
}

function parseKey(key: string): Secret {
	if (/^[A-Za-z0-9+/]{4,}={0,2}$/.test(key) && key.length % 4 === 0) return new Secret(key);
	throw new UsageError('SharedAccessKey in the connection string is not base64 text.', 'It was probably cut off while copying: a key ends in "=" as a rule.');
}

function parsePort(fields: ReadonlyMap<string, string>, name: string, fallback: number): number {
	const text = fields.get(name.toLowerCase());
	if (text === undefined) return fallback;
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new UsageError(`${name} in the connection string is not a port number.`, 'A port is a whole number from 1 to 65535.');
}

/**
 * Reads the connection string of a shared access policy. `HttpsPort`, `AmqpsPort`, `MqttsPort` and `CaFile` describe a local hub;
 * left out, they mean 443, 5671, 8883 and the system's roots.
 * @throws UsageError in one sentence, without the key
 */
export function parseHubAddress(connectionString: string): HubAddress {
	const text = connectionString.trim();
	if (text === '') throw new UsageError('The connection string is empty.', copyHint);
	const fields = readConnectionFields(text);
	refuseOtherKinds(fields);
	if (!fields.has('hostname') && !fields.has('sharedaccesskey')) {
		throw new UsageError('This is not the connection string of an IoT hub.', copyHint);
	}
	const caFile = fields.get('cafile');
	return Object.freeze({
		hostName: parseHostName(requireField(fields, 'HostName')),
		policyName: requireField(fields, 'SharedAccessKeyName'),
		key: parseKey(requireField(fields, 'SharedAccessKey')),
		httpsPort: parsePort(fields, 'HttpsPort', 443),
		amqpsPort: parsePort(fields, 'AmqpsPort', 5671),
		mqttsPort: parsePort(fields, 'MqttsPort', 8883),
		...(caFile ? {caFile, ca: readCertificateAuthority(caFile)} : {}),
	});
}
