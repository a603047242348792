import {describe, expect, test} from 'vitest';
import {type Conclusion, readsOnly} from '../../source/diagnosis/types.js';
import type {DeviceFault} from '../../source/simulator/types.js';
import {examineDevice, expectConclusion, findingOf, manyGroups, runDevice, silent, unanswering} from '../helpers/doctor.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({consumerGroups: manyGroups});
const permissions = {...readsOnly, callMethod: true};

describe.concurrent('a direct method', () => {
	test('a method that answers is a way there and back', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'answers-01'}, onTestFinished);
		await device.saw('sent');
		const report = await examineDevice(emulator, 'answers-01', {permissions});
		expectConclusion(report, 'healthy', 'pass');
		expect(findingOf(report, 'C13').evidence).toContain('TestMethod answered 200');
	});

	test.for<[DeviceFault, Conclusion['code']]>([
		['no-method-handler', 'method-not-listening'],
		['slow-method', 'method-no-answer'],
		['failing-method', 'method-failed'],
		['crashing-method', 'method-crashed'],
	])('a device with the fault %s is told why its method fails', async ([fault, code], {onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: `${fault}-01`, fault}, onTestFinished);
		await device.saw('sent');
		expectConclusion(await examineDevice(emulator, `${fault}-01`, {permissions, timing: unanswering}), code);
	});

	test('a method that answers after the usual time is slow, not silent', async ({expect: expectOfTest}) => {
		const {emulator} = hub;
		const client = await openDevice(emulator, 'late-01');
		client.onDeviceMethod('TestMethod', (_request, response) => {
			setTimeout(() => void response.send(200, 'at last'), 1000);
		});
		await eventually(
			async () =>
				(await examineDevice(emulator, 'late-01', {permissions, timing: {...silent, methodPatienceMs: 500}})).findings.find(({check}) => check === 'C13')
					?.reason,
			expectOfTest,
		).toBe('method-slow');
		await client.close();
	});

	test('a name that the device does not know gets no answer', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'stranger-01'}, onTestFinished);
		await device.saw('sent');
		const report = await examineDevice(emulator, 'stranger-01', {permissions, methodName: 'testmethod', timing: unanswering});
		expectConclusion(report, 'method-no-answer');
		expect(report.conclusion.cause).toContain('Capital letters');
		expect(report.conclusion.az).toContain('--mn testmethod');
	});

	test('a read-only console calls nothing, allowed or not', async ({onTestFinished}) => {
		const {emulator} = hub;
		const device = await runDevice(emulator, {deviceId: 'read-only-01'}, onTestFinished);
		await device.saw('sent');
		const report = await examineDevice(emulator, 'read-only-01', {permissions, isReadOnly: true});
		expect(findingOf(report, 'C13')).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('read-only')});
		expect(device.events.filter(({type}) => type === 'method')).toEqual([]);
	});
});
