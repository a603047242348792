import {createHmac} from 'node:crypto';
import {UsageError} from '../errors.js';
import type {Secret} from '../secret.js';

/** The fields of a shared access signature. */
export type SasToken = {
	/** `sr` as it stands in the token: the signature is made over this very text. */
	readonly rawResource: string;
	/** `sr` decoded: `{host}`, `{host}/devices/{id}` or `{host}/devices/{id}/modules/{id}`. */
	readonly resource: string;
	/** `sig` decoded: base64 of an HMAC-SHA256. */
	readonly signature: string;
	/** `se` as it stands in the token, and as milliseconds since 1970. */
	readonly rawExpiry: string;
	readonly expiresAt: number;
	/** `skn`: the policy whose key signed; absent: the key of the device itself. */
	readonly policyName?: string;
};

const formHint = 'A token looks like SharedAccessSignature sr=my-hub.azure-devices.net%2Fdevices%2Fmy-device&sig=…&se=1795374949';

function decodeField(name: string, value: string): string {
	try {
		return decodeURIComponent(value);
	} catch {
		throw new UsageError(`The field ${name} of the token is not percent-encoded as it must be.`, formHint);
	}
}

/**
 * Reads any pasted token. The order of the fields is free (Azure's own tools differ in it).
 * @throws UsageError in one sentence, never with the signature
 */
export function parseSas(text: string): SasToken {
	const match = /^\s*SharedAccessSignature\s+(\S+)\s*$/i.exec(text);
	if (match === null) throw new UsageError('This is not a shared access signature.', formHint);
	const fields = new Map<string, string>();
	for (const pair of (match[1] ?? '').split('&')) {
		const at = pair.indexOf('=');
		if (at < 1) throw new UsageError('A part of the token is not of the form name=value.', formHint);
		const name = pair.slice(0, at);
		if (fields.has(name)) throw new UsageError('The token has a field twice.', formHint);
		fields.set(name, pair.slice(at + 1));
	}
	const [rawResource, rawSignature, rawExpiry, rawPolicy] = ['sr', 'sig', 'se', 'skn'].map(name => fields.get(name));
	if (!rawResource || !rawSignature || !rawExpiry) {
		const missing = [rawResource ? '' : 'sr (the resource)', rawSignature ? '' : 'sig (the signature)', rawExpiry ? '' : 'se (the expiry)'].filter(Boolean);
		throw new UsageError(`The token lacks ${missing.join(' and ')}.`, formHint);
	}
	if (!/^\d{1,15}$/.test(rawExpiry)) throw new UsageError('The expiry se of the token is not a whole number of seconds since 1970.', formHint);
	return {
		rawResource,
		resource: decodeField('sr', rawResource),
		signature: decodeField('sig', rawSignature),
		rawExpiry,
		expiresAt: Number(rawExpiry) * 1000,
		...(rawPolicy ? {policyName: decodeField('skn', rawPolicy)} : {}),
	};
}

/** HMAC-SHA256 over `sr`, a line feed and `se`, in base64 (Microsoft, "Control access to IoT Hub with shared access signatures"). */
export function computeSignature(rawResource: string, rawExpiry: string, key: Secret): string {
	return createHmac('sha256', Buffer.from(key.reveal(), 'base64')).update(`${rawResource}\n${rawExpiry}`).digest('base64');
}

/** What a token is made for. Ids are case-sensitive and keep their case. */
export type SasTarget = {readonly hostName: string; readonly deviceId?: string; readonly moduleId?: string};

/** `{host}/devices/{device}/modules/{module}`, as far as it is given. */
export function resourceOf({hostName, deviceId, moduleId}: SasTarget): string {
	return [hostName.toLowerCase(), ...(deviceId === undefined ? [] : ['devices', deviceId]), ...(moduleId === undefined ? [] : ['modules', moduleId])].join('/');
}

/** A token that is good for `target` until `expiresAt` (milliseconds since 1970, cut to seconds). `policyName`: whose key it is; absent: the device's own. */
export function createSas(target: SasTarget, key: Secret, expiresAt: number, policyName?: string): string {
	const rawResource = encodeURIComponent(resourceOf(target));
	const rawExpiry = String(Math.floor(expiresAt / 1000));
	const signature = encodeURIComponent(computeSignature(rawResource, rawExpiry, key));
	const policy = policyName === undefined ? '' : `&skn=${encodeURIComponent(policyName)}`;
	return `SharedAccessSignature sr=${rawResource}&sig=${signature}&se=${rawExpiry}${policy}`;
}
