import {Readable} from 'node:stream';
import {expect, test} from 'vitest';
import {runSas} from '../../source/commands/sas.js';
import {readSasOptions} from '../../source/options.js';

const key = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const hub = `HostName=h.azure-devices.net;SharedAccessKeyName=service;SharedAccessKey=${key}`;
const device = `HostName=h.azure-devices.net;DeviceId=pump-7;SharedAccessKey=${key}`;

async function run(
	verb: string,
	{flags = {}, environment = {}, input = ''}: {flags?: Record<string, unknown>; environment?: Record<string, string>; input?: string},
) {
	let stdout = '';
	let stderr = '';
	const streams = {
		stdin: Readable.from([input]),
		stdout: {write: (text: string) => (stdout += text)},
		stderr: {write: (text: string) => (stderr += text)},
	};
	const exitCode = await runSas(readSasOptions(verb, flags, environment), streams);
	return {exitCode, stdout, stderr};
}

test('a generated token is the only thing on stdout, and verify accepts it', async () => {
	const made = await run('generate', {environment: {IOTHUB_DEVICE_CONNECTION_STRING: device}});
	expect(made.stdout).toMatch(/^SharedAccessSignature sr=h\.azure-devices\.net%2Fdevices%2Fpump-7&sig=\S+&se=\d+\n$/);
	expect(made.stderr).toMatch(/signed with the key of device pump-7, good until/);
	const checked = await run('verify', {environment: {IOTHUB_DEVICE_CONNECTION_STRING: device}, input: made.stdout});
	expect(checked).toMatchObject({exitCode: 0});
	expect(checked.stdout).toMatch(/^PASS signature {2}Signed with the key of device pump-7\.\nPASS scope[\s\S]*\nPASS expiry/);
});

test('a policy signs for the hub, or for a device of it', async () => {
	const environment = {IOTHUB_CONNECTION_STRING: hub};
	expect((await run('generate', {environment})).stdout).toMatch(/sr=h\.azure-devices\.net&sig=.*&skn=service\n$/);
	expect((await run('generate', {environment, flags: {device: 'pump-8', lifetime: '60'}})).stdout).toMatch(/sr=h\.azure-devices\.net%2Fdevices%2Fpump-8&/);
	expect(JSON.parse((await run('generate', {environment, flags: {json: true}})).stdout)).toMatchObject({
		resource: 'h.azure-devices.net',
		policyName: 'service',
	});
});

test('a token that would be refused ends with exit code 3', async () => {
	const made = await run('generate', {environment: {IOTHUB_CONNECTION_STRING: hub}, flags: {device: 'pump-8'}});
	const checked = await run('verify', {environment: {IOTHUB_CONNECTION_STRING: hub}, flags: {device: 'pump-9', json: true}, input: made.stdout});
	expect(checked.exitCode).toBe(3);
	expect(JSON.parse(checked.stdout)).toMatchObject({
		isValid: false,
		findings: [
			{check: 'signature', verdict: 'pass'},
			{check: 'scope', verdict: 'fail'},
			{check: 'expiry', verdict: 'pass'},
		],
	});
});

test('decode names the fields, and makes hostile ones visible', async () => {
	const {stdout} = await run('decode', {input: 'SharedAccessSignature sr=h%2Fdevices%2F%1B%5B2J&sig=QUJD&se=1795374949&skn=service'});
	expect(stdout).toContain(String.raw`h/devices/\x1b[2J   (a token for a device)`);
	expect(stdout).toMatch(/expiry \(se\) {5}2026-11-2/);
	expect(stdout).toMatch(/3 bytes, and it must be 32/);
});

test('as JSON, too, nothing of a hostile token acts on a terminal', async () => {
	const input = 'SharedAccessSignature sr=h%2Fdevices%2F%C2%9B2J%E2%80%AE&sig=QUJD&se=1795374949';
	for (const verb of ['decode', 'verify']) {
		const {stdout} = await run(verb, {flags: {json: true}, environment: {IOTHUB_CONNECTION_STRING: hub}, input});
		expect(stdout).toMatch(/^[\u0020-\u007e]+\n$/);
		expect(stdout).toContain(String.raw`h/devices/\u009b2J\u202e`);
	}
});

test('without a key it says which variables to set, and a device key signs for its device only', async () => {
	await expect(run('generate', {})).rejects.toThrow(/no key to sign with/);
	await expect(run('generate', {environment: {IOTHUB_DEVICE_CONNECTION_STRING: device}, flags: {device: 'other'}})).rejects.toThrow(
		/cannot sign for another device/,
	);
	await expect(run('sign', {})).rejects.toThrow(/what to do/);
	await expect(run('generate', {environment: {IOTHUB_CONNECTION_STRING: hub}, flags: {module: 'm'}})).rejects.toThrow(/--module needs a device/);
});

test('verify compares a token with the very device or module that it names', async () => {
	const environment = {IOTHUB_CONNECTION_STRING: hub};
	for (const flags of [{device: 'pump-8'}, {device: 'pump-8', module: 'm1'}, {}]) {
		const made = await run('generate', {environment, flags});
		const checked = await run('verify', {environment, input: made.stdout});
		expect(checked.exitCode, checked.stdout).toBe(0);
		expect(checked.stdout).toMatch(/\nPASS scope/);
	}
	const made = await run('generate', {environment: {IOTHUB_CONNECTION_STRING: hub.replace('h.azure', 'other.azure')}, flags: {device: 'pump-8'}});
	const checked = await run('verify', {environment, input: made.stdout});
	expect(checked.exitCode).toBe(3);
	expect(checked.stdout).toContain('does not cover h.azure-devices.net/devices/pump-8');
});
