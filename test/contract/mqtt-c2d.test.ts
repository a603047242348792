import type {Message} from 'azure-iot-common';
import {expect, it} from 'vitest';
import type {C2dMessage} from '../../source/emulator/core/messages.js';
import {followC2d} from '../helpers/c2d-queue.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {packetTypes, pubackPacket, signInOverWire, subscribePacket} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['raw-01', 'raw-02'], feedbackDelayMs: 1});
const plain: C2dMessage = {body: Buffer.from('hello'), system: {}, application: {}, ack: 'none'};
const {readSettled, waitingFor} = followC2d(hub);

it('a message reaches the SDK with its properties, and receiving it completes it', async () => {
	const {core} = hub.emulator;
	const client = await openDevice(hub.emulator, 'press-01');
	const received: Message[] = [];
	client.on('message', (message: Message) => received.push(message));
	core.c2d.send('press-01', {
		body: Buffer.from([0, 255, 1]),
		system: {
			messageId: 'm/1',
			correlationId: 'c 1',
			userId: 'u&1',
			contentType: 'application/json',
			contentEncoding: 'utf-8',
			absoluteExpiryTime: Date.UTC(2040, 0, 1),
		},
		application: {'key one': 'a=b&c/ü', empty: ''},
		ack: 'full',
	});
	await eventually(() => received).toHaveLength(1);
	const [message] = received;
	expect(message?.getData()).toEqual(Buffer.from([0, 255, 1]));
	expect(message).toMatchObject({
		messageId: 'm/1',
		correlationId: 'c 1',
		userId: 'u&1',
		to: '/devices/press-01/messages/devicebound',
		contentType: 'application/json',
		contentEncoding: 'utf-8',
		expiryTimeUtc: '2040-01-01T00:00:00.0000000Z',
	});
	expect(message?.properties.propertyList).toEqual([
		{key: 'iothub-ack', value: 'full'},
		{key: 'key one', value: 'a=b&c/ü'},
		{key: 'empty', value: ''},
	]);
	await eventually(() => waitingFor('press-01')).toBe(0);
	await eventually(readSettled).toContain('m/1 Success');
	await client.close();
});

it('messages that were sent while the device was away come in order', async () => {
	const {core} = hub.emulator;
	await (await openDevice(hub.emulator, 'press-02')).close();
	for (let index = 0; index < 40; index++) core.c2d.send('press-02', {...plain, body: Buffer.from(String(index))});
	const client = await openDevice(hub.emulator, 'press-02');
	const received: string[] = [];
	client.on('message', (message: Message) => received.push(String(message.getData())));
	await eventually(() => waitingFor('press-02')).toBe(0);
	expect(received).toEqual(Array.from({length: 40}, (_, index) => String(index)));
	await client.close();
});

it.each([true, false])('each packet identifier completes its own message, clean session %s', async isClean => {
	const {core} = hub.emulator;
	const {client} = await signInOverWire(hub.emulator, 'raw-01', {isClean});
	client.send(subscribePacket([['devices/raw-01/messages/devicebound/#', 1]]));
	await client.next(packetTypes.suback);
	const ids = ['one', 'two', 'three'].map(id => `${id}-${isClean}`);
	for (const messageId of ids) core.c2d.send('raw-01', {...plain, system: {messageId}, ack: 'positive'});
	const deliveries = [await client.nextPublish(), await client.nextPublish(), await client.nextPublish()];
	expect(deliveries.map(({topic, qos}) => [topic, qos])).toEqual(
		ids.map(id => [`devices/raw-01/messages/devicebound/%24.mid=${id}&%24.to=%2Fdevices%2Fraw-01%2Fmessages%2Fdevicebound&iothub-ack=positive`, 1]),
	);
	expect(new Set(deliveries.map(({messageId}) => messageId)).size).toBe(3);
	client.send(pubackPacket(deliveries[1]?.messageId ?? 0));
	await eventually(() => waitingFor('raw-01')).toBe(2);
	await eventually(readSettled).toContain(`two-${isClean} Success`);
	expect(readSettled()).not.toContain(`one-${isClean} Success`);
	client.send(pubackPacket(60_000));
	for (const {messageId} of deliveries) client.send(pubackPacket(messageId));
	await eventually(() => waitingFor('raw-01')).toBe(0);
	client.close();
});

it('a client that acknowledges nothing gets sixteen messages and not the whole queue', async () => {
	const {core} = hub.emulator;
	const {client} = await signInOverWire(hub.emulator, 'raw-02');
	client.send(subscribePacket([['devices/raw-02/messages/devicebound/#', 1]]));
	await client.next(packetTypes.suback);
	for (let index = 0; index < 20; index++) core.c2d.send('raw-02', plain);
	const deliveries = await Promise.all(Array.from({length: 16}, () => client.nextPublish()));
	client.send(Buffer.from([packetTypes.pingreq << 4, 0]));
	await client.next(packetTypes.pingresp);
	expect(client.waiting).toEqual([]);
	client.send(pubackPacket(deliveries[0]?.messageId ?? 0));
	await client.nextPublish();
	expect(waitingFor('raw-02')).toBe(19);
	client.close();
});
