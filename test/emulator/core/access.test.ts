import {describe, expect, test} from 'vitest';
import type {HubCore} from '../../../source/emulator/core/types.js';
import {expectFault, faultOf, openCoreWithDevice, ownerKey, signToken} from './fixture.js';

const hour = 3_600_000;

function keyOf(core: HubCore, name: 'primaryKey' | 'secondaryKey' = 'primaryKey', deviceId = 'press-01'): string {
	return core.registry.get(deviceId).authentication.symmetricKey[name] ?? '';
}

function open() {
	const opened = openCoreWithDevice();
	const {core, clock} = opened;
	const expiresAt = Math.ceil(clock.now() / 1000) * 1000 + hour;
	const sign = (resource: string, key: string | Buffer = ownerKey, policyName?: string) => signToken({resource, key, expiresAt, policyName});
	const device = encodeURIComponent('localhost/devices/press-01');
	return {...opened, expiresAt, sign, device, signDevice: (resource = device) => sign(resource, keyOf(core))};
}

describe('a device token', () => {
	test.each(['primaryKey', 'secondaryKey'] as const)('signed with the %s speaks for that device', name => {
		const {core, sign, device, expiresAt} = open();
		const principal = core.access.verifyToken(sign(device, keyOf(core, name)));
		expect(principal).toEqual({scope: 'device', deviceId: 'press-01', resource: 'localhost/devices/press-01', expiresAt});
		core.access.requireDevice(principal, 'press-01');
	});

	test.each([
		['in another order', (token: string) => token.replace(/sr=([^&]*)&sig=([^&]*)&se=(\d+)/, 'se=$3&sig=$2&sr=$1')],
		['with raw base64 in the signature', (token: string) => token.replace(/sig=[^&]*/, decodeURIComponent)],
	])('may have its fields %s', (_title, change) => {
		const {core, signDevice} = open();
		expect(core.access.verifyToken(change(signDevice()))).toMatchObject({deviceId: 'press-01'});
	});

	test.each([
		'localhost%2fdevices%2fpress-01',
		'localhost/devices/press-01',
		'LOCALHOST%2Fdevices%2Fpress-01',
		'localhost%3A8443%2Fdevices%2Fpress-01',
		'localhost:8443/devices/press-01',
		'my-hub%2Fdevices%2Fpress-01',
	])('may name its resource as %s, and is verified over that very text', resource => {
		const {core, signDevice, sign} = open();
		const principal = core.access.verifyToken(signDevice(resource));
		core.access.requireDevice(principal, 'press-01');
		const other = sign(encodeURIComponent(decodeURIComponent(resource)).toLowerCase().replace('press', '%70ress'), keyOf(core));
		const forged = other.replace(/sr=[^&]*/, `sr=${resource}`);
		expectFault(() => core.access.verifyToken(forged), 'IotHubUnauthorizedAccess');
	});

	test('does not speak for another device, nor for the hub', () => {
		const {core, signDevice} = open();
		core.registry.put('press-02', {}, undefined);
		const principal = core.access.verifyToken(signDevice());
		expectFault(() => core.access.requireDevice(principal, 'press-02'), 'IotHubUnauthorizedAccess');
		for (const permission of ['RegistryRead', 'RegistryWrite', 'ServiceConnect', 'DeviceConnect'] as const) {
			expectFault(() => core.access.requirePermission(principal, permission), 'IotHubUnauthorizedAccess');
		}
	});

	test('of an unknown device fails with the same words as one with a wrong key', () => {
		const {core, sign, device} = open();
		const wrongKey = faultOf(() => core.access.verifyToken(sign(device)));
		const unknown = faultOf(() => core.access.verifyToken(sign(encodeURIComponent('localhost/devices/nobody'))));
		const otherCase = faultOf(() => core.access.verifyToken(sign(encodeURIComponent('localhost/devices/PRESS-01'), keyOf(core))));
		expect(wrongKey).toMatchObject({faultName: 'IotHubUnauthorizedAccess', code: 401002, status: 401});
		expect(unknown.message).toBe(wrongKey.message);
		expect(otherCase.message).toBe(wrongKey.message);
	});

	test('is over at its expiry', () => {
		const {core, clock, signDevice, expiresAt} = open();
		const token = signDevice();
		clock.set(expiresAt - 1);
		core.access.verifyToken(token);
		clock.set(expiresAt);
		expect(faultOf(() => core.access.verifyToken(token)).message).toContain('expired');
	});

	test('ends with the key that signed it', () => {
		const {core, signDevice} = open();
		const token = signDevice();
		const {secondaryKey} = core.registry.get('press-01').authentication.symmetricKey;
		core.registry.put('press-01', {authentication: {type: 'sas', symmetricKey: {primaryKey: '', secondaryKey}}}, '*');
		expectFault(() => core.access.verifyToken(token), 'IotHubUnauthorizedAccess');
	});

	test('is refused once the device is disabled or deleted', () => {
		const {core, signDevice} = open();
		const principal = core.access.verifyToken(signDevice());
		core.registry.put('press-01', {status: 'disabled'}, '*');
		expectFault(() => core.access.requireDevice(principal, 'press-01'), 'IotHubUnauthorizedAccess');
		core.registry.put('press-01', {status: 'enabled'}, '*');
		core.access.requireDevice(principal, 'press-01');
		core.registry.delete('press-01', '*');
		expectFault(() => core.access.requireDevice(principal, 'press-01'), 'IotHubUnauthorizedAccess');
	});

	test('is refused for a device that signs in with a certificate', () => {
		const {core, sign, device} = open();
		const key = keyOf(core);
		core.registry.put('press-01', {authentication: {type: 'selfSigned', x509Thumbprint: {primaryThumbprint: 'A'.repeat(40)}}}, '*');
		expectFault(() => core.access.verifyToken(sign(device, key)), 'IotHubUnauthorizedAccess');
		expectFault(() => core.access.verifyToken(sign(device, Buffer.alloc(0))), 'IotHubUnauthorizedAccess');
	});

	test.each(['localhost', 'localhost%2Fdevices', 'localhost%2Fdevices%2F', 'localhost%2Fdevices%2Fpress-01%2Fmodules%2Fm', 'localhost%2Ftwins%2Fpress-01'])(
		'without a policy name must be issued for one device, not for %s',
		resource => {
			const {core, signDevice} = open();
			expectFault(() => core.access.verifyToken(signDevice(resource)), 'IotHubUnauthorizedAccess');
		},
	);
});

