import {describe, expect, test} from 'vitest';
import type {DeviceProtocol} from '../../source/simulator/types.js';
import {examineDevice, expectConclusion, findingOf, manyGroups, runDevice} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({consumerGroups: manyGroups});

describe.concurrent('a device', () => {
	test.for<DeviceProtocol>(['mqtt', 'mqtt-ws', 'amqp', 'amqp-ws', 'http'])(
		'a device that works over %s is found healthy',
		async (protocol, {onTestFinished}) => {
			const {emulator} = hub;
			const deviceId = `${protocol}-01`;
			const device = await runDevice(emulator, {deviceId, protocol}, onTestFinished);
			await device.saw('sent');
			const report = await examineDevice(emulator, deviceId, {credential: emulator.deviceConnectionString(deviceId)});
			expectConclusion(report, 'healthy', 'pass');
			expect(report.findings.filter(({verdict}) => verdict === 'fail')).toEqual([]);
			for (const check of ['P-mqtt', 'P-mqtt-ws', 'P-amqp', 'P-amqp-ws', 'P-https', 'C8', 'C11'] as const) {
				expect(findingOf(report, check).verdict, check).toBe('pass');
			}
		},
	);

	test('a device that shows by empty messages that it lives is healthy', async ({onTestFinished}) => {
		const {emulator} = hub;
		await runDevice(emulator, {deviceId: 'beat-01', fault: 'heartbeats-only'}, onTestFinished);
		expectConclusion(await examineDevice(emulator, 'beat-01'), 'healthy', 'pass');
	});

	test('a diagnosis that is stopped ends at once with what it has', async () => {
		const {emulator} = hub;
		emulator.core.registry.put('slowpoke-01', {deviceId: 'slowpoke-01'}, undefined);
		const controller = new AbortController();
		const report = await examineDevice(emulator, 'slowpoke-01', {
			signal: controller.signal,
			timing: {telemetryWaitMs: 600_000},
			onProgress(steps) {
				if (steps.find(({check}) => check === 'C11')?.state === 'running') controller.abort();
			},
		});
		expect(findingOf(report, 'C11')).toMatchObject({verdict: 'skip', evidence: 'It was stopped.'});
		expect(findingOf(report, 'C6').verdict).toBe('pass');
	});
});
