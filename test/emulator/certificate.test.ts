import {X509Certificate} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connect, createServer} from 'node:tls';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {issueCertificate, loadCertificate} from '../../source/emulator/certificate.js';
import {isUsable} from '../../source/emulator/certificate-authority.js';
import {EmulatorError} from '../../source/emulator/emulator-error.js';
import type {Certificate} from '../../source/emulator/types.js';

let directory = '';
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'certificate-test-'));
});
afterEach(async () => {
	await rm(directory, {recursive: true, force: true});
});

/** Verifies as any TLS client does; resolves with the reason of a refusal, or undefined when the server is trusted. */
async function handshake({ca, cert, key}: Certificate, servername: string): Promise<string | undefined> {
	const server = createServer({cert, key}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const socket = connect({port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername, ca});
	try {
		await once(socket, 'secureConnect');
		return undefined;
	} catch (error) {
		return String(error);
	} finally {
		socket.destroy();
		server.close();
	}
}

describe('the certificate of a local hub', () => {
	it('is trusted by a client that trusts its authority, for localhost and for the name of the hub', async () => {
		const {certificate} = await loadCertificate(directory, 'my-hub.test');
		expect(await handshake(certificate, 'localhost')).toBeUndefined();
		expect(await handshake(certificate, 'my-hub.test')).toBeUndefined();
		expect(await handshake(certificate, 'other.test')).toContain("does not match certificate's altnames");
	});

	it('names the loopback addresses, ends within 90 days and is not an authority itself', async () => {
		const {certificate} = await loadCertificate(directory, 'localhost');
		const leaf = new X509Certificate(certificate.cert);
		expect(leaf.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1');
		expect(leaf.ca).toBe(false);
		expect(leaf.validToDate.getTime()).toBeLessThanOrEqual(Date.now() + 90 * 86_400_000);
		expect(new X509Certificate(certificate.ca).ca).toBe(true);
	});

	it('is new at every start, under the same authority', async () => {
		const first = await loadCertificate(directory, 'localhost');
		const second = await loadCertificate(directory, 'localhost');
		expect(second.certificate.ca).toBe(first.certificate.ca);
		expect(second.certificate.cert).not.toBe(first.certificate.cert);
		expect(await readFile(second.caFile, 'utf8')).toBe(first.certificate.ca);
	});

	it('keeps the key of the authority to the user', async () => {
		await loadCertificate(directory, 'localhost');
		expect((await stat(join(directory, 'ca-key.pem'))).mode & 0o777).toBe(0o600);
	});

	it('comes from a new authority when the hub has another name', async () => {
		const first = await loadCertificate(directory, 'localhost');
		const second = await loadCertificate(directory, 'my-hub.test');
		expect(second.certificate.ca).not.toBe(first.certificate.ca);
		expect(await handshake(second.certificate, 'my-hub.test')).toBeUndefined();
	});
});

describe('the authority of a local hub', () => {
	it('cannot vouch for another name, even with its key in wrong hands', async () => {
		const {certificate} = await loadCertificate(directory, 'localhost');
		const key = await readFile(join(directory, 'ca-key.pem'), 'utf8');
		const forged = await issueCertificate({cert: certificate.ca, key}, 'example.com');
		expect(await handshake(forged, 'example.com')).toContain('permitted subtree violation');
	});

	it('is no longer used in the week before it ends', async () => {
		const {certificate} = await loadCertificate(directory, 'localhost');
		const authority = {cert: certificate.ca, key: ''};
		const endsAt = new X509Certificate(certificate.ca).validToDate.getTime();
		const dayMs = 86_400_000;
		expect(isUsable(authority, 'localhost', endsAt - 8 * dayMs)).toBe(true);
		expect(isUsable(authority, 'localhost', endsAt - 6 * dayMs)).toBe(false);
	});

	it.each([
		['the key is missing', 'ca-key.pem', undefined],
		['the certificate is garbage', 'ca.pem', 'not a certificate'],
		['the key is garbage', 'ca-key.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'],
	])('is refused with a clear error when %s', async (_case, file, text) => {
		await loadCertificate(directory, 'localhost');
		if (text === undefined) await rm(join(directory, file));
		else await writeFile(join(directory, file), text);
		const failure = loadCertificate(directory, 'localhost');
		await expect(failure).rejects.toBeInstanceOf(EmulatorError);
		await expect(failure).rejects.toThrow(`The certificate authority in ${directory} is damaged.`);
	});

	it('is refused when its key belongs to another certificate', async () => {
		const other = await mkdtemp(join(tmpdir(), 'certificate-test-'));
		await loadCertificate(directory, 'localhost');
		await loadCertificate(other, 'localhost');
		await writeFile(join(directory, 'ca-key.pem'), await readFile(join(other, 'ca-key.pem')));
		await rm(other, {recursive: true});
		await expect(loadCertificate(directory, 'localhost')).rejects.toThrow('damaged');
	});
});
