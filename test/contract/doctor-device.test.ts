import {describe, expect, test} from 'vitest';
import {readsOnly} from '../../source/diagnosis/types.js';
import {examineDevice, expectConclusion, findingOf, manyGroups, runDevice, setFault, silent} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({consumerGroups: manyGroups, deviceIds: ['new-01', 'gone-01', 'off-01']});

function isConnected(deviceId: string): boolean {
	return hub.emulator.core.registry.get(deviceId).connectionState === 'Connected';
}

describe.concurrent('a device', () => {
	test('a device that has never signed in is told from one that went away', async ({expect: expectOfTest, onTestFinished}) => {
		const {emulator} = hub;
		const fresh = await examineDevice(emulator, 'new-01', {timing: silent});
		expectConclusion(fresh, 'device-never-connected');
		expect(findingOf(fresh, 'C10').evidence).toContain('no activity on record');
		const device = await runDevice(emulator, {deviceId: 'gone-01'}, onTestFinished);
		await device.saw('sent');
		await device.stop();
		await eventually(() => isConnected('gone-01'), expectOfTest).toBe(false);
		const gone = await examineDevice(emulator, 'gone-01', {timing: silent});
		expectConclusion(gone, 'device-offline');
	});

	test('a device whose sign-in is refused looks offline as long as its credential is unknown, and the report asks for it', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'misled-01', fault: 'clock-behind'}, onTestFinished);
		await device.saw('error');
		const report = await examineDevice(emulator, 'misled-01', {timing: silent});
		expectConclusion(report, 'device-never-connected');
		expect(report.conclusion.nextStep).toContain('connection string');
	});

	test('a device that is connected and sends nothing is silent', async ({expect: expectOfTest, onTestFinished}) => {
		const {emulator} = hub;
		await runDevice(emulator, {deviceId: 'mute-01', fault: 'silence'}, onTestFinished);
		await eventually(() => isConnected('mute-01'), expectOfTest).toBe(true);
		expectConclusion(await examineDevice(emulator, 'mute-01', {timing: silent}), 'device-silent');
	});

	test('two clients under one id are found by their fight', async ({onTestFinished}) => {
		const {emulator} = hub;
		await runDevice(emulator, {deviceId: 'twice-01', fault: 'duplicate-id'}, onTestFinished);
		const report = await examineDevice(emulator, 'twice-01', {timing: {stabilityMs: 60_000, stabilityStepMs: 200}});
		expectConclusion(report, 'duplicate-id');
	});

	test('a device that comes and goes does not hold its connection', async ({onTestFinished}) => {
		const {emulator} = hub;
		await runDevice(emulator, {deviceId: 'flappy-01', fault: 'flapping'}, onTestFinished);
		expectConclusion(await examineDevice(emulator, 'flappy-01', {timing: {stabilityMs: 60_000, stabilityStepMs: 200}}), 'duplicate-id');
	});

	test('a clock that is a day ahead is found in what the device reports', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'early-01', fault: 'clock-ahead'}, onTestFinished);
		await device.saw('reported');
		const report = await examineDevice(emulator, 'early-01');
		expectConclusion(report, 'device-clock');
		expect(findingOf(report, 'C5-device').evidence).toMatch(/24 h ahead/);
	});

	test('signing in as the device finds a refusal that nothing else explains', async ({onTestFinished}) => {
		const {emulator} = hub;
		const permissions = {...readsOnly, signInAsDevice: true};
		const device = await runDevice(emulator, {deviceId: 'trusted-01'}, onTestFinished);
		await device.saw('sent');
		const credential = emulator.deviceConnectionString('trusted-01');
		const report = await examineDevice(emulator, 'trusted-01', {credential, permissions});
		expectConclusion(report, 'healthy', 'pass');
		expect(findingOf(report, 'C8-sign-in').evidence).toContain('CONNACK 0');
		await device.stop();
		const alone = await examineDevice(emulator, 'trusted-01', {permissions, timing: silent});
		expect(findingOf(alone, 'C8-sign-in')).toMatchObject({verdict: 'pass', evidence: expect.stringContaining('the primary key of the registry')});
	});

	test('without leave no live connection ends and no method is called', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'calm-01'}, onTestFinished);
		await device.saw('sent');
		const events: string[] = [];
		const stop = emulator.core.onEvent(event => {
			if (event.type === 'device-disconnected' && event.deviceId === 'calm-01') events.push(event.deviceId);
		});
		const report = await examineDevice(emulator, 'calm-01');
		stop();
		expectConclusion(report, 'healthy', 'pass');
		expect(events).toEqual([]);
		expect(device.events.filter(({type}) => type === 'method')).toEqual([]);
		expect(report.findings.filter(({check}) => check === 'C13' || check === 'C8-sign-in').map(({verdict}) => verdict)).toEqual(['skip', 'skip']);
	});

	test('a read-only console ends no live connection, allowed or not', async ({expect: expectOfTest, onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'guarded-01'}, onTestFinished);
		await device.saw('sent');
		const permissions = {...readsOnly, signInAsDevice: true};
		const report = await examineDevice(emulator, 'guarded-01', {permissions, isReadOnly: true});
		expectOfTest(findingOf(report, 'C8-sign-in')).toMatchObject({verdict: 'skip', evidence: expectOfTest.stringContaining('read-only')});
		expectOfTest(device.events.filter(({type}) => type === 'disconnected')).toEqual([]);
	});

	test('a disabled device is not waited for', async ({onTestFinished}) => {
		const {emulator} = hub;
		await setFault(emulator, {name: 'disabled-device', deviceId: 'off-01'}, onTestFinished);
		const report = await examineDevice(emulator, 'off-01');
		expectConclusion(report, 'device-disabled');
		expect(findingOf(report, 'C11')).toMatchObject({verdict: 'skip', evidence: 'It needs C7 first: The device is enabled.'});
	});
});
