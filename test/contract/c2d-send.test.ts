import {Message} from 'azure-iot-common';
import type {Client} from 'azure-iothub';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {createServiceClient, setUpEmulator} from '../helpers/emulator.js';
import {trustHub} from '../helpers/event-hubs.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'pump-02:#1?%*', 'full-queue']});
const clients: Client[] = [];

beforeAll(() => trustHub(hub.emulator));
afterEach(async () => {
	for (const client of clients.splice(0)) await client.close();
});

async function openClient(policyName?: string): Promise<Client> {
	const client = createServiceClient(hub.emulator, policyName);
	clients.push(client);
	await client.open();
	return client;
}

describe('I send a cloud-to-device message', () => {
	it('and the device finds it with all that I set', async () => {
		const client = await openClient();
		const message = new Message(Buffer.from([0, 1, 254, 255]));
		message.messageId = 'open-valve-7';
		message.correlationId = 'a9b1c2d3-0001-4002-8003-000000000004';
		message.contentType = 'application/json';
		message.contentEncoding = 'utf-8';
		message.ack = 'full';
		// Milliseconds: over AMQP the SDK never sends a message whose expiry is a Date.
		message.expiryTimeUtc = Date.now() + 60_000;
		message.properties.add('valve', '7');
		message.properties.add('__proto__', 'an ordinary key');
		await client.send('press-01', message);

		const delivery = hub.emulator.core.c2d.receive('press-01');
		expect(delivery).toMatchObject({ack: 'full', deliveryCount: expect.any(Number), body: Buffer.from([0, 1, 254, 255])});
		expect(delivery?.system).toMatchObject({
			messageId: 'open-valve-7',
			correlationId: 'a9b1c2d3-0001-4002-8003-000000000004',
			contentType: 'application/json',
			contentEncoding: 'utf-8',
			to: '/devices/press-01/messages/devicebound',
			absoluteExpiryTime: message.expiryTimeUtc,
		});
		expect(Object.entries(delivery?.application ?? {})).toEqual(
			expect.arrayContaining([
				['valve', '7'],
				['iothub-ack', 'full'],
			]),
		);
	});

	it('to a device whose id needs encoding', async () => {
		const client = await openClient();
		await client.send('pump-02:#1?%*', 'start');
		expect(hub.emulator.core.c2d.receive('pump-02:#1?%*')?.body.toString()).toBe('start');
	});

	it('and a message id in the form of a uuid arrives as I wrote it', async () => {
		const client = await openClient();
		const message = new Message('x');
		message.messageId = '0c3b5a6e-6f1d-4c6f-9b3e-0a1b2c3d4e5f';
		await client.send('press-01', message);
		expect(hub.emulator.core.c2d.receive('press-01')?.system.messageId).toBe('0c3b5a6e-6f1d-4c6f-9b3e-0a1b2c3d4e5f');
	});

	it('and learn that the device does not exist', async () => {
		const client = await openClient();
		await expect(client.send('nobody', 'x')).rejects.toMatchObject({name: 'DeviceNotFoundError'});
	});

	it('and learn that its queue is full, and that the client goes on working', async () => {
		const client = await openClient();
		for (let count = 0; count < 50; count++) await client.send('full-queue', `message ${count}`);
		await expect(client.send('full-queue', 'one too many')).rejects.toMatchObject({name: 'DeviceMaximumQueueDepthExceededError'});
		await expect(client.send('press-01', 'still works')).resolves.toBeDefined();
	});

	it('and learn that it is too large', async () => {
		const client = await openClient();
		await expect(client.send('press-01', Buffer.alloc(70_000))).rejects.toMatchObject({name: 'MessageTooLargeError'});
		await expect(client.send('press-01', 'small')).resolves.toBeDefined();
	});

	it('only with a policy that may connect as a service', async () => {
		const client = await openClient('registryRead');
		await expect(client.send('press-01', 'x')).rejects.toMatchObject({name: 'UnauthorizedError'});
	});
});
