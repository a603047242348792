import {expect, onTestFinished, test} from 'vitest';
import {createDoctor} from '../../source/diagnosis/doctor.js';
import {probeProperty, readsOnly} from '../../source/diagnosis/types.js';
import {connectHub} from '../../source/hub/connect.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {addressOf} from '../helpers/hub.js';

const hub = setUpEmulator();
const desiredOf = (deviceId: string) => hub.emulator.core.twins.deviceView(deviceId).desired;

/** The console's doctor with a device that listens and does not answer; the test of the twin is under way. */
async function testTwin(deviceId: string) {
	const {emulator} = hub;
	const client = await openDevice(emulator, deviceId);
	const address = addressOf(emulator);
	const source = connectHub(address, {isReadOnly: true});
	onTestFinished(async () => {
		await client.close();
		await source.close();
	});
	const doctor = createDoctor({
		address,
		sources: source,
		isReadOnly: false,
		timing: {telemetryWaitMs: 100, stabilityMs: 100, twinWaitMs: 600_000, twinStepMs: 50},
	});
	doctor.start({deviceId, permissions: {...readsOnly, writeTwin: true}});
	await eventually(() => desiredOf(deviceId)).toHaveProperty(probeProperty);
	return doctor;
}

test('a console that ends waits until what the doctor wrote is taken back', async () => {
	const doctor = await testTwin('closing-01');
	expect(await doctor.close()).toBeUndefined();
	expect(desiredOf('closing-01')).not.toHaveProperty(probeProperty);
	expect(doctor.getState().report?.leftBehind).toBeUndefined();
});

test('stopping leaves a report, in which what was not done is skipped with the reason', async () => {
	const doctor = await testTwin('stopping-01');
	doctor.stop();
	expect(doctor.getState().isStopped).toBe(true);
	expect(doctor.getState().report).toBeUndefined();
	await eventually(() => doctor.getState().report).toBeDefined();
	const findings = doctor.getState().report?.findings ?? [];
	expect(findings.find(({check}) => check === 'C6')?.verdict).toBe('pass');
	expect(findings.find(({check}) => check === 'C14-write')).toMatchObject({verdict: 'skip', evidence: 'It was stopped.'});
	expect(desiredOf('stopping-01')).not.toHaveProperty(probeProperty);
});

test('another diagnosis may begin at once: the test of the one before is taken back all the same', async () => {
	const doctor = await testTwin('again-01');
	doctor.start({deviceId: 'again-01', permissions: readsOnly});
	await eventually(() => desiredOf('again-01')).not.toHaveProperty(probeProperty);
	await doctor.close();
});