describe('a policy token', () => {
	test.each([
		['the decoded key, as IoT Hub SDKs sign', Buffer.from(ownerKey, 'base64')],
		['the raw text of the key, as Event Hubs SDKs sign', Buffer.from(ownerKey)],
	])('is accepted with %s', (_title, key) => {
		const {core, sign} = open();
		expect(core.access.verifyToken(sign('localhost', key, 'iothubowner'))).toMatchObject({scope: 'hub', policyName: 'iothubowner'});
	});

	test('gives the rights of its policy and no other', () => {
		const {core, sign} = open();
		const principal = core.access.verifyToken(sign('localhost%3A5671', ownerKey, 'service'));
		core.access.requirePermission(principal, 'ServiceConnect');
		expectFault(() => core.access.requirePermission(principal, 'RegistryRead'), 'IotHubUnauthorizedAccess');
		expectFault(() => core.access.requireDevice(principal, 'press-01'), 'IotHubUnauthorizedAccess');
	});

	test.each([
		'sb%3A%2F%2Flocalhost%3A5671%2Fmy-events%2FConsumerGroups%2F%24Default%2FPartitions%2F0',
		'sb%3a%2f%2flocalhost%2fmy-events',
		'localhost%2Fmessages%2Fevents',
	])('for %s reads telemetry but does not change the registry', resource => {
		const {core, sign} = open();
		const principal = core.access.verifyToken(sign(resource, Buffer.from(ownerKey), 'iothubowner'));
		core.access.requirePermission(principal, 'ServiceConnect');
		expectFault(() => core.access.requirePermission(principal, 'RegistryWrite'), 'IotHubUnauthorizedAccess');
	});

	test.each([
		['localhost', true],
		['localhost%2Fdevices', true],
		['localhost%2Fdevices%2Fpress-01', true],
		['localhost%2Fdevices%2Fpress-0', false],
		['localhost%2Fdevice', false],
		['localhost%2Fdevices%2Fpress-02', false],
		['localhost%2Fdevices%2Fpress-01%2Fmessages', false],
	])('for %s covers the device by whole segments: %s', (resource, isCovered) => {
		const {core, sign} = open();
		const principal = core.access.verifyToken(sign(resource, ownerKey, 'device'));
		const act = () => core.access.requireDevice(principal, 'press-01');
		if (isCovered) act();
		else expectFault(act, 'IotHubUnauthorizedAccess');
	});

	test('for one device does not give access to the hub', () => {
		const {core, sign} = open();
		const principal = core.access.verifyToken(sign('localhost%2Fdevices%2Fpress-01', ownerKey, 'iothubowner'));
		expectFault(() => core.access.requirePermission(principal, 'ServiceConnect'), 'IotHubUnauthorizedAccess');
	});

	test('of an unknown policy or with a wrong key is refused', () => {
		const {core, sign} = open();
		expectFault(() => core.access.verifyToken(sign('localhost', ownerKey, 'nobody')), 'IotHubUnauthorizedAccess');
		expectFault(() => core.access.verifyToken(sign('localhost', Buffer.from('other'), 'service')), 'IotHubUnauthorizedAccess');
		expectFault(() => core.access.verifyToken(sign('localhost', ownerKey, '__proto__')), 'IotHubUnauthorizedAccess');
	});

	test.each(['other-hub', 'localhost.example.com', 'localhost%3A0x50', '%2Flocalhost', 'localhost%40example.com'])('for the host %s is refused', resource => {
		const {core, sign} = open();
		expectFault(() => core.access.verifyToken(sign(resource, ownerKey, 'iothubowner')), 'IotHubUnauthorizedAccess');
	});

	test('as a plain name and key, the way old Event Hubs clients sign in, never expires', () => {
		const {core} = open();
		const principal = core.access.verifyKey('service', ownerKey);
		expect(principal).toMatchObject({scope: 'hub', policyName: 'service', expiresAt: Number.POSITIVE_INFINITY});
		core.access.requirePermission(principal, 'ServiceConnect');
		expectFault(() => core.access.verifyKey('service', `${ownerKey}x`), 'IotHubUnauthorizedAccess');
		expectFault(() => core.access.verifyKey('nobody', ownerKey), 'IotHubUnauthorizedAccess');
	});
});

