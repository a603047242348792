import type {Duplex} from 'node:stream';
import {TLSSocket} from 'node:tls';
import type {ClientCertificate} from './core/types.js';

/**
 * Options of TLS servers that devices may sign in to with a certificate. No authority vouches for those: what counts is their thumbprint,
 * which the core compares, and that the handshake proved that the client has the key.
 */
export const askForCertificate = {requestCert: true, rejectUnauthorized: false} as const;

const readFingerprint = (text: string): string => text.replaceAll(':', '');

/** The certificate that a client showed in the TLS handshake, if any; there is none behind a WebSocket. */
export function readClientCertificate(stream: Duplex): ClientCertificate | undefined {
	const certificate = stream instanceof TLSSocket ? stream.getPeerX509Certificate() : undefined;
	return (
		certificate && {
			sha1: readFingerprint(certificate.fingerprint),
			sha256: readFingerprint(certificate.fingerprint256),
			validFrom: certificate.validFromDate.getTime(),
			validTo: certificate.validToDate.getTime(),
		}
	);
}
