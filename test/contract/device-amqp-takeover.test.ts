import {Message} from 'azure-iot-common';
import {expect, it} from 'vitest';
import type {DeviceProtocol} from '../../source/emulator/core/types.js';
import {closeConnectionsAfterEach, openConnection, putToken, receive} from '../helpers/amqp.js';
import {closeDevicesAfterEach, openDeviceClient} from '../helpers/device-clients.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'raw-01']});
closeDevicesAfterEach();
closeConnectionsAfterEach();

const pairs: readonly (readonly [first: DeviceProtocol, second: DeviceProtocol])[] = [
	['Mqtt', 'MqttWs'],
	['MqttWs', 'Amqp'],
	['Amqp', 'AmqpWs'],
	['AmqpWs', 'Mqtt'],
	['Amqp', 'Mqtt'],
	['Amqp', 'Amqp'],
];

it.each(pairs)('a device that is connected over %s and connects once more over %s is connected once', async (first, second) => {
	const {core} = hub.emulator;
	const old = await openDeviceClient(hub.emulator, 'press-01', first);
	await old.sendEvent(new Message('old'));
	const lost = new Promise(resolve => old.once('disconnect', resolve));
	const client = await openDeviceClient(hub.emulator, 'press-01', second);
	await client.sendEvent(new Message('new'));
	await lost;
	expect(core.connections.count).toBe(1);
	expect(core.registry.get('press-01').connectionState).toBe('Connected');
	await client.sendEvent(new Message('newer'));
	expect(
		readTelemetry(core, 'press-01')
			.slice(-3)
			.map(({body}) => String(body)),
	).toEqual(['old', 'new', 'newer']);
	await client.close();
	await eventually(() => core.connections.count).toBe(0);
});

it('telemetry over HTTPS leaves a connection alone', async () => {
	const client = await openDeviceClient(hub.emulator, 'press-01', 'Amqp');
	await client.sendEvent(new Message('over amqp'));
	await (await openDeviceClient(hub.emulator, 'press-01', 'Https')).sendEvent(new Message('over https'));
	expect(hub.emulator.core.registry.get('press-01').connectionState).toBe('Connected');
	await client.sendEvent(new Message('over amqp again'));
});

it('a plain AMQP client is told that another one took over, in words of AMQP, and may try again', async () => {
	const open = async () => {
		const connection = await openConnection(hub.emulator);
		await putToken(connection, createDeviceToken(hub.emulator.core, 'raw-01'));
		return {connection, ...(await receive(connection, '/devices/raw-01/messages/devicebound', {credit: 1}))};
	};
	const first = await open();
	const second = await open();
	await eventually(() => first.errors).toMatchObject([{condition: 'amqp:link:stolen', description: expect.stringContaining('409002')}]);
	expect(second.errors).toEqual([]);
	const {messages} = await receive(first.connection, '/devices/raw-01/messages/devicebound', {credit: 1});
	await eventually(() => second.errors).toHaveLength(1);
	hub.emulator.core.c2d.send('raw-01', {body: Buffer.from('hello'), system: {}, application: {}, ack: 'none'});
	await eventually(() => messages).toHaveLength(1);
	expect([first.messages, second.messages]).toEqual([[], []]);
});
