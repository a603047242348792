import {randomBytes} from 'node:crypto';
import {expect, test} from 'vitest';
import {type Conclusion, readsOnly} from '../../source/diagnosis/types.js';
import {createSas} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';
import {examineDevice, expectConclusion, findingOf, runDevice, setFault, silent} from '../helpers/doctor.js';
import {findPolicyKey, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'tank-02']});
const hourMs = 3_600_000;

function keyOf(deviceId: string): string {
	return hub.emulator.core.registry.get(deviceId).authentication.symmetricKey.primaryKey ?? '';
}

/** The connection string of a device that has a token instead of a key. */
function withToken(token: string, deviceId = 'press-01'): string {
	return `HostName=localhost;DeviceId=${deviceId};SharedAccessSignature=${token}`;
}

function withKey(key: string, deviceId = 'press-01', hostName = 'localhost'): string {
	return `HostName=${hostName};DeviceId=${deviceId};SharedAccessKey=${key}`;
}

function createToken(deviceId: string, key: string, expiresAt = Date.now() + hourMs, policyName?: string): string {
	return createSas({hostName: 'localhost', deviceId}, new Secret(key), expiresAt, policyName);
}

test('a device that nobody registered, or that was deleted, is said not to be there', async () => {
	const {emulator} = hub;
	expectConclusion(await examineDevice(emulator, 'never-made'), 'device-not-found');
	await setFault(emulator, {name: 'deleted-device', deviceId: 'tank-02'});
	const report = await examineDevice(emulator, 'tank-02');
	expectConclusion(report, 'device-not-found');
	expect(
		report.findings.find(({check}) => check === 'C11'),
		'no minute is waited for messages',
	).toMatchObject({verdict: 'skip'});
});

test('an id in the wrong case is told from one that does not exist', async () => {
	const report = await examineDevice(hub.emulator, 'PRESS-01');
	expectConclusion(report, 'device-id-case');
	expect(report.conclusion.nextStep).toContain('press-01');
	expectConclusion(await examineDevice(hub.emulator, 'press-01', {credential: withKey(keyOf('press-01'), 'Press-01')}), 'device-id-case');
});

test('a disabled device is said to be, with the reason that was left', async () => {
	await setFault(hub.emulator, {name: 'disabled-device', deviceId: 'press-01'});
	const report = await examineDevice(hub.emulator, 'press-01');
	expectConclusion(report, 'device-disabled');
	expect(findingOf(report, 'C7').evidence).toContain('disabled by a fault');
});

test('a mistyped key is told by fingerprints, without telling a key', async () => {
	const {emulator} = hub;
	const device = await runDevice(emulator, {deviceId: 'press-01', fault: 'wrong-key'});
	await device.saw('error');
	const wrong = randomBytes(32).toString('base64');
	const report = await examineDevice(emulator, 'press-01', {credential: withKey(wrong)});
	expectConclusion(report, 'key-mismatch');
	const text = JSON.stringify(report);
	for (const key of [wrong, keyOf('press-01'), findPolicyKey(emulator, 'iothubowner')]) expect(text).not.toContain(key.slice(0, 16));
});

test('the key from before a reset is recognised as one that was regenerated', async () => {
	const {emulator} = hub;
	const {registry} = emulator.core;
	const device = await runDevice(emulator, {deviceId: 'tank-02'});
	await device.saw('sent');
	const old = keyOf('tank-02');
	await device.stop();
	const {authentication} = registry.get('tank-02');
	registry.put('tank-02', {deviceId: 'tank-02', authentication: {...authentication, symmetricKey: {primaryKey: '', secondaryKey: ''}}}, '*');
	const report = await examineDevice(emulator, 'tank-02', {credential: withKey(old, 'tank-02')});
	expectConclusion(report, 'key-mismatch');
	expect(report.conclusion.cause).toContain('regenerated since');
});

test('the secondary key is as good as the primary one', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-01'});
	const {secondaryKey} = emulator.core.registry.get('press-01').authentication.symmetricKey;
	const report = await examineDevice(emulator, 'press-01', {credential: withKey(secondaryKey ?? '')});
	expectConclusion(report, 'healthy', 'pass');
	expect(findingOf(report, 'C8').evidence).toContain('secondary key');
});

