import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {parseDeviceCredential} from '../source/device-credential.js';

test('a device connection string is read without losing the end of its key', () => {
	const credential = parseDeviceCredential('HostName=h;DeviceId=Pump 7;SharedAccessKey=QUJDRA==;GatewayHostName=localhost:8883');
	expect(credential).toMatchObject({hostName: 'h', deviceId: 'Pump 7', gatewayHostName: 'localhost:8883', proof: {type: 'key'}});
	expect(credential.proof.type === 'key' && credential.proof.key.reveal()).toBe('QUJDRA==');
	expect(inspect(credential, {depth: 9}) + JSON.stringify(credential)).not.toContain('QUJDRA');
});

test('a token and a certificate are other ways to sign in', () => {
	const token = 'SharedAccessSignature sr=h%2Fdevices%2Fd&sig=QUJD&se=1';
	expect(parseDeviceCredential(`HostName=h;DeviceId=d;ModuleId=m;SharedAccessSignature=${token}`)).toMatchObject({moduleId: 'm', proof: {type: 'token'}});
	expect(parseDeviceCredential('HostName=h;DeviceId=d;x509=true').proof).toEqual({type: 'x509'});
});

test.each([
	["a hub's", 'HostName=h;SharedAccessKeyName=service;SharedAccessKey=QUJD', /of a hub, not of a device/],
	['one without a device', 'HostName=h;SharedAccessKey=QUJD', /no DeviceId/],
	['one without a host', 'DeviceId=d;SharedAccessKey=QUJD', /no HostName/],
	['one without any proof', 'HostName=h;DeviceId=d', /exactly one of/],
	['one with two proofs', 'HostName=h;DeviceId=d;SharedAccessKey=QUJD;x509=true', /exactly one of/],
])('%s is refused in a sentence', (_, text, message) => {
	expect(() => parseDeviceCredential(text)).toThrow(message);
});
