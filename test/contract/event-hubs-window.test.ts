import {setTimeout as delay} from 'node:timers/promises';
import {type Connection, ConnectionEvents} from 'rhea-promise';
import {beforeAll, beforeEach, describe, expect, it, vi} from 'vitest';
import {closeConnectionsAfterEach, createSignIn, openConnection, receive} from '../helpers/amqp.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {sendTelemetry} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeConnectionsAfterEach();

/** More than twice the 2,048 messages that the client's library lets a session have on the way. */
const events = 5000;
/** How many messages reach the client before it stops reading: few enough that it has not opened its window again. */
const early = 100;
let address = '';
beforeAll(() => {
	const {partition} = sendTelemetry(hub.emulator, 'press-01');
	for (let count = 1; count < events; count++) sendTelemetry(hub.emulator, 'press-01');
	address = `telemetry/ConsumerGroups/$Default/Partitions/${partition}`;
});

function pauseReading(connection: Connection): () => void {
	const {socket} = (connection as unknown as {readonly _connection: {readonly socket: NodeJS.ReadStream}})._connection;
	socket.pause();
	return () => socket.resume();
}

/** A receiver with credit for everything, which the hub has sent all that its window allows and which has read little of that. */
async function openSlowReceiver(connection: Connection) {
	let resume = () => {};
	const onMessage = vi.fn(() => {
		if (onMessage.mock.calls.length === early) resume = pauseReading(connection);
	});
	const receiver = await connection.createReceiver({source: {address}, credit_window: 0, onMessage});
	receiver.addCredit(events);
	await eventually(() => onMessage.mock.calls.length).toBeGreaterThanOrEqual(early);
	await delay(500);
	return {receiver, onMessage, resume: () => resume()};
}

describe('A reader whose window is full', () => {
	let connection: Connection;
	const onFailure = vi.fn();
	beforeEach(async () => {
		onFailure.mockClear();
		connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
		for (const event of [ConnectionEvents.disconnected, ConnectionEvents.error]) connection.on(event, onFailure);
	});

	it('gets the rest when it has read', async () => {
		const {onMessage, resume} = await openSlowReceiver(connection);
		expect(onMessage.mock.calls.length).toBeLessThan(events / 2);
		resume();
		await eventually(() => onMessage.mock.calls.length).toBe(events);
	});

	it('may leave: nothing comes after the end of its link, and the connection stays', async () => {
		const {receiver, onMessage, resume} = await openSlowReceiver(connection);
		// The library waits for ever when it loses its connection meanwhile.
		const onClosed = vi.fn();
		void receiver.close().then(onClosed);
		await delay(100);
		resume();
		await eventually(() => onClosed.mock.calls).toHaveLength(1);
		expect(onMessage.mock.calls.length).toBeLessThan(events);
		const {messages} = await receive(connection, address, {credit: 1});
		await eventually(() => messages).toHaveLength(1);
		expect(onFailure).not.toHaveBeenCalled();
	});
});
