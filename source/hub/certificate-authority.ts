import {X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import tls from 'node:tls';
import {UsageError} from '../errors.js';

const hint = 'Start the emulator again and copy the connection string that it prints, or correct CaFile.';

function readPem(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
		throw new UsageError(`The file ${path} of CaFile ${isMissing ? 'does not exist' : 'cannot be read'}.`, hint);
	}
}

/**
 * The PEM text of the certificate authority in a file.
 * @throws UsageError when the file is missing, unreadable or no PEM certificate
 */
export function readCertificateAuthority(path: string): string {
	const pem = readPem(path);
	try {
		new X509Certificate(pem);
	} catch {
		throw new UsageError(`The file ${path} of CaFile is not a certificate in PEM form.`, hint);
	}
	return pem;
}

/**
 * Adds an authority to those that every TLS connection of this thread trusts; the public ones stay. The Event Hubs client takes no
 * authority of its own over AMQP. Harmless when called again with the same one.
 */
export function trustCertificateAuthority(pem: string): void {
	const known = tls.getCACertificates('default');
	if (!known.some(certificate => certificate.trim() === pem.trim())) tls.setDefaultCACertificates([...known, pem]);
}
