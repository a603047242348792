import {describe, expect, it} from 'vitest';
import type {DeviceProtocol} from '../../source/simulator/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';
import {simulate} from '../helpers/simulation.js';

const hub = setUpEmulator();
const call = {payload: '30', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 30} as const;
const command = {body: Buffer.from('open the valve'), system: {messageId: 'm-1'}, application: {}, ack: 'none'} as const;

describe.each<DeviceProtocol>(['mqtt', 'mqtt-ws', 'amqp', 'amqp-ws'])('a simulated device over %s', protocol => {
	it('sends telemetry, answers methods, keeps its twin in step and completes messages', async () => {
		const {core} = hub.emulator;
		const deviceId = `all-${protocol}`;
		const {fleet, texts} = simulate(hub.emulator, deviceId, {protocol});
		await fleet.started;
		expect({errors: texts('error'), connected: fleet.connectedCount}).toEqual({errors: [], connected: 1});
		expect(core.registry.get(deviceId).connectionState).toBe('Connected');
		await eventually(() => readTelemetry(core, deviceId).length).toBeGreaterThan(0);
		expect(await core.methods.invoke(deviceId, {methodName: 'setTargetTemperature', ...call})).toEqual({status: 200, payload: '{"targetTemperature":30}'});
		core.twins.patch(deviceId, {properties: {desired: {telemetryInterval: 7}}}, undefined);
		await eventually(() => core.twins.deviceView(deviceId).reported).toMatchObject({telemetryInterval: 7});
		core.c2d.send(deviceId, command);
		await eventually(() => texts('received')).toEqual(['open the valve']);
		await eventually(() => core.registry.get(deviceId).cloudToDeviceMessageCount).toBe(0);
		await fleet.close();
		await eventually(() => core.registry.get(deviceId).connectionState).toBe('Disconnected');
	});
});

it('a simulated device over http sends and polls, and has neither twin nor methods', async () => {
	const {core} = hub.emulator;
	const {fleet, texts} = simulate(hub.emulator, 'all-http', {protocol: 'http'});
	await eventually(() => readTelemetry(core, 'all-http').length).toBeGreaterThan(0);
	core.c2d.send('all-http', command);
	await eventually(() => texts('received')).toEqual(['open the valve']);
	await eventually(() => core.registry.get('all-http').cloudToDeviceMessageCount).toBe(0);
	expect(core.registry.get('all-http').connectionState).toBe('Disconnected');
	expect(texts('reported')).toEqual([]);
	await fleet.close();
	expect(texts('error')).toEqual([]);
});
