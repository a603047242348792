import {HubFault} from './fault.js';

/** The etag of a twin: base64 of an 8-byte big-endian counter, as the service writes it. */
export function formatTwinEtag(counter: number): string {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64BE(BigInt(counter));
	return bytes.toString('base64');
}

/** The etag of an identity: base64 of a decimal number, as the service writes it. */
export function formatIdentityEtag(version: number): string {
	return Buffer.from(String(version)).toString('base64');
}

/**
 * Compares an `If-Match` value with the present etag. Understood are `*`, `"*"`, `"value"`, bare `value` and the weak
 * prefix `W/`; undefined matches everything. @throws HubFault PreconditionFailed
 */
export function checkIfMatch(ifMatch: string | undefined, etag: string): void {
	if (ifMatch === undefined) return;
	const wanted = ifMatch
		.trim()
		.replace(/^W\//, '')
		.replace(/^"(.*)"$/, '$1');
	if (wanted !== '*' && wanted !== etag) throw new HubFault('PreconditionFailed');
}
