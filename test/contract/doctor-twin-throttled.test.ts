import {expect, onTestFinished, test} from 'vitest';
import {probeProperty, readsOnly} from '../../source/diagnosis/types.js';
import {examineDevice, expectConclusion, findingOf, setFault, silent} from '../helpers/doctor.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator();
const permissions = {...readsOnly, writeTwin: true};
const timing = {...silent, twinWaitMs: 20_000};
const desiredOf = (deviceId: string) => hub.emulator.core.twins.deviceView(deviceId).desired;

/** A device that answers, and whose hub meets a fault as soon as the device hears of the test. */
async function answer(deviceId: string, onHeard: () => void): Promise<void> {
	const client = await openDevice(hub.emulator, deviceId);
	onTestFinished(() => client.close().then(() => undefined));
	const twin = await client.getTwin();
	twin.on('properties.desired', ({[probeProperty]: value}: Record<string, unknown>) => {
		if (typeof value !== 'string') return;
		onHeard();
		hub.emulator.core.twins.patchReported(deviceId, {[probeProperty]: value});
	});
}

test('a hub that throttles just then is named, and nothing was written', async () => {
	await answer('early-01', () => undefined);
	const {faults} = hub.emulator.core;
	onTestFinished(() => faults.clearAll());
	const report = await examineDevice(hub.emulator, 'early-01', {
		permissions,
		timing,
		onProgress(steps) {
			if (steps.find(({check}) => check === 'C14-write')?.state === 'running') faults.set({name: 'throttling'});
		},
	});
	faults.clearAll();
	expectConclusion(report, 'hub-throttled');
	expect(findingOf(report, 'C14-write').evidence).toContain('429001');
	expect(report.leftBehind).toBeUndefined();
	expect(desiredOf('early-01')).toMatchObject({$version: 1});
});

test('a hub that fails for a while after the write delays the end, until the property is taken back', async () => {
	const {faults} = hub.emulator.core;
	await answer('patient-01', () => {
		faults.set({name: 'unavailable'});
	});
	onTestFinished(() => faults.clearAll());
	const examining = examineDevice(hub.emulator, 'patient-01', {permissions, timing: {...timing, cleanUpMs: 60_000}});
	await eventually(() => faults.list().length).toBe(1);
	await eventually(() => desiredOf('patient-01')).toHaveProperty(probeProperty);
	faults.clearAll();
	const report = await examining;
	expect(findingOf(report, 'C14-write').verdict).toBe('pass');
	expect(report.leftBehind).toBeUndefined();
	expect(desiredOf('patient-01')).not.toHaveProperty(probeProperty);
});

test('what could not be taken back is said, with the name of the property', async () => {
	const {emulator} = hub;
	const client = await openDevice(emulator, 'stuck-01');
	onTestFinished(() => client.close().then(() => undefined));
	const controller = new AbortController();
	const examining = examineDevice(emulator, 'stuck-01', {permissions, signal: controller.signal, timing: {...timing, twinWaitMs: 600_000, cleanUpMs: 500}});
	await eventually(() => desiredOf('stuck-01')).toHaveProperty(probeProperty);
	await setFault(emulator, {name: 'server-error'});
	controller.abort();
	const report = await examining;
	expect(report.leftBehind).toMatch(/^The desired property iotTuiProbe of stuck-01 could not be taken back: The hub failed\..* Set it to null\.$/);
	expect(desiredOf('stuck-01')).toHaveProperty(probeProperty);
});