describe('garbage in place of a token', () => {
	test.each([
		'',
		'SharedAccessSignature',
		'SharedAccessSignature ',
		'Bearer abc',
		'SharedAccessSignature sr=localhost',
		'SharedAccessSignature sr=localhost&sig=a',
		'SharedAccessSignature sr=localhost&sig=a&se=soon',
		'SharedAccessSignature sr=localhost&sig=a&se=-1',
		'SharedAccessSignature sr=localhost&sig=a&se=9999999999999999999999',
		'SharedAccessSignature sr=%E0%A4%A&sig=a&se=9999999999',
		'SharedAccessSignature sr=localhost&sig=%&se=9999999999&skn=service',
		'SharedAccessSignature sr=localhost&sr=localhost&sig=a&se=9999999999&skn=service',
		'SharedAccessSignature &&&=&=',
		`SharedAccessSignature sr=${'a'.repeat(5000)}&sig=a&se=9999999999`,
	])('is refused: %s', token => {
		const {core} = open();
		expectFault(() => core.access.verifyToken(token), 'IotHubUnauthorizedAccess');
	});

	test('is a token that names a field twice, even when it is signed', () => {
		const {core, signDevice} = open();
		for (const field of ['sr', 'sig', 'se']) {
			const twice = signDevice().replace(new RegExp(`${field}=[^&]*`), '$&&$&');
			expectFault(() => core.access.verifyToken(twice), 'IotHubUnauthorizedAccess');
		}
	});

	test('never comes back in the words of the refusal', () => {
		const {core, sign, device} = open();
		for (const token of [sign(device), sign('localhost', Buffer.from('x'), 'service'), sign('other', ownerKey, 'service')]) {
			const {message} = faultOf(() => core.access.verifyToken(token));
			const signature = /sig=([^&]*)/.exec(token)?.[1] ?? '';
			expect(signature.length).toBeGreaterThan(20);
			expect(message).not.toContain(signature);
			expect(message).not.toContain(ownerKey);
		}
	});
});
