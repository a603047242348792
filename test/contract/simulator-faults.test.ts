import {describe, expect, it, type TestContext} from 'vitest';
import {HubFault} from '../../source/emulator/core/fault.js';
import type {CoreEvent, HubCore} from '../../source/emulator/core/types.js';
import type {DeviceFault} from '../../source/simulator/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';
import {type Simulation, simulate} from '../helpers/simulation.js';

const hub = setUpEmulator();
const start = (fault: DeviceFault, {onTestFinished}: TestContext, deviceId: string = fault): Simulation =>
	simulate(hub.emulator, deviceId, {fault}, onTestFinished);
const invoke = (deviceId: string, responseTimeoutInSeconds = 30, connectTimeoutInSeconds = 30) =>
	hub.emulator.core.methods.invoke(deviceId, {methodName: 'setTargetTemperature', payload: '30', responseTimeoutInSeconds, connectTimeoutInSeconds});
const desire = (deviceId: string, desired: Readonly<Record<string, number>>) => hub.emulator.core.twins.patch(deviceId, {properties: {desired}}, undefined);
const reportedBy = (core: HubCore, deviceId: string) => core.twins.deviceView(deviceId).reported;

function watch(core: HubCore, deviceId: string): readonly CoreEvent[] {
	const events: CoreEvent[] = [];
	core.onEvent(event => {
		if (event.deviceId === deviceId) events.push(event);
	});
	return events;
}

