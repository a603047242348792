import {createHash, createHmac, timingSafeEqual} from 'node:crypto';
import {HubFault} from './fault.js';

/** A shared access signature, taken apart but not yet believed. */
export type Token = {
	/** Decoded resource without scheme: host in lower case, then the path as it came. */
	readonly resource: string;
	/** The literal `sr` and `se` of the token with a line feed between: what was signed. */
	readonly signedText: string;
	/** Base64 text of the HMAC-SHA256. */
	readonly signature: string;
	/** Milliseconds since 1970. */
	readonly expiresAt: number;
	/** `skn`; undefined when a device signed with its own key. */
	readonly policyName: string | undefined;
};

const prefix = 'SharedAccessSignature ';
const longestToken = 4096;

/** Takes a token apart. Fields come in any order; each is split at its first `=`. @throws HubFault IotHubUnauthorizedAccess */
export function parseToken(text: string): Token {
	if (text.length > longestToken || !text.startsWith(prefix)) throw malformed();
	const fields = new Map<string, string>();
	for (const pair of text.slice(prefix.length).trim().split('&')) {
		const at = pair.indexOf('=');
		const name = pair.slice(0, Math.max(at, 0));
		if (at < 1 || fields.has(name)) throw malformed();
		fields.set(name, pair.slice(at + 1));
	}
	const resource = fields.get('sr') ?? '';
	const expiry = fields.get('se') ?? '';
	const signature = fields.get('sig') ?? '';
	const policyName = fields.get('skn') ?? '';
	if (resource === '' || signature === '' || !/^\d{1,15}$/.test(expiry)) throw malformed();
	return {
		resource: normalizeResource(decodeField(resource)),
		signedText: `${resource}\n${expiry}`,
		signature: decodeField(signature),
		expiresAt: Number(expiry) * 1000,
		policyName: policyName === '' ? undefined : decodeField(policyName),
	};
}

/** Whether one of the keys made the token's signature. Every key is tried, so that the time taken does not tell which. */
export function isSignedBy(token: Token, keys: readonly Buffer[]): boolean {
	let isSigned = false;
	for (const key of keys) {
		const expected = createHmac('sha256', key).update(token.signedText).digest('base64');
		if (isSameText(expected, token.signature)) isSigned = true;
	}
	return isSigned;
}

/** Compares two texts in a time that does not depend on where they differ. */
export function isSameText(one: string, other: string): boolean {
	return timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest());
}

function malformed(): HubFault {
	return new HubFault('IotHubUnauthorizedAccess', 'The token is not a well-formed shared access signature.');
}

function decodeField(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw malformed();
	}
}

function normalizeResource(resource: string): string {
	const withoutScheme = resource.replace(/^[a-z]+:\/\//i, '');
	const slash = withoutScheme.indexOf('/');
	if (slash < 0) return withoutScheme.toLowerCase();
	return withoutScheme.slice(0, slash).toLowerCase() + withoutScheme.slice(slash).replace(/\/+$/, '');
}
