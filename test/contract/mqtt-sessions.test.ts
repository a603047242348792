import {Message} from 'azure-iot-common';
import {expect, it} from 'vitest';
import {createDeviceClient, openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {packetTypes, publishPacket, signInOverWire, subscribePacket} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['raw-01', 'raw-02', 'raw-03', 'raw-04', 'press-02']});
const call = {methodName: 'ping', payload: 'null', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 30};

it('a second client of the same device takes the place of the first', async () => {
	const {core} = hub.emulator;
	const faults: (string | undefined)[] = [];
	const stop = core.onEvent(event => {
		if (event.type === 'device-disconnected') faults.push(event.fault?.faultName);
	});
	const first = await openDevice(hub.emulator, 'press-01');
	const disconnected = new Promise(resolve => first.once('disconnect', resolve));
	const second = await openDevice(hub.emulator, 'press-01');
	await disconnected;
	expect(faults).toEqual(['ConnectionForcefullyClosedOnNewConnection']);
	expect(core.registry.get('press-01').connectionState).toBe('Connected');
	await second.sendEvent(new Message('still here'));
	await second.close();
	stop();
});

it('takes over again and again', async () => {
	const {core} = hub.emulator;
	const clients = [];
	for (let round = 0; round < 5; round++) {
		const {client, returnCode} = await signInOverWire(hub.emulator, 'raw-01', {isClean: round % 2 === 0});
		expect(returnCode).toBe(0);
		clients.push(client);
	}
	const last = clients.pop();
	await Promise.all(clients.map(client => client.ended));
	last?.send(publishPacket('devices/raw-01/messages/events/', '{}', {qos: 1}));
	await last?.next(packetTypes.puback);
	expect(core.connections.count).toBe(1);
	last?.close();
	await eventually(() => core.connections.count).toBe(0);
});

it('after a renewed token the SDK does not subscribe again, and methods and desired properties still arrive', async () => {
	const {core} = hub.emulator;
	const client = createDeviceClient(hub.emulator, 'press-02');
	// A token of 20 seconds, renewed by a new connection after the first of them.
	await client.setOptions({ca: hub.emulator.ca, tokenRenewal: {tokenValidTimeInSeconds: 20, tokenRenewalMarginInSeconds: 19}});
	await client.open();
	client.onDeviceMethod('ping', (_request, response) => void response.send(200, 'pong'));
	const twin = await client.getTwin();
	const desired: unknown[] = [];
	twin.on('properties.desired', (change: object) => desired.push({...change}));
	// Asked and said until it is heard, here and below: what comes in the moment of a renewal reaches no device.
	const invoke = () => core.methods.invoke('press-02', {...call, responseTimeoutInSeconds: 5});
	const pong = {status: 200, payload: '"pong"'};
	await eventually(invoke).toEqual(pong);
	let connects = 0;
	const stop = core.onEvent(event => {
		if (event.type === 'device-connected' && event.deviceId === 'press-02') connects++;
	});
	await eventually(() => connects).toBeGreaterThan(1);
	await eventually(invoke).toEqual(pong);
	await eventually(() => {
		core.twins.patch('press-02', {properties: {desired: {rate: 3}}}, undefined);
		return desired;
	}).toContainEqual(expect.objectContaining({rate: 3}));
	stop();
	await client.close();
});

it('keeps the subscriptions of a session that is not clean when the connection breaks', async () => {
	const {core} = hub.emulator;
	const before = await signInOverWire(hub.emulator, 'raw-02', {isClean: false});
	expect(before.isSessionPresent).toBe(false);
	before.client.send(
		subscribePacket([
			['$iothub/methods/POST/#', 0],
			['devices/raw-02/messages/devicebound/#', 1],
		]),
	);
	await before.client.next(packetTypes.suback);
	before.client.close();
	await eventually(() => core.registry.get('raw-02').connectionState).toBe('Disconnected');
	core.c2d.send('raw-02', {body: Buffer.from('waited'), system: {}, application: {}, ack: 'none'});

	const after = await signInOverWire(hub.emulator, 'raw-02', {isClean: false});
	expect(after.isSessionPresent).toBe(true);
	expect((await after.client.nextPublish()).payload.toString()).toBe('waited');
	void core.methods.invoke('raw-02', {...call, connectTimeoutInSeconds: 0}).catch(() => undefined);
	expect((await after.client.nextPublish()).topic).toMatch(/^\$iothub\/methods\/POST\/ping\//);
	after.client.close();
});

it('forgets the subscriptions when the client asks for a clean session', async () => {
	const {core} = hub.emulator;
	const before = await signInOverWire(hub.emulator, 'raw-03', {isClean: false});
	before.client.send(subscribePacket([['$iothub/methods/POST/#', 0]]));
	await before.client.next(packetTypes.suback);
	before.client.close();
	const clean = await signInOverWire(hub.emulator, 'raw-03', {isClean: true});
	expect(clean.isSessionPresent).toBe(false);
	await expect(core.methods.invoke('raw-03', {...call, connectTimeoutInSeconds: 0})).rejects.toMatchObject({faultName: 'DeviceNotOnline'});
	clean.client.close();
	const after = await signInOverWire(hub.emulator, 'raw-03', {isClean: false});
	expect(after.isSessionPresent).toBe(false);
	after.client.close();
});

it('forgets the subscriptions of a device that was deleted', async () => {
	const {core} = hub.emulator;
	const before = await signInOverWire(hub.emulator, 'raw-04', {isClean: false});
	before.client.send(subscribePacket([['$iothub/methods/POST/#', 0]]));
	await before.client.next(packetTypes.suback);
	core.registry.delete('raw-04', '*');
	await before.client.ended;
	core.registry.put('raw-04', {deviceId: 'raw-04'}, undefined);
	const after = await signInOverWire(hub.emulator, 'raw-04', {isClean: false});
	expect(after.isSessionPresent).toBe(false);
	after.client.close();
});

it('hangs up on a client that is silent for one and a half times its keep-alive', async () => {
	const {client, returnCode} = await signInOverWire(hub.emulator, 'raw-01', {keepAliveSeconds: 1});
	expect(returnCode).toBe(0);
	await client.ended;
});
