import 'reflect-metadata';
import {createPrivateKey, KeyObject, randomBytes, webcrypto, X509Certificate} from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** PEM texts of the hub's own certificate authority. `key` signs leaves and never leaves this machine. */
export type Authority = {readonly cert: string; readonly key: string};

export const algorithm = {name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256'};
const dayMs = 24 * 60 * 60 * 1000;
const lifetimeDays = 90;
/** A clock a little behind must not refuse a certificate made now. */
export const backdateMs = 60 * 60 * 1000;
const renewBeforeMs = 7 * dayMs;
const nameConstraintsOid = '2.5.29.30';

/** Lower than 2^159 and positive, as RFC 5280 4.1.2.2 asks. */
export function createSerialNumber(): string {
	const bytes = randomBytes(16);
	bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
	return bytes.toString('hex');
}

/** PKCS#8 PEM of a private key. */
export function exportKey(key: webcrypto.CryptoKey): string {
	return KeyObject.from(key).export({type: 'pkcs8', format: 'pem'}).toString();
}

/** DER tag-length-value; the values here stay below 64 KiB. */
function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
	const value = Buffer.concat(contents);
	const length = value.length < 0x80 ? [value.length] : value.length < 0x100 ? [0x81, value.length] : [0x82, value.length >> 8, value.length & 0xff];
	return Buffer.concat([Uint8Array.from([tag, ...length]), value]);
}

/**
 * The extension that keeps this authority from vouching for anything but this machine (RFC 5280 4.2.1.10), which the library has no class for:
 * permitted are localhost, the hub's name, 127.0.0.0/8 and ::1.
 */
function createNameConstraints(hostName: string): x509.Extension {
	const names = [...new Set(['localhost', hostName])].map(name => encode(0x82, Buffer.from(name, 'ascii')));
	const ipv4 = encode(0x87, Uint8Array.of(127, 0, 0, 0), Uint8Array.of(255, 0, 0, 0));
	const ipv6 = encode(0x87, new Uint8Array(15), Uint8Array.of(1), new Uint8Array(16).fill(255));
	const permitted = [...names, ipv4, ipv6].map(base => encode(0x30, base));
	return new x509.Extension(nameConstraintsOid, true, encode(0x30, encode(0xa0, ...permitted)));
}

const createSubject = (hostName: string) => `CN=iot-tui local hub CA for ${hostName}`;

/** Makes a new authority, good for 90 days and for the loopback names of this machine only. */
export async function createAuthority(hostName: string): Promise<Authority> {
	const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		serialNumber: createSerialNumber(),
		name: createSubject(hostName),
		notBefore: new Date(Date.now() - backdateMs),
		notAfter: new Date(Date.now() + lifetimeDays * dayMs),
		signingAlgorithm: algorithm,
		keys,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
			createNameConstraints(hostName),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	return {cert: certificate.toString('pem'), key: exportKey(keys.privateKey)};
}

/** Whether a stored authority still serves: made for this name, and not within a week of its end. `now` is milliseconds since 1970. */
export function isUsable(authority: Authority, hostName: string, now = Date.now()): boolean {
	const certificate = new X509Certificate(authority.cert);
	return certificate.subject === createSubject(hostName) && certificate.validToDate.getTime() - now > renewBeforeMs;
}

/** Whether the two texts are a certificate and its private key. */
export function isIntact({cert, key}: Authority): boolean {
	try {
		return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
	} catch {
		return false;
	}
}
