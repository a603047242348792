import {type Connection, type Delivery, type EventContext, type Message, ReceiverEvents} from 'rhea-promise';
import {describe, expect, it, vi} from 'vitest';
import {accept, amqpHeader, attachReceiver, attachSender, begin, detach, giveCredit, message, open, transfer} from '../emulator/amqp-front/frames.js';
import {closeConnectionsAfterEach, createSignIn, openConnection, openSignedIn, putToken, receive} from '../helpers/amqp.js';
import {followC2d} from '../helpers/c2d-queue.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {sendTelemetry} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'raw-01'], feedbackDelayMs: 1});
closeConnectionsAfterEach();
const {send, waitingFor} = followC2d(hub);
const openService = () => openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
const partitionAddress = (partition: number) => `telemetry/ConsumerGroups/$Default/Partitions/${partition}`;
/** As the library keeps it, without declaring it. */
const isSettled = (delivery: Delivery | undefined) => (delivery as unknown as {readonly remote_settled: boolean}).remote_settled;

describe('What is sent once', () => {
	it('is telemetry, and comes settled: many a reader never settles', async () => {
		const {partition} = sendTelemetry(hub.emulator, 'press-01');
		const {messages} = await receive(await openService(), partitionAddress(partition), {credit: 1});
		await eventually(() => messages).toHaveLength(1);
		expect(isSettled(messages[0]?.delivery)).toBe(true);
	});

	it('is an answer as well', async () => {
		const connection = await openService();
		const {messages} = await receive(connection, '$management', {credit: 1});
		const sender = await connection.createSender({target: {address: '$management'}});
		await eventually(() => sender.sendable()).toBe(true);
		sender.send({message_id: '1', application_properties: {operation: 'READ', type: 'com.microsoft:eventhub', name: 'telemetry'}, body: undefined} as Message);
		await eventually(() => messages).toHaveLength(1);
		expect(isSettled(messages[0]?.delivery)).toBe(true);
	});
});

describe('A cloud-to-device message', () => {
	const address = '/devices/raw-01/messages/devicebound';
	async function openDevice(): Promise<Connection> {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createDeviceToken(hub.emulator.core, 'raw-01'))).toBe(200);
		return connection;
	}

	/** As the SDKs for .NET attach: the hub has the last word on every message. */
	async function openSecond() {
		const deliveries: Delivery[] = [];
		const outcomes: unknown[] = [];
		const receiver = await (await openDevice()).createReceiver({
			source: {address},
			credit_window: 0,
			autoaccept: false,
			rcv_settle_mode: 1,
			onMessage: ({delivery}: EventContext) => {
				if (delivery !== undefined) deliveries.push(delivery);
			},
			onSettled: ({delivery}: EventContext) => {
				const {remote_state: state} = delivery as unknown as {readonly remote_state: {readonly error?: {readonly condition: string}}};
				outcomes.push({outcome: Reflect.get(state.constructor, 'composite_type'), condition: state.error?.condition});
			},
		});
		receiver.addCredit(5);
		return {receiver, deliveries, outcomes};
	}

	it.each([
		['accepts', (delivery: Delivery) => delivery.accept(), 'accepted'],
		['rejects', (delivery: Delivery) => delivery.reject(), 'rejected'],
	])('is settled by the hub when a client that asked for it %s it', async (_what, settle, outcome) => {
		const {receiver, deliveries, outcomes} = await openSecond();
		expect(receiver.receiveSettleMode).toBe(1);
		send('raw-01', 'confirmed');
		await eventually(() => deliveries).toHaveLength(1);
		for (const delivery of deliveries) settle(delivery);
		await eventually(() => outcomes).toMatchObject([{outcome}]);
		expect(waitingFor('raw-01')).toBe(0);
	});

	it('that was purged meanwhile is answered with the loss of its lock', async () => {
		const {deliveries, outcomes} = await openSecond();
		send('raw-01', 'purged');
		await eventually(() => deliveries).toHaveLength(1);
		hub.emulator.core.c2d.purge('raw-01');
		deliveries[0]?.accept();
		await eventually(() => outcomes).toMatchObject([{outcome: 'rejected', condition: 'com.microsoft:message-lock-lost'}]);
	});

	it('that is accepted in the same breath in which the link is closed is gone', async () => {
		const {socket, received} = await openSignedIn(hub.emulator);
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachReceiver(0, address), giveCredit(0, 1)]));
		send('raw-01', 'the last one');
		await eventually(() => received().toString('latin1')).toContain('the last one');
		socket.write(Buffer.concat([accept(0), detach(0)]));
		await eventually(() => waitingFor('raw-01')).toBe(0);
	});
});

it('A reader that asks for what is there and gives the rest of its credit back gets what is there', async () => {
	const {partition} = sendTelemetry(hub.emulator, 'press-02');
	const connection = await openService();
	const {receiver, messages} = await receive(connection, partitionAddress(partition));
	const drained = vi.fn();
	receiver.on(ReceiverEvents.receiverDrained, drained);
	receiver.addCredit(1_000_000);
	receiver.drainCredit();
	await eventually(() => drained.mock.calls).toHaveLength(1);
	expect(messages.length).toBeGreaterThan(0);
});

it('Messages on links that the hub has ended leave room for those on the links that stay', async () => {
	const {registry, telemetry} = hub.emulator.core;
	const setStatus = (status: 'enabled' | 'disabled') => registry.put('press-01', {deviceId: 'press-01', status}, '*');
	const {socket, received} = await openSignedIn(hub.emulator);
	const countIn = (text: string) => received().toString('latin1').split(text).length - 1;
	let deliveryId = 0;
	const transfers = (handle: number, count: number) =>
		Buffer.concat(Array.from({length: count}, () => transfer(message('late'), {handle, deliveryId: deliveryId++})));
	socket.write(Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '/devices/press-02/messages/events')]));
	// More in all than the 2,048 that a session takes without settling.
	for (let handle = 1; handle <= 12; handle++) {
		setStatus('enabled');
		socket.write(attachSender(handle, '/devices/press-01/messages/events'));
		await eventually(() => countIn(`link-0-${handle}`)).toBe(1);
		setStatus('disabled');
		await eventually(() => countIn('amqp:not-found')).toBe(handle);
		socket.write(transfers(handle, 190));
	}
	const {partition, sequenceNumber} = sendTelemetry(hub.emulator, 'press-02');
	socket.write(transfers(0, 1));
	await eventually(() => telemetry.state(partition).lastSequenceNumber).toBe(sequenceNumber + 1);
});
