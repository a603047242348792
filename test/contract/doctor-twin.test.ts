import {describe, expect, test} from 'vitest';
import type {DeviceFault} from '../../source/simulator/types.js';
import {examineDevice, expectConclusion, findingOf, manyGroups, runDevice, setFault, silent} from '../helpers/doctor.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({consumerGroups: manyGroups});

function desire(deviceId: string, values: Record<string, number>): void {
	hub.emulator.core.twins.patch(deviceId, {properties: {desired: values}}, undefined);
}

describe.concurrent('what goes to the device', () => {
	test('a device that follows its desired properties is in step', async ({expect: expectOfTest, onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'therm-01', profileId: 'thermostat'}, onTestFinished);
		await device.saw('reported');
		desire('therm-01', {targetTemperature: 30});
		await device.saw('desired');
		await eventually(() => emulator.core.twins.deviceView('therm-01').reported.targetTemperature, expectOfTest).toBe(30);
		const report = await examineDevice(emulator, 'therm-01');
		expectConclusion(report, 'healthy', 'pass');
		expect(findingOf(report, 'C14').evidence).toContain('1 reported back');
	});

	test.for<DeviceFault>(['no-twin-handler', 'twin-ignored', 'twin-refused'])(
		'a device with the fault %s does not follow, and the report names the property',
		async (fault, {onTestFinished}) => {
			const {emulator} = hub;
			const deviceId = `${fault}-01`;
			const device = await runDevice(emulator, {deviceId, profileId: 'thermostat', fault}, onTestFinished);
			await device.saw('reported');
			desire(deviceId, {targetTemperature: 30});
			const report = await examineDevice(emulator, deviceId, {timing: {driftGraceMs: -60_000}});
			expectConclusion(report, 'twin-drift');
			expect(report.findings.find(({check}) => check === 'C14')?.evidence).toContain('targetTemperature: desired 30');
		},
	);

	test('a device that has never reported anything is told to use its twin', async () => {
		const {emulator} = hub;
		const client = await openDevice(emulator, 'plain-01');
		desire('plain-01', {interval: 5});
		const timer = setInterval(() => void emulator.core.telemetry.append('plain-01', {body: Buffer.from('{}'), system: {}, application: {}}), 200);
		const report = await examineDevice(emulator, 'plain-01', {timing: {driftGraceMs: -60_000}});
		clearInterval(timer);
		await client.close();
		expectConclusion(report, 'twin-never-reported', 'warn');
	});

	test('a full queue is named with its depth', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'full-01'}, onTestFinished);
		await device.saw('sent');
		await setFault(emulator, {name: 'queue-full', deviceId: 'full-01'}, onTestFinished);
		const report = await examineDevice(emulator, 'full-01');
		expectConclusion(report, 'c2d-queue-full');
		expect(findingOf(report, 'C12').evidence).toContain('50 messages wait');
	});

	test('messages that a connected device never completes are told from those that wait for it', async ({onTestFinished}) => {
		const {emulator} = hub;
		const {core} = emulator;
		const send = (deviceId: string) => core.c2d.send(deviceId, {body: Buffer.from('hello'), system: {messageId: 'm1'}, application: {}, ack: 'none'});
		const device = await runDevice(emulator, {deviceId: 'keeper-01', fault: 'c2d-never-completed', protocol: 'amqp'}, onTestFinished);
		await device.saw('sent');
		send('keeper-01');
		await device.saw('received');
		expectConclusion(await examineDevice(emulator, 'keeper-01'), 'c2d-not-completed');
		core.registry.put('away-01', {deviceId: 'away-01'}, undefined);
		send('away-01');
		const away = await examineDevice(emulator, 'away-01', {timing: silent});
		expectConclusion(away, 'device-never-connected');
		expect(findingOf(away, 'C12')).toMatchObject({verdict: 'warn', reason: 'c2d-waiting'});
	});
});
