import {expect, test} from 'vitest';
import {runDevice} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {openHub, watch} from '../helpers/hub.js';

const hub = setUpEmulator();

test('counting the past can be left in the middle and taken up again, and nothing is counted twice', async () => {
	const {emulator} = hub;
	const ids = Array.from({length: 8}, (_, index) => `press-${index}`);
	for (const deviceId of ids) emulator.core.registry.put(deviceId, {deviceId}, undefined);
	const append = () => {
		for (const deviceId of ids) emulator.core.telemetry.append(deviceId, {body: Buffer.from('{}'), system: {}, application: {}});
	};
	append();
	const {history, telemetry} = openHub(emulator);
	watch(telemetry);
	await eventually(() => telemetry.getState().status).toBe('receiving');
	// Left at once each time, so that one stretch of the past after the other is left over.
	for (const round of [1, 2, 3]) {
		history.subscribe(() => undefined)();
		await eventually(() => history.getState().status).toBe('idle');
		append();
		await eventually(() => telemetry.getState().next).toBe(round * ids.length);
	}
	const {told} = watch(history);
	await eventually(() => history.getState().status).toBe('ready');
	await eventually(() => history.counts().counts.reduce((sum, count) => sum + count, 0)).toBe(4 * ids.length);
	await runDevice(emulator, {deviceId: 'press-live'});
	await eventually(() => history.counts('press-live').counts.some(count => count > 0)).toBe(true);
	expect(told.filter(({error}) => error !== undefined)).toEqual([]);
});
