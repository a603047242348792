import {Message} from 'azure-iot-common';
import type {Client} from 'azure-iothub';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {FeedbackRecord} from '../../source/emulator/core/messages.js';
import {closeConnectionsAfterEach, createSignIn, openConnection, receive} from '../helpers/amqp.js';
import {createServiceClient, setUpEmulator} from '../helpers/emulator.js';
import {trustHub} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01'], feedbackDelayMs: 0});
const feedbackAddress = '/messages/serviceBound/feedback';
const clients: Client[] = [];
closeConnectionsAfterEach();

beforeAll(() => trustHub(hub.emulator));
afterEach(async () => {
	for (const client of clients.splice(0)) await client.close();
});

async function openClient(): Promise<Client> {
	const client = createServiceClient(hub.emulator);
	clients.push(client);
	await client.open();
	return client;
}

async function listen(client: Client) {
	const {result: receiver} = await client.getFeedbackReceiver();
	if (receiver === undefined) throw new Error('The SDK gave no receiver.');
	const batches: Message[] = [];
	receiver.on('message', (batch: Message) => batches.push(batch));
	return {receiver, batches};
}

const readRecords = (batch: Message | undefined): readonly FeedbackRecord[] => JSON.parse(String(batch?.data ?? '[]'));

function requireBatch(batch: Message | undefined): Message {
	if (batch === undefined) throw new Error('No batch came.');
	return batch;
}

async function sendAndComplete(client: Client, messageId: string): Promise<void> {
	const message = new Message('open');
	message.messageId = messageId;
	message.ack = 'full';
	await client.send('press-01', message);
	const delivery = hub.emulator.core.c2d.receive('press-01');
	hub.emulator.core.c2d.complete('press-01', delivery?.lockToken ?? '');
}

const readIds = (batches: readonly Message[]) => batches.flatMap(batch => readRecords(batch).map(record => record.originalMessageId));

describe('I ask for feedback', () => {
	it('and hear that the device took my message', async () => {
		const client = await openClient();
		const {receiver, batches} = await listen(client);
		await sendAndComplete(client, 'm-1');
		await eventuallyPasses(() => expect(readIds(batches)).toEqual(['m-1']));
		expect(readRecords(batches[0])[0]).toMatchObject({
			originalMessageId: 'm-1',
			deviceId: 'press-01',
			statusCode: 'Success',
			description: 'Success',
			deviceGenerationId: hub.emulator.core.registry.get('press-01').generationId,
			enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		});
		await receiver.complete(requireBatch(batches[0]));
	});

	it('and a completed batch does not come again, to me or to the next client', async () => {
		const first = await openClient();
		const {receiver, batches} = await listen(first);
		await sendAndComplete(first, 'm-2');
		await eventuallyPasses(() => expect(readIds(batches)).toContain('m-2'));
		for (const batch of batches) await receiver.complete(batch);
		await first.close();

		const second = await openClient();
		const later = await listen(second);
		await sendAndComplete(second, 'm-3');
		await eventuallyPasses(() => expect(readIds(later.batches)).toEqual(['m-3']));
		for (const batch of later.batches) await later.receiver.complete(batch);
	});

	it('and a batch that I give back comes again', async () => {
		const client = await openClient();
		const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', hub.emulator.hostName));
		const {messages} = await receive(connection, feedbackAddress, {credit: 10});
		await sendAndComplete(client, 'm-4');
		await eventuallyPasses(() => expect(messages).toHaveLength(1));
		messages[0]?.delivery.release({undeliverable_here: false});
		await eventuallyPasses(() => expect(messages).toHaveLength(2));
		messages[1]?.delivery.release();
		await eventuallyPasses(() => expect(messages).toHaveLength(3));
		messages[2]?.delivery.accept();
		const bodies = messages.map(({message}) => JSON.parse(String(message.body.content))[0].originalMessageId);
		expect(bodies).toEqual(['m-4', 'm-4', 'm-4']);
		expect(messages.map(({message}) => message.message_annotations?.['iothub-deliverycount'])).toEqual([0, 1, 2]);
	});

	it('and a batch that I held when my connection ended goes to the next client', async () => {
		const client = await openClient();
		const signIn = createSignIn(hub.emulator, 'service', hub.emulator.hostName);
		const first = await openConnection(hub.emulator, signIn);
		const held = await receive(first, feedbackAddress, {credit: 10});
		await sendAndComplete(client, 'm-5');
		await eventuallyPasses(() => expect(held.messages).toHaveLength(1));
		await first.close();

		const second = await openConnection(hub.emulator, signIn);
		const later = await receive(second, feedbackAddress.toUpperCase(), {credit: 10});
		await eventuallyPasses(() => expect(later.messages).toHaveLength(1));
		expect(later.messages[0]?.message).toMatchObject({content_type: 'application/vnd.microsoft.iothub.feedback.json'});
		later.messages[0]?.delivery.accept();
	});

	it('and get no more batches than I gave credit for', async () => {
		const client = await openClient();
		const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', hub.emulator.hostName));
		const {receiver, messages} = await receive(connection, feedbackAddress, {credit: 1});
		await sendAndComplete(client, 'm-6');
		await eventuallyPasses(() => expect(messages).toHaveLength(1));
		messages[0]?.delivery.accept();
		await sendAndComplete(client, 'm-7');
		const reader = await openClient();
		const other = await listen(reader);
		await eventuallyPasses(() => expect(readIds(other.batches)).toEqual(['m-7']));
		expect(messages).toHaveLength(1);
		await receiver.close();
	});
});
