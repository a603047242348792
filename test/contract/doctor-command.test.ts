import {expect, test} from 'vitest';
import {runDoctor} from '../../source/commands/doctor.js';
import {checks} from '../../source/diagnosis/checks.js';
import {deviceGroups, type Report} from '../../source/diagnosis/types.js';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import {UsageError} from '../../source/errors.js';
import {readDoctorOptions} from '../../source/options.js';
import {runDevice, setFault} from '../helpers/doctor.js';
import {findPolicyKey, setUpEmulator} from '../helpers/emulator.js';
import {startOnKeptPorts} from '../helpers/kept-ports.js';

const hub = setUpEmulator({deviceIds: ['quiet-01']}, startOnKeptPorts);

type Run = {
	readonly flags?: Record<string, unknown>;
	readonly environment?: Record<string, string>;
	readonly stop?: AbortSignal;
	onProgress?(text: string): void;
};

/** Runs the command as the command line does, and collects what it writes. */
async function doctor(deviceId: string | undefined, {flags = {}, environment = {}, stop, onProgress}: Run = {}) {
	const out: string[] = [];
	const progress: string[] = [];
	const options = readDoctorOptions(deviceId, flags, {IOTHUB_CONNECTION_STRING: hub.emulator.hubConnectionString, ...environment});
	const stderr = {
		write(text: string) {
			progress.push(text);
			onProgress?.(text);
		},
	};
	const exitCode = await runDoctor(options, {stdout: {write: text => out.push(text)}, stderr, ...(stop && {stop})});
	return {exitCode, stdout: out.join(''), stderr: progress.join('')};
}

test('a healthy device ends with 0, the report on stdout and the steps on stderr', async () => {
	const {emulator} = hub;
	const device = await runDevice(emulator, {deviceId: 'press-01'});
	await device.saw('sent');
	const {exitCode, stdout, stderr} = await doctor('press-01', {
		flags: {callMethod: true, wait: '20'},
		environment: {IOTHUB_DEVICE_CONNECTION_STRING: emulator.deviceConnectionString('press-01')},
	});
	expect(exitCode, stdout).toBe(0);
	expect(stdout).toContain('PASS  The device is healthy');
	expect(stderr).toContain('PASS  The key of the device is one of the two stored keys\n');
	expect(stderr).toContain('PASS  A direct method goes there and back\n');
	const secrets = [findPolicyKey(emulator, 'iothubowner'), emulator.core.registry.get('press-01').authentication.symmetricKey.primaryKey ?? '?'];
	for (const secret of secrets) expect(stdout + stderr).not.toContain(secret.slice(0, 12));
});

test('a failure ends with 3, and as JSON it is one object', async () => {
	await setFault(hub.emulator, {name: 'disabled-device', deviceId: 'quiet-01'});
	const {exitCode, stdout} = await doctor('quiet-01', {flags: {json: true}});
	expect(exitCode).toBe(3);
	const report = JSON.parse(stdout) as Report;
	expect(report.conclusion).toMatchObject({code: 'device-disabled', verdict: 'fail', branch: 'T2.3'});
	expect(report.conclusion.az).toContain('az iot hub device-identity update -d quiet-01 -n localhost');
});

test('the JSON report has the same fields and the same steps in the same order each time', async () => {
	await setFault(hub.emulator, {name: 'disabled-device', deviceId: 'quiet-01'});
	const report = JSON.parse((await doctor('quiet-01', {flags: {json: true}})).stdout) as Report;
	expect(Object.keys(report)).toEqual(['deviceId', 'hostName', 'policyName', 'startedAt', 'elapsedMs', 'conclusion', 'findings']);
	expect(Object.keys(report.conclusion)).toEqual(['verdict', 'code', 'title', 'cause', 'nextStep', 'az', 'check', 'branch']);
	expect(report.findings.map(({check}) => check)).toEqual(checks.map(({id}) => id));
	const failed = report.findings.find(({check}) => check === 'C7') ?? {};
	const fields = ['check', 'group', 'title', 'verdict', 'evidence', 'elapsedMs', 'reason', 'remedyTitle', 'cause', 'nextStep', 'az'];
	expect(Object.keys(failed)).toEqual(fields);
});

