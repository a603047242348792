import type {Client, Twin} from 'azure-iot-device';
import {describe, expect, type TestContext, test} from 'vitest';
import {type Permissions, probeProperty, type Report, readsOnly} from '../../source/diagnosis/types.js';
import type {DeviceFault} from '../../source/simulator/types.js';
import {type ExamineOptions, examineDevice, expectConclusion, findingOf, manyGroups, runDevice, silent} from '../helpers/doctor.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({consumerGroups: manyGroups});
const permissions: Permissions = {...readsOnly, writeTwin: true};
/** For devices that do not answer. */
const unanswered = {...silent, twinWaitMs: 1500};

const examine = (deviceId: string, options: ExamineOptions = {}) => examineDevice(hub.emulator, deviceId, {permissions, ...options});
const probeOf = (report: Report) => findingOf(report, 'C14-write');
const desiredOf = (deviceId: string) => hub.emulator.core.twins.deviceView(deviceId).desired;
const reportedOf = (deviceId: string) => hub.emulator.core.twins.deviceView(deviceId).reported;

/** A device program of one's own that does as it is told with desired properties. */
async function listen(
	{expect: expectOfTest, onTestFinished}: TestContext,
	deviceId: string,
	onDesired: (desired: Record<string, unknown>, report: (patch: object) => void) => void,
): Promise<Client> {
	const client = await openDevice(hub.emulator, deviceId);
	onTestFinished(() => client.close().then(() => undefined));
	const twin: Twin = await client.getTwin();
	const report = (patch: object) => twin.properties.reported.update(patch, () => undefined);
	twin.on('properties.desired', (desired: Record<string, unknown>) => onDesired(desired, report));
	await eventually(() => hub.emulator.core.registry.get(deviceId).connectionState, expectOfTest).toBe('Connected');
	return client;
}

/** Desired properties as they come, without their version. */
function keepDesired(into: unknown[]) {
	return ({$version: _, ...values}: Record<string, unknown>) => void (Object.keys(values).length > 0 && into.push(values));
}

