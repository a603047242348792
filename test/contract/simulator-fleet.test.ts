import {afterEach, describe, expect, it, vi} from 'vitest';
import {startEmulator} from '../../source/emulator/start.js';
import type {Emulator} from '../../source/emulator/types.js';
import {startFleet} from '../../source/simulator/fleet.js';
import type {Fleet, FleetEvent, FleetOptions, ProfileId, SimulatedDevice} from '../../source/simulator/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator();
let fleet: Fleet | undefined;
let events: FleetEvent[] = [];

afterEach(async () => {
	await fleet?.close();
	fleet = undefined;
	events = [];
	vi.restoreAllMocks();
});

function register(emulator: Emulator, deviceId: string, profileId: ProfileId): SimulatedDevice {
	emulator.core.registry.put(deviceId, {deviceId}, undefined);
	return {deviceId, profileId, connectionString: emulator.deviceConnectionString(deviceId)};
}

function start(devices: readonly SimulatedDevice[], options: Partial<FleetOptions> = {}): Fleet {
	fleet = startFleet({devices, ca: hub.emulator.ca, onEvent: event => events.push(event), ...options});
	return fleet;
}

const countEvents = (type: FleetEvent['type']): number => events.filter(event => event.type === type).length;

it('starts one device after another and stops them all', async () => {
	const devices = Array.from({length: 60}, (_, index) => register(hub.emulator, `many-${String(index).padStart(2, '0')}`, 'tutorial'));
	const running = start(devices, {startRatePerSecond: 200});
	expect(running.connectedCount).toBe(0);
	await running.started;
	expect(running.connectedCount).toBe(60);
	expect(hub.emulator.core.connections.count).toBe(60);
	await eventually(() => devices.every(({deviceId}) => readTelemetry(hub.emulator.core, deviceId).length > 0)).toBe(true);
	await running.close();
	expect(running.connectedCount).toBe(0);
	await eventually(() => hub.emulator.core.connections.count).toBe(0);
	expect(countEvents('disconnected')).toBe(60);
});

it('writes nothing to the console', async () => {
	const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write'), vi.spyOn(process, 'emitWarning')];
	const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map(name => vi.spyOn(console, name));
	const devices = (['tutorial', 'thermostat', 'slow', 'silent', 'garbled'] as const).map(profileId => register(hub.emulator, `quiet-${profileId}`, profileId));
	const protocols = (['mqtt-ws', 'amqp', 'amqp-ws', 'http'] as const).map(protocol => ({...register(hub.emulator, `quiet-${protocol}`, 'tutorial'), protocol}));
	const running = start([...devices, ...protocols], {endpoint: {host: 'localhost', ports: hub.emulator.ports}});
	await running.started;
	await eventually(() => countEvents('sent')).toBeGreaterThan(15);
	await running.close();
	for (const spy of [...written, ...consoles]) expect(spy).not.toHaveBeenCalled();
	expect(countEvents('error')).toBe(0);
});

it('a device that is refused says so, and the others run', async () => {
	const good = register(hub.emulator, 'refused-good', 'tutorial');
	const bad = {...register(hub.emulator, 'refused-bad', 'tutorial'), connectionString: good.connectionString.replace('refused-good', 'refused-bad')};
	const running = start([bad, good]);
	await running.started;
	expect(running.connectedCount).toBe(1);
	expect(events.find(({type}) => type === 'error')).toMatchObject({
		deviceId: 'refused-bad',
		text: expect.stringContaining('Connection refused: Not authorized'),
	});
});

it("a device without the hub's CA does not connect", async () => {
	const running = start([register(hub.emulator, 'untrusting', 'tutorial')], {ca: undefined});
	await running.started;
	expect(running.connectedCount).toBe(0);
	expect(events.find(({type}) => type === 'error')?.text).toMatch(/certificate/i);
});

describe('a thermostat', () => {
	it('hangs up for a reboot, comes back and catches up on what was desired meanwhile', async () => {
		const {core} = hub.emulator;
		await start([register(hub.emulator, 'boiler-01', 'thermostat')]).started;
		const answer = await core.methods.invoke('boiler-01', {methodName: 'reboot', payload: 'null', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 20});
		expect(answer).toEqual({status: 200, payload: '{"rebooting":true}'});
		await eventually(() => core.registry.get('boiler-01').connectionState).toBe('Disconnected');
		core.twins.patch('boiler-01', {properties: {desired: {targetTemperature: 42}}}, undefined);
		await eventually(() => core.twins.deviceView('boiler-01').reported).toMatchObject({targetTemperature: 42});
		expect(countEvents('connected')).toBe(2);
	});

	it('reconnects by itself when its connection is cut, and reads its twin again', async () => {
		const {core} = hub.emulator;
		await start([register(hub.emulator, 'boiler-02', 'thermostat')]).started;
		await eventually(() => core.twins.deviceView('boiler-02').reported).toMatchObject({targetTemperature: 21});
		const link = {protocol: 'Mqtt', close() {}, deliverMethod() {}, deliverDesired() {}, notifyC2d() {}} as const;
		core.connections.open('boiler-02', link, Number.MAX_SAFE_INTEGER);
		core.twins.patch('boiler-02', {properties: {desired: {targetTemperature: 33}}}, undefined);
		await eventually(() => core.twins.deviceView('boiler-02').reported).toMatchObject({targetTemperature: 33});
		expect(countEvents('disconnected')).toBe(1);
	});
});

it('what a garbled device sends arrives byte for byte', async () => {
	const {core} = hub.emulator;
	await start([register(hub.emulator, 'fan-01', 'garbled')]).started;
	await eventually(() => readTelemetry(core, 'fan-01').map(({body}) => body.toString('latin1'))).toContain('\u00ff\u00fe\0\u00c3(\u0080\u00f0\u009f\u0092A');
	expect(Object.keys(core.twins.deviceView('fan-01').reported)).toContain('__proto__');
});

it('closes within seconds when the hub is gone', async () => {
	const emulator = await startEmulator();
	const running = startFleet({devices: [register(emulator, 'orphan', 'tutorial')], ca: emulator.ca});
	await running.started;
	await emulator.close();
	await eventually(() => running.connectedCount).toBe(0);
	await running.close();
});

it('closes while its devices are still being started', async () => {
	const devices = Array.from({length: 10}, (_, index) => register(hub.emulator, `early-${index}`, 'tutorial'));
	const running = start(devices, {startRatePerSecond: 1});
	await eventually(() => running.connectedCount).toBeGreaterThan(0);
	await running.close();
	await running.started;
	await eventually(() => hub.emulator.core.connections.count).toBe(0);
	expect(countEvents('connected')).toBeLessThan(10);
});

it('leaves no connection behind when it is closed while its devices sign in', async () => {
	const devices = Array.from({length: 10}, (_, index) => register(hub.emulator, `hasty-${index}`, 'tutorial'));
	const running = start(devices, {startRatePerSecond: 10_000});
	await eventually(() => hub.emulator.core.connections.count).toBeGreaterThan(0);
	await running.close();
	await eventually(() => hub.emulator.core.connections.count).toBe(0);
});

it('an empty fleet is started at once', async () => {
	await start([]).started;
});
