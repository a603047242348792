import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {describe, expect, onTestFinished, test} from 'vitest';
import type {Report} from '../../source/diagnosis/types.js';
import {nodeProgram, program} from '../helpers/console.js';
import {runDevice, setFault} from '../helpers/doctor.js';
import {findPolicyKey, openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import type {AtEnd} from '../helpers/simulation.js';

const hub = setUpEmulator({deviceIds: ['quiet-01'], consumerGroups: ['doctor-SIGINT', 'doctor-SIGTERM', 'doctor-SIGHUP']});
const desiredOf = (deviceId: string) => hub.emulator.core.twins.deviceView(deviceId).desired;

/** The built program as a process of its own. */
function startDoctor(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}, atEnd: AtEnd = onTestFinished) {
	const {PATH = '', HOME = '/'} = process.env;
	const child = spawn(nodeProgram, [program, 'doctor', ...parameters], {
		env: {PATH, HOME, LANG: 'C.UTF-8', IOTHUB_CONNECTION_STRING: hub.emulator.hubConnectionString, ...environment},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	atEnd(async () => void child.kill('SIGKILL'));
	const texts = {stdout: '', stderr: ''};
	child.stdout.on('data', chunk => (texts.stdout += chunk));
	child.stderr.on('data', chunk => (texts.stderr += chunk));
	const exit = once(child, 'close').then(([code]) => code as number | null);
	return {child, texts, exit};
}

test('a machine whose clock is wrong is told so, and not that its key is', async () => {
	await setFault(hub.emulator, {name: 'wrong-clock', aheadMs: 90 * 60_000});
	const {texts, exit} = startDoctor(['quiet-01', '--json', '--wait', '1']);
	expect(await exit, texts.stderr).toBe(3);
	const {conclusion, findings}: Report = JSON.parse(texts.stdout);
	expect(conclusion).toMatchObject({code: 'local-clock', branch: 'T2.1', title: 'The clock of this machine is wrong'});
	expect(findings.find(({check}) => check === 'C5')?.evidence).toBe('This machine is 90 min behind the hub.');
});

test('a hub whose name does not resolve ends the diagnosis at once, and the rest is skipped with the reason', async () => {
	const key = Buffer.from('not a key of anybody').toString('base64');
	const elsewhere = {IOTHUB_CONNECTION_STRING: `HostName=no-such-hub.invalid;SharedAccessKeyName=service;SharedAccessKey=${key}`};
	const {texts, exit} = startDoctor(['quiet-01'], elsewhere);
	expect(await exit, texts.stderr).toBe(3);
	expect(texts.stdout).toContain('FAIL  The host name of the hub does not resolve');
	expect(texts.stdout).toMatch(/SKIP {2}C2-mqtts .*\n +It needs C1 first: The host name of the hub resolves\./);
	expect(texts.stdout + texts.stderr).not.toContain(key);
});

describe.concurrent('with leave to write', () => {
	test('the twin is tested with leave, and the report holds no secret', async ({onTestFinished: atEnd}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'therm-01', profileId: 'thermostat'}, atEnd);
		await device.saw('reported');
		const deviceConnectionString = emulator.deviceConnectionString('therm-01');
		const {texts, exit} = startDoctor(['therm-01', '--write-twin', '--json'], {IOTHUB_DEVICE_CONNECTION_STRING: deviceConnectionString}, atEnd);
		expect(await exit, texts.stdout).toBe(0);
		const report: Report = JSON.parse(texts.stdout);
		expect(report.conclusion.code).toBe('healthy');
		expect(report.findings.find(({check}) => check === 'C14-write')).toMatchObject({verdict: 'pass'});
		expect(texts.stderr).toContain('writes the desired property iotTuiProbe of therm-01, and takes it back');
		const deviceKeys = emulator.core.registry.get('therm-01').authentication.symmetricKey;
		for (const secret of [findPolicyKey(emulator, 'iothubowner'), deviceKeys.primaryKey ?? '?', deviceKeys.secondaryKey ?? '?']) {
			expect(texts.stdout + texts.stderr).not.toContain(secret.slice(0, 12));
		}
		expect(texts.stdout + texts.stderr).not.toContain('SharedAccessSignature');
	});

	test.for<[signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', exitCode: number]>([
		['SIGINT', 130],
		['SIGTERM', 143],
		['SIGHUP', 129],
	])('%s takes back what was written, tells what was found, and ends with %i', async ([signal, exitCode], {expect: expectOfTest, onTestFinished: atEnd}) => {
		const deviceId = `mute-${signal}`;
		const client = await openDevice(hub.emulator, deviceId);
		atEnd(() => client.close().then(() => undefined));
		const {child, texts, exit} = startDoctor([deviceId, '--write-twin', '--wait', '1', '--consumer-group', `doctor-${signal}`], {}, atEnd);
		await eventually(() => desiredOf(deviceId), expectOfTest).toHaveProperty('iotTuiProbe');
		child.kill(signal);
		expect(await exit, texts.stderr).toBe(exitCode);
		expect(desiredOf(deviceId)).not.toHaveProperty('iotTuiProbe');
		expect(texts.stderr).toContain('Stopping; what was written is taken back first.');
		expect(texts.stdout).toMatch(/PASS {2}C6 /);
		expect(texts.stdout).toMatch(/SKIP {2}C14-write .*\n +It was stopped\./);
	});
});