describe.concurrent('a simulated device with a fault', () => {
	describe('a device that cannot sign in', () => {
		const faults = ['wrong-key', 'old-key', 'expired-token', 'wrong-scope', 'clock-behind', 'wrong-case-id', 'unknown-device'] as const;

		it.for(faults)('with the fault %s is refused over MQTT with no more than "not authorized"', async (fault, context) => {
			const {fleet, texts} = start(fault, context);
			await fleet.started;
			expect(fleet.connectedCount).toBe(0);
			expect(texts('error')[0]).toContain('Connection refused: Not authorized');
			expect(hub.emulator.core.registry.get(fault).connectionState).toBe('Disconnected');
		});

		it('is refused over AMQP and HTTPS too', async context => {
			const amqp = simulate(hub.emulator, 'over-amqp', {protocol: 'amqp', fault: 'wrong-key'}, context.onTestFinished);
			await amqp.fleet.started;
			expect(amqp.fleet.connectedCount).toBe(0);
			expect(amqp.texts('error')[0]).toMatch(/signature does not match|putToken|unauthorized/i);
			const https = simulate(hub.emulator, 'over-https', {protocol: 'http', fault: 'wrong-key'}, context.onTestFinished);
			await eventually(() => https.texts('error')[0], context.expect).toMatch(/Unauthorized/);
			expect(readTelemetry(hub.emulator.core, 'over-https')).toEqual([]);
		});

		it('gets in once its fault is cleared, and loses its place when it gets one', async context => {
			const {fleet} = start('wrong-key', context, 'forgiven');
			await fleet.started;
			const {fault: _, ...healthy} = fleet.devices.get('forgiven') ?? expect.unreachable('The fleet has lost its device.');
			await fleet.run(healthy);
			await eventually(() => fleet.connectedCount, context.expect).toBe(1);
			await fleet.run({...healthy, fault: 'old-key'});
			expect([...fleet.devices.values()].map(({fault}) => fault)).toEqual(['old-key']);
			await eventually(() => hub.emulator.core.registry.get('forgiven').connectionState, context.expect).toBe('Disconnected');
		});
	});

	it('a device whose clock is ahead stamps its messages and its twin with times to come', async context => {
		const {core} = hub.emulator;
		start('clock-ahead', context);
		await eventually(() => readTelemetry(core, 'clock-ahead').length, context.expect).toBeGreaterThan(0);
		const [event] = readTelemetry(core, 'clock-ahead');
		const aheadMs = Date.parse(String(event?.application['iothub-creation-time-utc'])) - Number(event?.enqueuedAt);
		expect(aheadMs / 3_600_000).toBeCloseTo(24, 1);
		await eventually(() => Date.parse(String(reportedBy(core, 'clock-ahead').lastStarted)) > Date.now() + 23 * 3_600_000, context.expect).toBe(true);
	});

	it('two devices with one id evict each other again and again', async context => {
		const events = watch(hub.emulator.core, 'duplicate-id');
		start('duplicate-id', context);
		const evictions = () => events.filter(({type, ...event}) => type === 'device-disconnected' && 'fault' in event && event.fault?.code === 400027);
		await eventually(() => evictions().length, context.expect).toBeGreaterThan(2);
	});

	it('a flapping device comes and goes', async context => {
		const {texts} = start('flapping', context);
		await eventually(() => texts('connected').length, context.expect).toBeGreaterThan(1);
		expect(texts('disconnected').length).toBeGreaterThan(0);
	});

	describe('what a device sends', () => {
		it('is nothing when it is silent, though it is connected and answers', async context => {
			const {core} = hub.emulator;
			start('silence', context);
			simulate(hub.emulator, 'talkative', {}, context.onTestFinished);
			expect(await invoke('silence')).toMatchObject({status: 200});
			await eventually(() => readTelemetry(core, 'talkative').length, context.expect).toBeGreaterThan(1);
			expect(readTelemetry(core, 'silence')).toEqual([]);
			expect(core.registry.get('silence').connectionState).toBe('Connected');
		});

		it('is empty messages with a mark when it has only heartbeats', async context => {
			const {core} = hub.emulator;
			start('heartbeats-only', context);
			await eventually(() => readTelemetry(core, 'heartbeats-only').length, context.expect).toBeGreaterThan(1);
			for (const {body, application} of readTelemetry(core, 'heartbeats-only'))
				expect({body: body.toString(), application}).toEqual({body: '', application: {heartbeat: 'true'}});
		});
	});

	describe('a direct method', () => {
		const failure = async (call: Promise<unknown>) => {
			const error = await call.catch((reason: unknown) => reason);
			return error instanceof HubFault ? error.code : error;
		};

		it('finds nobody (404103) on a device without handlers', async context => {
			const {fleet} = start('no-method-handler', context);
			await fleet.started;
			expect(fleet.connectedCount).toBe(1);
			expect(await failure(invoke('no-method-handler', 5, 0))).toBe(404103);
		});

		it('times out (504101) on a device whose handler is too slow', async context => {
			start('slow-method', context);
			expect(await failure(invoke('slow-method', 5))).toBe(504101);
		});

		it('gets status 500 from a device whose handler fails', async context => {
			start('failing-method', context);
			expect(await invoke('failing-method')).toEqual({status: 500, payload: '{"error":"unhandled exception in the method handler"}'});
		});

		it('times out (504101) on a device that crashes, and the device comes back', async context => {
			const {texts} = start('crashing-method', context);
			expect(await failure(invoke('crashing-method', 5))).toBe(504101);
			await eventually(() => texts('connected').length, context.expect).toBeGreaterThan(1);
		});
	});

	describe('a desired property', () => {
		it('is not heard of by a device without a handler', async context => {
			const {core} = hub.emulator;
			const {texts} = start('no-twin-handler', context);
			simulate(hub.emulator, 'attentive', {}, context.onTestFinished);
			await eventually(() => reportedBy(core, 'no-twin-handler'), context.expect).toMatchObject({targetTemperature: 21});
			// Said until it is heard: a change between a device's reading and its subscription reaches no device.
			await eventually(() => {
				for (const deviceId of ['no-twin-handler', 'attentive']) desire(deviceId, {targetTemperature: 44});
				return reportedBy(core, 'attentive');
			}, context.expect).toMatchObject({targetTemperature: 44});
			expect(await invoke('no-twin-handler')).toMatchObject({status: 200});
			expect(texts('desired')).toEqual([]);
		});

		it('is heard and ignored', async context => {
			const {core} = hub.emulator;
			const {texts} = start('twin-ignored', context);
			await eventually(() => texts('desired').length, context.expect).toBe(1);
			// Said until it is heard, as above.
			await eventually(() => {
				desire('twin-ignored', {targetTemperature: 44});
				return texts('desired').at(-1);
			}, context.expect).toContain('44');
			expect(
				await core.methods.invoke('twin-ignored', {methodName: 'reboot', payload: 'null', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 30}),
			).toMatchObject({
				status: 200,
			});
			expect(reportedBy(core, 'twin-ignored')).toMatchObject({targetTemperature: 21});
		});

		it('is answered with a report that the hub refuses', async context => {
			const {core} = hub.emulator;
			const {texts} = start('twin-refused', context);
			await eventually(() => texts('error').length, context.expect).toBeGreaterThan(0);
			expect(texts('error').join()).toMatch(/4096 bytes|bad request|argument/i);
			expect(reportedBy(core, 'twin-refused')).not.toHaveProperty('status');
		});
	});

	it('a cloud-to-device message that is never completed stays in the queue', async context => {
		const {core} = hub.emulator;
		const {texts} = start('c2d-never-completed', context);
		expect(await invoke('c2d-never-completed')).toMatchObject({status: 200});
		core.c2d.send('c2d-never-completed', {body: Buffer.from('stay'), system: {messageId: 'm-1'}, application: {}, ack: 'none'});
		await eventually(() => texts('received'), context.expect).toEqual(['stay']);
		expect(await invoke('c2d-never-completed')).toMatchObject({status: 200});
		expect(core.registry.get('c2d-never-completed').cloudToDeviceMessageCount).toBe(1);
	});
});
