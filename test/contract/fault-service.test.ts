import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Message} from 'azure-iot-common';
import type {Client as DeviceClient} from 'azure-iot-device';
import {afterEach, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import {startEmulator} from '../../source/emulator/start.js';
import {createDeviceClient, createRegistry, createServiceClient, openDevice, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, trustHub} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';
import {simulate} from '../helpers/simulation.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'tank-02']});
const clients: DeviceClient[] = [];
closeReadersAfterEach();
beforeAll(() => trustHub(hub.emulator));
afterEach(async () => {
	hub.emulator.core.faults.clearAll();
	for (const client of clients.splice(0)) await client.close().catch(() => undefined);
});

const set = (fault: InjectedFault) => hub.emulator.core.faults.set(fault);
const requestTwin = () => requestHub(hub.emulator, 'GET', '/twins/press-01');
const nameOf = async (call: Promise<unknown>): Promise<unknown> =>
	call.then(
		() => 'no error',
		(error: unknown) => (error instanceof Error ? error.name : error),
	);

/** A device SDK client that is connected, and whether it still is. */
async function connectDevice(deviceId = 'press-01') {
	const client = await openDevice(hub.emulator, deviceId);
	clients.push(client);
	let isConnected = true;
	client.on('disconnect', () => {
		isConnected = false;
	});
	return {client, isConnected: () => isConnected};
}

describe('a throttling hub', () => {
	it('refuses every kind of service call with 429001 and says how long to wait', async () => {
		set({name: 'throttling', retryAfterSeconds: 7});
		const registry = createRegistry(hub.emulator);
		expect(await nameOf(registry.get('press-01'))).toBe('ThrottlingError');
		expect(await nameOf(registry.getTwin('press-01'))).toBe('ThrottlingError');
		const {status, headers, text} = await requestTwin();
		expect({status, name: headers['iothub-errorcode']}).toEqual({status: 429, name: 'ThrottlingException'});
		expect(text).toMatch(/wait 7 seconds/);
		set({name: 'throttling'});
		expect((await requestTwin()).text).not.toMatch(/wait/);
	});

	it('closes an MQTT connection that sends telemetry, and stores nothing', async () => {
		const {client, isConnected} = await connectDevice();
		const before = readTelemetry(hub.emulator.core, 'press-01').length;
		set({name: 'throttling'});
		client.sendEvent(new Message('too much')).catch(() => undefined);
		await eventually(isConnected).toBe(false);
		expect(readTelemetry(hub.emulator.core, 'press-01')).toHaveLength(before);
	});

	it('answers a twin request over MQTT with its error and keeps the connection', async () => {
		const {client, isConnected} = await connectDevice();
		set({name: 'throttling'});
		expect(await nameOf(client.getTwin())).not.toBe('no error');
		expect(isConnected()).toBe(true);
	});

	it('refuses telemetry over HTTPS with 429 and over AMQP as throttled', async () => {
		set({name: 'throttling'});
		const https = simulate(hub.emulator, 'tank-02', {protocol: 'http'});
		await eventually(() => https.texts('error').join()).toMatch(/rate exceeds|Too Many/i);
		await https.fleet.close();
		const amqp = simulate(hub.emulator, 'tank-02', {protocol: 'amqp'});
		await amqp.fleet.started;
		expect(amqp.texts('error').join()).toMatch(/rate exceeds|throttl/i);
		expect(readTelemetry(hub.emulator.core, 'tank-02')).toEqual([]);
	});

	it('works again as soon as it is no longer throttled', async () => {
		set({name: 'throttling'});
		hub.emulator.core.faults.clear('throttling');
		expect((await requestTwin()).status).toBe(200);
		expect(hub.emulator.core.faults.list()).toEqual([]);
	});
});

describe('a hub without quota', () => {
	it('refuses what is counted as a message with 403002, and still answers for identities', async () => {
		set({name: 'quota'});
		const {status, headers} = await requestTwin();
		expect({status, name: headers['iothub-errorcode']}).toEqual({status: 403, name: 'IotHubQuotaExceeded'});
		expect((await createRegistry(hub.emulator).get('press-01')).responseBody).toMatchObject({deviceId: 'press-01'});
		expect((await requestHub(hub.emulator, 'GET', '/statistics/service')).status).toBe(200);
		const client = createServiceClient(hub.emulator);
		await client.open();
		// The SDK takes every exhausted limit for a full queue; what the hub says is underneath.
		await expect(client.send('press-01', new Message('command'))).rejects.toMatchObject({amqpError: {description: expect.stringContaining('quota')}});
		await client.close();
	});

	it('takes an MQTT connection and cuts it at once, with no reason given', async () => {
		set({name: 'quota'});
		const client = createDeviceClient(hub.emulator, 'press-01');
		clients.push(client);
		await client.setOptions({ca: hub.emulator.ca});
		const errors: unknown[] = [];
		client.on('disconnect', error => errors.push(error));
		await client.open();
		await eventually(() => errors.length).toBe(1);
		expect(String(errors[0])).not.toMatch(/quota/i);
		expect(hub.emulator.core.registry.get('press-01').connectionState).toBe('Disconnected');
	});
});

describe('a hub with trouble of its own', () => {
	it.each([
		['server-error', 500, 'ServerError', 'InternalServerError'],
		['unavailable', 503, 'ServiceUnavailable', 'ServiceUnavailableError'],
	] as const)('with the fault %s answers service calls with %i', async (name, status, errorName, sdkError) => {
		set({name});
		const response = await requestTwin();
		expect({status: response.status, name: response.headers['iothub-errorcode']}).toEqual({status, name: errorName});
		expect(await nameOf(createRegistry(hub.emulator).get('press-01'))).toBe(sdkError);
	});

	it('lets devices send meanwhile', async () => {
		set({name: 'server-error'});
		const {client} = await connectDevice();
		await client.sendEvent(new Message('still here'));
		expect(readTelemetry(hub.emulator.core, 'press-01').at(-1)?.body.toString()).toBe('still here');
	});

	it('may answer late', async () => {
		set({name: 'slow-answers', delayMs: 400});
		const startedAt = performance.now();
		expect((await requestTwin()).status).toBe(200);
		expect(performance.now() - startedAt).toBeGreaterThan(390);
	});
});

it('a full queue holds 50 messages, even of a device that listens, and takes no more', async () => {
	const {core} = hub.emulator;
	const {client} = await connectDevice();
	client.on('message', () => undefined);
	set({name: 'queue-full', deviceId: 'press-01'});
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(50);
	const service = createServiceClient(hub.emulator);
	await service.open();
	expect(await nameOf(service.send('press-01', new Message('one more')))).toBe('DeviceMaximumQueueDepthExceededError');
	await service.send('tank-02', new Message('for another device'));
	await service.close();
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(50);
	core.faults.clear('queue-full', 'press-01');
	expect(core.registry.get('press-01').cloudToDeviceMessageCount).toBe(0);
});

it('a taken consumer group refuses readers without a higher owner level, in every partition', async () => {
	const consumer = createConsumer(hub.emulator);
	const early = readPartition(consumer, 0, {});
	await eventually(() => early.context).toBeDefined();
	set({name: 'consumer-group-taken', consumerGroup: '$Default'});
	await eventually(() => early.errors[0]).toMatchObject({code: 'ReceiverDisconnectedError'});
	const late = readPartition(consumer, 3, {});
	await eventually(() => late.errors[0]).toMatchObject({code: 'ReceiverDisconnectedError'});
	hub.emulator.core.faults.clear('consumer-group-taken');
	const free = readPartition(createConsumer(hub.emulator), 3, {});
	await eventually(() => free.context).toBeDefined();
	expect(free.errors).toEqual([]);
});

describe('a device that the hub turns away', () => {
	it('is disabled with a reason and enabled again with the same keys', async () => {
		const {core} = hub.emulator;
		const before = core.registry.get('press-01').authentication;
		const {isConnected} = await connectDevice();
		set({name: 'disabled-device', deviceId: 'press-01'});
		await eventually(isConnected).toBe(false);
		expect(core.registry.get('press-01')).toMatchObject({status: 'disabled', statusReason: 'disabled by a fault', authentication: before});
		core.faults.clear('disabled-device');
		expect(core.registry.get('press-01')).toMatchObject({status: 'enabled', authentication: before});
		expect((await connectDevice()).isConnected()).toBe(true);
	});

	it('is deleted and registered again with the same keys', async () => {
		const {core} = hub.emulator;
		const before = core.registry.get('tank-02').authentication;
		set({name: 'deleted-device', deviceId: 'tank-02'});
		expect((await requestHub(hub.emulator, 'GET', '/devices/tank-02')).status).toBe(404);
		core.faults.clear('deleted-device');
		expect(core.registry.get('tank-02')).toMatchObject({status: 'enabled', authentication: before});
	});
});

it('what a fault did to a device does not outlive the hub in its data directory', async () => {
	const dataDirectory = await mkdtemp(join(tmpdir(), 'fault-service-test-'));
	onTestFinished(() => rm(dataDirectory, {recursive: true}));
	const first = await startEmulator({dataDirectory, deviceIds: ['press-01', 'tank-02']});
	const {authentication} = first.core.registry.get('tank-02');
	first.core.faults.set({name: 'disabled-device', deviceId: 'press-01'});
	first.core.faults.set({name: 'deleted-device', deviceId: 'tank-02'});
	await first.close();
	const second = await startEmulator({dataDirectory});
	onTestFinished(() => second.close());
	expect(second.core.registry.get('press-01').status).toBe('enabled');
	expect(second.core.registry.get('tank-02').authentication).toEqual(authentication);
});

it('a fault of something that the hub does not have is refused and not listed', () => {
	for (const fault of [
		{name: 'queue-full', deviceId: 'nobody'},
		{name: 'disabled-device', deviceId: 'nobody'},
		{name: 'deleted-device', deviceId: 'nobody'},
		{name: 'consumer-group-taken', consumerGroup: 'nobodys'},
	] as const)
		expect(() => set(fault)).toThrow();
	expect(hub.emulator.core.faults.list()).toEqual([]);
});
