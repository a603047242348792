import {Message} from 'azure-iot-common';
import type {DeviceMethodRequest, DeviceMethodResponse, Twin} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import {WebSocket} from 'ws';
import {closeDevicesAfterEach, collectMessages, createDeviceClient, openDeviceClient} from '../helpers/device-clients.js';
import {createServiceClient, setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, findPartition, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';
import {readDeviceKey, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02']});
closeDevicesAfterEach();
closeReadersAfterEach();

describe('a device over MQTT in a WebSocket', () => {
	it('sends telemetry with its properties', async () => {
		const connected: string[] = [];
		const stop = hub.emulator.core.onEvent(event => {
			if (event.type === 'device-connected') connected.push(event.protocol);
		});
		const client = await openDeviceClient(hub.emulator, 'press-01', 'MqttWs');
		const message = new Message(Buffer.from([0, 255]));
		message.messageId = 'mid-1';
		message.properties.add('alert lvl', 'a&b=c/ü');
		await client.sendEvent(message);
		await client.sendEvent(new Message(Buffer.alloc(255_000, 'x')));
		const [first, second] = readTelemetry(hub.emulator.core, 'press-01');
		expect(first).toMatchObject({body: Buffer.from([0, 255]), system: {messageId: 'mid-1'}, application: {'alert lvl': 'a&b=c/ü'}});
		expect(first?.annotations['iothub-connection-auth-method']).toContain('"scope":"device","type":"sas"');
		expect(second?.body.length).toBe(255_000);
		expect(connected).toEqual(['MqttWs']);
		stop();
	});

	it('reads its twin, reports, and hears of desired properties', async () => {
		const {core} = hub.emulator;
		const client = await openDeviceClient(hub.emulator, 'press-01', 'MqttWs');
		const twin: Twin = await client.getTwin();
		await new Promise<void>((resolve, reject) => twin.properties.reported.update({on: true}, (error?: Error) => (error ? reject(error) : resolve())));
		expect(core.twins.deviceView('press-01').reported).toMatchObject({on: true});
		const changes: unknown[] = [];
		twin.on('properties.desired', (change: unknown) => changes.push(change));
		await eventually(() => {
			core.twins.patch('press-01', {properties: {desired: {rate: 5}}}, undefined);
			return changes.at(-1);
		}).toMatchObject({rate: 5});
	});

	it('answers direct methods', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', 'MqttWs');
		client.onDeviceMethod('reboot', (request: DeviceMethodRequest, response: DeviceMethodResponse) => void response.send(201, {heard: request.payload}));
		const call = {methodName: 'reboot', payload: [1], responseTimeoutInSeconds: 10, connectTimeoutInSeconds: 10};
		expect((await createServiceClient(hub.emulator).invokeDeviceMethod('press-01', call)).result).toEqual({status: 201, payload: {heard: [1]}});
	});

	it('receives commands', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', 'MqttWs');
		const received = collectMessages(client);
		hub.emulator.core.c2d.send('press-01', {body: Buffer.from('hello'), system: {}, application: {}, ack: 'none'});
		await eventually(() => received.map(message => String(message.getData()))).toEqual(['hello']);
		await eventually(() => hub.emulator.core.registry.get('press-01').cloudToDeviceMessageCount).toBe(0);
	});

	it('is refused with the key of another device', async () => {
		const client = await createDeviceClient(hub.emulator, 'press-01', 'MqttWs', {key: readDeviceKey(hub.emulator.core, 'press-02')});
		await expect(client.open()).rejects.toMatchObject({name: 'UnauthorizedError'});
	});

	it('loses its connection when it is disabled', async () => {
		const {registry} = hub.emulator.core;
		const client = await openDeviceClient(hub.emulator, 'press-02', 'MqttWs');
		const lost = new Promise(resolve => client.once('disconnect', resolve));
		registry.put('press-02', {deviceId: 'press-02', status: 'disabled'}, '*');
		await lost;
		expect(registry.get('press-02').connectionState).toBe('Disconnected');
	});

	it('counts as disconnected after it has closed, and only then', async () => {
		const {registry} = hub.emulator.core;
		const client = await openDeviceClient(hub.emulator, 'press-01', 'MqttWs');
		await client.sendEvent(new Message('{}'));
		expect(registry.get('press-01').connectionState).toBe('Connected');
		await client.close();
		await eventually(() => registry.get('press-01').connectionState).toBe('Disconnected');
	});
});

describe('the Event Hubs SDK in a WebSocket', () => {
	const createClient = () =>
		createConsumer(hub.emulator, {
			connectionString: hub.emulator.eventHubConnectionString.replace(/localhost:\d+/, `localhost:${hub.emulator.ports.https}`),
			webSocketOptions: {webSocket: WebSocket, webSocketConstructorOptions: {ca: hub.emulator.ca}},
		});

	it('reads the properties of the hub', async () => {
		const {name, partitionIds} = await createClient().getEventHubProperties();
		expect([name, partitionIds]).toEqual([hub.emulator.core.options.eventHubName, ['0', '1', '2', '3']]);
	});

	it('reads telemetry, a burst of it too', async () => {
		const partition = findPartition(hub.emulator, 'press-01');
		const {lastSequenceNumber} = hub.emulator.core.telemetry.state(partition);
		const reading = readPartition(createClient(), partition, {startPosition: {sequenceNumber: lastSequenceNumber, isInclusive: false}});
		for (let index = 0; index < 3000; index++) sendTelemetry(hub.emulator, 'press-01', {index, pad: 'x'.repeat(500)});
		await eventually(() => reading.events.length).toBe(3000);
		expect(reading.events.map(({body}) => body.index)).toEqual(Array.from({length: 3000}, (_, index) => index));
		expect(reading.errors).toEqual([]);
	});
});