test('stopping it ends with 130 and tells what was found so far', async () => {
	const controller = new AbortController();
	const {exitCode, stdout} = await doctor('quiet-01', {
		flags: {wait: '600'},
		stop: controller.signal,
		onProgress(text) {
			if (text.includes('The device is enabled')) controller.abort();
		},
	});
	expect(exitCode).toBe(130);
	expect(stdout).toContain('Diagnosis of quiet-01');
});

test('signing in as the device is announced', async () => {
	const {stderr} = await doctor('quiet-01', {flags: {asDevice: true, wait: '1'}});
	expect(stderr).toContain('signs in as quiet-01, which ends the live connection');
});

test('what cannot be begun is a usage error in one sentence', async () => {
	await expect(doctor('quiet-01', {environment: {IOTHUB_DEVICE_CONNECTION_STRING: 'HostName=h;SharedAccessKey=abc'}})).rejects.toThrow(UsageError);
	await expect(doctor('quiet-01', {environment: {IOTHUB_CONNECTION_STRING: 'nonsense'}})).rejects.toThrow(UsageError);
	await expect(doctor(undefined, {flags: {callMethod: true}})).rejects.toThrow('A device is needed');
	expect(() => readDoctorOptions('a b', {}, {})).toThrow('a space');
	expect(() => readDoctorOptions('d1', {wait: '0'}, {IOTHUB_CONNECTION_STRING: 'x'})).toThrow('--wait must be a number of seconds');
	expect(() => readDoctorOptions('d1', {}, {})).toThrow('IOTHUB_CONNECTION_STRING is not set');
	expect(() => readDoctorOptions('d1', {devices: '3'}, {})).toThrow('--devices does not go with doctor');
});

test('without a device the hub alone is examined, and the rest is skipped with the reason', async () => {
	const {exitCode, stdout} = await doctor(undefined, {flags: {json: true}});
	expect(exitCode, stdout).toBe(0);
	const report = JSON.parse(stdout) as Report;
	expect(report).not.toHaveProperty('deviceId');
	expect(report.conclusion).toMatchObject({verdict: 'pass', code: 'hub-healthy'});
	const ofDevice = report.findings.filter(({group}) => deviceGroups.has(group));
	expect(new Set(ofDevice.map(({verdict, evidence}) => `${verdict} ${evidence}`))).toEqual(
		new Set(['skip No device was named, so the hub alone was examined.']),
	);
	expect(report.findings.find(({check}) => check === 'C15')).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('only the management side')});
	expect((await doctor(undefined)).stdout).toMatch(/^Diagnosis of the hub localhost\n/);
});

test("without a device that of the device's connection string is examined", async () => {
	const environment = {IOTHUB_DEVICE_CONNECTION_STRING: hub.emulator.deviceConnectionString('quiet-01')};
	const {stdout} = await doctor(undefined, {flags: {json: true, wait: '1'}, environment});
	expect(JSON.parse(stdout)).toMatchObject({deviceId: 'quiet-01', credential: expect.stringContaining('a key')});
});

test.for<[InjectedFault, number]>([
	[{name: 'throttling', retryAfterSeconds: 1}, 7],
	[{name: 'ip-filter'}, 4],
	[{name: 'slow-answers', delayMs: 60_000}, 8],
	[{name: 'quota'}, 3],
	[{name: 'port-closed', port: 'https'}, 3],
])('a hub that keeps the doctor from looking ends it with a code of its own: %o %d', async ([fault, code]) => {
	await setFault(hub.emulator, fault);
	const {exitCode, stdout} = await doctor('quiet-01', {flags: {wait: '1'}});
	expect(exitCode, stdout).toBe(code);
});
