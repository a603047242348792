import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {rootCertificates} from 'node:tls';
import {inspect} from 'node:util';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {UsageError} from '../../source/errors.js';
import {parseHubAddress} from '../../source/hub/address.js';

const key = Buffer.alloc(32, 7).toString('base64');
const azure = `HostName=my-hub.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=${key}`;

function refusalOf(text: string): UsageError {
	try {
		parseHubAddress(text);
	} catch (error) {
		if (error instanceof UsageError) return error;
		throw error;
	}
	throw new Error('It was accepted.');
}

describe('the address of a hub', () => {
	let directory = '';
	beforeAll(() => {
		directory = mkdtempSync(join(tmpdir(), 'hub-address-'));
	});
	afterAll(() => rmSync(directory, {recursive: true}));

	it('is read from the connection string that the portal shows', () => {
		const address = parseHubAddress(` ${azure}\n`);
		expect(address).toMatchObject({hostName: 'my-hub.azure-devices.net', policyName: 'iothubowner', httpsPort: 443, amqpsPort: 5671, mqttsPort: 8883});
		expect(address.key.reveal()).toBe(key);
		expect(address.caFile).toBeUndefined();
	});

	it('carries ports and authority of a local hub', () => {
		const caFile = join(directory, 'ca.pem');
		writeFileSync(caFile, String(rootCertificates[0]));
		const address = parseHubAddress(`${azure};HttpsPort=8443;AmqpsPort=15671;MqttsPort=18883;CaFile=${caFile}`);
		expect(address).toMatchObject({httpsPort: 8443, amqpsPort: 15_671, mqttsPort: 18_883, caFile});
		expect(address.ca).toContain('BEGIN CERTIFICATE');
	});

	it('never prints its key', () => {
		const address = parseHubAddress(azure);
		for (const printed of [JSON.stringify(address), inspect(address, {depth: 9, showHidden: true}), `${address.key}`, String(Object.values(address))]) {
			expect(printed).not.toContain(key);
		}
		expect(JSON.stringify(address)).toContain('[secret]');
	});

	it.each([
		['', /empty/],
		['hello', /not the connection string of an IoT hub/],
		[`HostName=h.azure-devices.net;DeviceId=press-01;SharedAccessKey=${key}`, /of a device/],
		[`Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=p;SharedAccessKey=${key};EntityPath=e`, /Event Hubs/],
		['HostName=h.azure-devices.net;SharedAccessKeyName=p;SharedAccessSignature=SharedAccessSignature sr=h', /token instead of a key/],
		[`SharedAccessKeyName=p;SharedAccessKey=${key}`, /has no HostName/],
		[`HostName=h.azure-devices.net;SharedAccessKey=${key}`, /has no SharedAccessKeyName/],
		['HostName=h.azure-devices.net;SharedAccessKeyName=p', /has no SharedAccessKey\./],
		[`HostName=https://h.azure-devices.net;SharedAccessKeyName=p;SharedAccessKey=${key}`, /not a plain host name/],
		[`HostName=localhost:8443;SharedAccessKeyName=p;SharedAccessKey=${key}`, /not a plain host name/],
		[`${azure.slice(0, -1)}`, /not base64/],
		[`${azure};HttpsPort=none`, /HttpsPort .* not a port/],
		[`${azure};AmqpsPort=70000`, /AmqpsPort .* not a port/],
		[`${azure};MqttsPort=0`, /MqttsPort .* not a port/],
		[`${azure};CaFile=/does/not/exist.pem`, /does not exist/],
		[`${azure};CaFile=/`, /cannot be read/],
	])('refuses %s', (text, expected) => {
		const refusal = refusalOf(text);
		expect(refusal.message).toMatch(expected);
		expect(refusal.hint).not.toBe('');
		expect(`${refusal.message} ${refusal.hint}`).not.toContain(key.slice(0, 12));
	});

	it('refuses a CaFile that is no certificate', () => {
		const caFile = join(directory, 'not-a-certificate.pem');
		writeFileSync(caFile, 'hello');
		expect(refusalOf(`${azure};CaFile=${caFile}`).message).toMatch(/not a certificate in PEM form/);
	});
});
