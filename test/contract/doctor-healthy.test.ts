import {expect, test} from 'vitest';
import {examineDevice, findingOf, runDevice, summarize} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator();

test('a device that works is found healthy', async () => {
	const {emulator} = hub;
	const device = await runDevice(emulator, {deviceId: 'press-01'});
	await device.saw('reported');
	const report = await examineDevice(emulator, 'press-01');
	expect(report.conclusion.code, summarize(report)).toBe('healthy');
	expect(findingOf(report, 'C11').verdict).toBe('pass');
});