test.for<[name: string, credential: () => string, code: Conclusion['code']]>([
	['a key that was cut off', () => withKey(keyOf('press-01').slice(0, 21)), 'key-not-base64'],
	['the credential of another hub', () => withKey(keyOf('press-01'), 'press-01', 'other-hub.azure-devices.net'), 'credential-other-hub'],
	['the credential of another device', () => withKey(keyOf('tank-02'), 'tank-02'), 'credential-other-device'],
	['a certificate where the hub wants a key', () => 'HostName=localhost;DeviceId=press-01;x509=true', 'authentication-type'],
	['a token that ran out', () => withToken(createToken('press-01', keyOf('press-01'), Date.now() - hourMs)), 'token-expired'],
	['a token of a clock that is 90 minutes behind', () => withToken(createToken('press-01', keyOf('press-01'), Date.now() - hourMs / 2)), 'token-expired'],
	['a token for another device', () => withToken(createToken('press-01-other', keyOf('press-01'))), 'token-scope'],
	['a token for the id in the wrong case', () => withToken(createToken('Press-01', keyOf('press-01'))), 'token-scope'],
	['a token that another key signed', () => withToken(createToken('press-01', keyOf('tank-02'))), 'token-signature'],
	[
		'a token of a policy without device connect',
		() => withToken(createToken('press-01', findPolicyKey(hub.emulator, 'service'), undefined, 'service')),
		'token-policy',
	],
	['a token that is none', () => withToken('SharedAccessSignature sr=localhost'), 'token-malformed'],
])('%s is found in what the device signs in with', async ([, credential, code]) => {
	const report = await examineDevice(hub.emulator, 'press-01', {credential: credential()});
	expectConclusion(report, code);
});

test('a good token of a running device is found good', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-01'});
	const report = await examineDevice(emulator, 'press-01', {credential: withToken(createToken('press-01', keyOf('press-01')))});
	expectConclusion(report, 'healthy', 'pass');
	expect(findingOf(report, 'C9').verdict).toBe('pass');
});

test('the credential of the environment signs in as its own device, and is left alone with every other', async () => {
	const {emulator} = hub;
	const ambientCredential = withKey(keyOf('tank-02'), 'tank-02');
	const permissions = {...readsOnly, signInAsDevice: true};
	const own = await examineDevice(emulator, 'tank-02', {ambientCredential, permissions, timing: silent});
	expect(own.credential).toMatch(/^a key, .*, from IOTHUB_DEVICE_CONNECTION_STRING$/);
	expect(findingOf(own, 'C8').verdict).toBe('pass');
	expect(findingOf(own, 'C8-sign-in')).toMatchObject({verdict: 'pass', evidence: "CONNACK 0, accepted, with the device's key"});
	const other = await examineDevice(emulator, 'press-01', {ambientCredential, timing: silent});
	expect(other.credential).toBeUndefined();
	const evidence = 'IOTHUB_DEVICE_CONNECTION_STRING is for tank-02 at localhost, not for this device, and is not used.';
	expect(findingOf(other, 'C6-credential')).toMatchObject({verdict: 'skip', evidence});
	expect(JSON.stringify([own, other])).not.toContain(keyOf('tank-02').slice(0, 16));
});

test('nobody signs in as a device with the credential of another one', async () => {
	const report = await examineDevice(hub.emulator, 'press-01', {
		credential: withKey(keyOf('tank-02'), 'tank-02'),
		permissions: {...readsOnly, signInAsDevice: true},
		timing: silent,
	});
	expectConclusion(report, 'credential-other-device');
	expect(findingOf(report, 'C8-sign-in')).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('It needs C6-credential first')});
});

test('a key is of no use to a device that is registered with a certificate', async () => {
	const {emulator} = hub;
	const document = {deviceId: 'x509-01', authentication: {type: 'selfSigned', x509Thumbprint: {primaryThumbprint: 'A'.repeat(40)}}};
	emulator.core.registry.put('x509-01', document, undefined);
	const report = await examineDevice(emulator, 'x509-01', {credential: withKey(randomBytes(32).toString('base64'), 'x509-01')});
	expectConclusion(report, 'authentication-type');
});