describe.concurrent('the test of the twin', () => {
	test('shows the whole way with a device that reports the value back, and leaves nothing on the hub', async ({expect: expectOfTest, onTestFinished}) => {
		const device = await runDevice(hub.emulator, {deviceId: 'therm-01', profileId: 'thermostat'}, onTestFinished);
		await device.saw('reported');
		const report = await examine('therm-01');
		expectConclusion(report, 'healthy', 'pass');
		expect(probeOf(report)).toMatchObject({verdict: 'pass', evidence: expect.stringMatching(/desired version 2, and the device reported it back after/)});
		expect(desiredOf('therm-01')).not.toHaveProperty(probeProperty);
		await eventually(() => Object.keys(reportedOf('therm-01')).includes(probeProperty), expectOfTest).toBe(false);
		expect(report.leftBehind).toBeUndefined();
	});

	test.for<DeviceFault | undefined>(['no-twin-handler', 'twin-ignored', 'twin-refused', undefined])(
		'proves nothing without an answer, whether the device listens or not (fault %s)',
		async (fault, {onTestFinished}) => {
			const deviceId = `${fault ?? 'tutorial'}-01`;
			const profileId = fault === undefined ? 'tutorial' : 'thermostat';
			const device = await runDevice(hub.emulator, {deviceId, profileId, ...(fault && {fault})}, onTestFinished);
			await device.saw('reported');
			await device.saw('sent');
			const report = await examine(deviceId, {timing: {twinWaitMs: 1500}});
			expectConclusion(report, 'twin-write-unanswered', 'warn');
			expect(probeOf(report).evidence).toMatch(/The device reported nothing within [\d.]+ s/);
			expect(report.conclusion.cause).toContain('as many healthy devices do');
			expect(desiredOf(deviceId)).not.toHaveProperty(probeProperty);
		},
	);

	test('counts a refusal by the device as an answer', async context => {
		await listen(context, 'strict-01', ({[probeProperty]: value, $version}, report) => {
			if (typeof value === 'string') report({[probeProperty]: {value, ac: 404, av: $version, ad: 'unknown property'}});
		});
		expect(probeOf(await examine('strict-01', {timing: silent}))).toMatchObject({
			verdict: 'pass',
			evidence: expect.stringContaining('refused it with status 404'),
		});
	});

	test('tells a report of something else from an answer', async context => {
		await listen(context, 'busy-01', ({[probeProperty]: value}, report) => {
			if (typeof value === 'string') report({uptime: 5});
		});
		const {verdict, evidence} = probeOf(await examine('busy-01', {timing: {...silent, twinWaitMs: 6000}}));
		expect({verdict, evidence}).toEqual({verdict: 'warn', evidence: expect.stringContaining('The device reported something else within')});
	});

	test('writes nothing for a device that is not connected', async () => {
		const {core} = hub.emulator;
		core.registry.put('away-01', {deviceId: 'away-01'}, undefined);
		const report = await examine('away-01', {timing: silent});
		expectConclusion(report, 'device-never-connected');
		expect(probeOf(report)).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('nothing was written')});
		expect(core.registry.get('away-01')).toMatchObject({connectionState: 'Disconnected'});
		expect(desiredOf('away-01')).toMatchObject({$version: 1});
	});

	test('is not made without leave, nor by a read-only console', async context => {
		const seen: unknown[] = [];
		await listen(context, 'calm-01', keepDesired(seen));
		const unasked = await examine('calm-01', {permissions: readsOnly, timing: silent});
		expect(probeOf(unasked)).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('only when that is allowed')});
		const readOnly = await examine('calm-01', {isReadOnly: true, timing: silent});
		expect(probeOf(readOnly)).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('read-only')});
		expect(seen).toEqual([]);
		expect(desiredOf('calm-01')).toMatchObject({$version: 1});
	});

	test("leaves a property of somebody else's alone, and takes back one that an earlier test left", async context => {
		const {core} = hub.emulator;
		await listen(context, 'used-01', () => undefined);
		core.twins.patch('used-01', {properties: {desired: {[probeProperty]: {mine: true}}}}, undefined);
		const report = await examine('used-01', {timing: unanswered});
		expect(probeOf(report)).toMatchObject({verdict: 'skip', evidence: expect.stringContaining('left alone')});
		expect(desiredOf('used-01')).toMatchObject({[probeProperty]: {mine: true}, $version: 2});
		core.twins.patch('used-01', {properties: {desired: {[probeProperty]: 'iot-tui-01234567'}}}, undefined);
		await examine('used-01', {timing: unanswered});
		expect(desiredOf('used-01')).not.toHaveProperty(probeProperty);
	});

	test('gets along with somebody who changes the twin meanwhile, and changes nothing of theirs', async context => {
		const {core} = hub.emulator;
		let rival = 0;
		await listen(context, 'shared-01', ({[probeProperty]: value}, report) => {
			if (typeof value !== 'string') return;
			core.twins.patch('shared-01', {properties: {desired: {rival: ++rival}}}, undefined);
			report({[probeProperty]: value});
		});
		expect(probeOf(await examine('shared-01', {timing: silent})).verdict).toBe('pass');
		const {[probeProperty]: left, rival: kept} = desiredOf('shared-01');
		expect({left, kept}).toEqual({left: undefined, kept: 1});
	});

	test('is taken back when the diagnosis is stopped while the device is waited for', async context => {
		const seen: unknown[] = [];
		await listen(context, 'stopped-01', keepDesired(seen));
		const controller = new AbortController();
		const examining = examine('stopped-01', {signal: controller.signal, timing: {...silent, twinWaitMs: 600_000}});
		await eventually(() => seen.length, context.expect).toBe(1);
		controller.abort();
		const report = await examining;
		expect(probeOf(report)).toMatchObject({verdict: 'skip', evidence: 'It was stopped.'});
		expect(report.leftBehind).toBeUndefined();
		expect(desiredOf('stopped-01')).not.toHaveProperty(probeProperty);
		await eventually(() => seen.at(-1), context.expect).toEqual({[probeProperty]: null});
	});
});
