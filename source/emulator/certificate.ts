import 'reflect-metadata';
import {createPrivateKey, webcrypto} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import * as x509 from '@peculiar/x509';
import {type Authority, algorithm, backdateMs, createAuthority, createSerialNumber, exportKey, isIntact, isUsable} from './certificate-authority.js';
import {EmulatorError} from './emulator-error.js';
import type {Certificate} from './types.js';

const certFileName = 'ca.pem';
const keyFileName = 'ca-key.pem';

/**
 * Signs a new server certificate for the loopback names and the hub's; it ends with its authority.
 * @param faults what makes it a bad one: other names, without the loopback addresses then, or another time
 */
export async function issueCertificate(
	authority: Authority,
	hostName: string,
	faults: {readonly names?: readonly string[]; readonly notBefore?: Date; readonly notAfter?: Date} = {},
): Promise<Certificate> {
	const addresses = faults.names === undefined ? ['127.0.0.1', '::1'] : [];
	const names = faults.names ?? [...new Set(['localhost', hostName])];
	const issuer = new x509.X509Certificate(authority.cert);
	const signingKey = createPrivateKey(authority.key).toCryptoKey(algorithm, false, ['sign']);
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const leaf = await x509.X509CertificateGenerator.create({
		serialNumber: createSerialNumber(),
		subject: `CN=${hostName.length <= 64 ? hostName : 'localhost'}`,
		issuer: issuer.subject,
		notBefore: faults.notBefore ?? new Date(Date.now() - backdateMs),
		notAfter: faults.notAfter ?? issuer.notAfter,
		signingAlgorithm: algorithm,
		publicKey: keys.publicKey,
		signingKey,
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
			new x509.SubjectAlternativeNameExtension([
				...names.map(value => ({type: 'dns' as const, value})),
				...addresses.map(value => ({type: 'ip' as const, value})),
			]),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
			await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
		],
	});
	return {ca: authority.cert, cert: leaf.toString('pem'), key: exportKey(keys.privateKey)};
}

async function readIfPresent(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}
}

/** @throws EmulatorError when there is a certificate, but not with its key. */
async function readAuthority(directory: string): Promise<Authority | undefined> {
	const [cert, key] = await Promise.all([certFileName, keyFileName].map(name => readIfPresent(join(directory, name))));
	// The certificate is written last: without it nobody trusts the key yet.
	if (cert === undefined) return undefined;
	if (key !== undefined && isIntact({cert, key})) return {cert, key};
	throw new EmulatorError(
		`The certificate authority in ${directory} is damaged.`,
		`Remove ${certFileName} and ${keyFileName} there; a new authority is made at the next start, and clients must trust that one.`,
	);
}

type LoadedCertificate = {readonly authority: Authority; readonly certificate: Certificate; readonly caFile: string};

/**
 * Makes this start's server certificate, signed by the authority kept in `directory`. The authority is made when there is none, when it
 * was made for another host name, and when it is about to end.
 * @param directory private to the user; gets `ca.pem` for clients and `ca-key.pem` (mode 0600).
 * @throws EmulatorError when the files there are damaged.
 */
export async function loadCertificate(directory: string, hostName: string): Promise<LoadedCertificate> {
	const stored = await readAuthority(directory);
	const caFile = join(directory, certFileName);
	if (stored !== undefined && isUsable(stored, hostName)) return {authority: stored, certificate: await issueCertificate(stored, hostName), caFile};
	const created = await createAuthority(hostName);
	await writeFile(join(directory, keyFileName), created.key, {mode: 0o600});
	await writeFile(caFile, created.cert, {mode: 0o644});
	return {authority: created, certificate: await issueCertificate(created, hostName), caFile};
}
