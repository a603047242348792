import {describe, expect, it} from 'vitest';
import {closeConnectionsAfterEach, openConnection, putToken, receive} from '../helpers/amqp.js';
import {followC2d} from '../helpers/c2d-queue.js';
import {closeDevicesAfterEach, collectMessages, openDeviceClient} from '../helpers/device-clients.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'raw-01'], feedbackDelayMs: 1});
closeDevicesAfterEach();
closeConnectionsAfterEach();
const {readSettled, send, waitingFor} = followC2d(hub);

describe.each(['Amqp', 'AmqpWs'] as const)('a cloud-to-device message over %s', protocol => {
	it('comes with its properties, and completing it removes it', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		const received = collectMessages(client);
		send('press-01', `m/1 ${protocol}`, {
			body: Buffer.from([0, 255, 1]),
			system: {correlationId: 'c 1', userId: 'josé', contentType: 'application/json', contentEncoding: 'utf-8', absoluteExpiryTime: Date.UTC(2040, 0, 1)},
			application: {'key one': 'a=b&c/ü', empty: '', 'iothub-ack': 'none'},
		});
		await eventually(() => received).toHaveLength(1);
		const [message] = received;
		if (message === undefined) throw new Error('It is gone.');
		expect(message.getData()).toEqual(Buffer.from([0, 255, 1]));
		expect(message).toMatchObject({
			messageId: `m/1 ${protocol}`,
			correlationId: 'c 1',
			to: '/devices/press-01/messages/devicebound',
			contentType: 'application/json',
			contentEncoding: 'utf-8',
			expiryTimeUtc: Date.UTC(2040, 0, 1),
			ack: 'full',
		});
		expect(message.properties.propertyList).toEqual([
			{key: 'key one', value: 'a=b&c/ü'},
			{key: 'empty', value: ''},
		]);
		expect(waitingFor('press-01')).toBe(1);
		await client.complete(message);
		await eventually(() => waitingFor('press-01')).toBe(0);
		await eventually(readSettled).toContain(`m/1 ${protocol} Success`);
	});

	it('is gone when the device rejects it, and its sender is told', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		client.on('message', message => client.reject(message, () => {}));
		send('press-01', `rejected ${protocol}`);
		await eventually(() => waitingFor('press-01')).toBe(0);
		await eventually(readSettled).toContain(`rejected ${protocol} Rejected`);
	});

	it('comes again each time the device abandons it, ten times at most', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		let deliveries = 0;
		client.on('message', message => {
			deliveries++;
			client.abandon(message, () => {});
		});
		send('press-01', `abandoned ${protocol}`);
		await eventually(readSettled).toContain(`abandoned ${protocol} DeliveryCountExceeded`);
		expect(deliveries).toBe(10);
		expect(waitingFor('press-01')).toBe(0);
	});

	it('that was sent while the device was away comes in order', async () => {
		const ids = Array.from({length: 40}, (_, index) => `${index} ${protocol}`);
		for (const id of ids) send('press-01', id);
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		const received: string[] = [];
		client.on('message', message => {
			received.push(message.messageId);
			client.complete(message, () => {});
		});
		await eventually(() => waitingFor('press-01')).toBe(0);
		expect(received).toEqual(ids);
	});
});

describe('a plain AMQP device', () => {
	const address = '/devices/raw-01/messages/devicebound';
	async function openRaw() {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createDeviceToken(hub.emulator.core, 'raw-01'))).toBe(200);
		return connection;
	}

	it('gets as many messages as it gives credit for, and leaves the rest to whoever comes next', async () => {
		const connection = await openRaw();
		const {receiver, messages} = await receive(connection, address);
		for (const id of ['one', 'two', 'three']) send('raw-01', id);
		receiver.addCredit(2);
		await eventually(() => messages).toHaveLength(2);
		messages[0]?.delivery.accept();
		await eventually(() => waitingFor('raw-01')).toBe(2);
		expect(messages).toHaveLength(2);
		await connection.close();
		const next = await receive(await openRaw(), address, {credit: 5});
		await eventually(() => next.messages.map(({message}) => message.message_id)).toEqual(['three']);
		next.messages[0]?.delivery.accept();
		await eventually(() => waitingFor('raw-01')).toBe(1);
		hub.emulator.core.c2d.purge('raw-01');
	});

	it('finds the lock token in the tag, and when and how often it was sent in annotations', async () => {
		const connection = await openRaw();
		const {messages} = await receive(connection, address, {credit: 1});
		send('raw-01', 'tagged');
		await eventually(() => messages).toHaveLength(1);
		const {message, delivery} = messages[0] ?? {};
		expect(Buffer.from(delivery?.tag ?? '')).toHaveLength(16);
		expect(message?.message_annotations).toMatchObject({'iothub-deliverycount': 0, 'iothub-sequencenumber': expect.any(Number)});
		delivery?.modified({delivery_failed: true});
		await eventually(() => hub.emulator.core.c2d.receive('raw-01')?.deliveryCount).toBe(1);
		hub.emulator.core.c2d.purge('raw-01');
	});
});
