import {earliestEventPosition} from '@azure/event-hubs';
import {beforeAll, describe, expect, it} from 'vitest';
import {closeConnectionsAfterEach, createSignIn, openConnection, receive} from '../helpers/amqp.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01'], consumerGroups: ['other']});
closeReadersAfterEach();
closeConnectionsAfterEach();

const startPosition = earliestEventPosition;
let partition = 0;
beforeAll(() => {
	({partition} = sendTelemetry(hub.emulator, 'press-01'));
});

async function attach(ownerLevel?: number, group = '$Default') {
	const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
	const properties = ownerLevel === undefined ? {} : {'com.microsoft:epoch': ownerLevel};
	return receive(connection, `telemetry/ConsumerGroups/${group}/Partitions/${partition}`, {properties});
}

describe('Several of us read the same partition', () => {
	it('and whoever comes with a higher owner level takes over', async () => {
		const low = readPartition(createConsumer(hub.emulator), partition, {startPosition, ownerLevel: 1});
		await eventuallyPasses(() => expect(low.events).not.toHaveLength(0));
		const high = readPartition(createConsumer(hub.emulator), partition, {startPosition, ownerLevel: 2});
		await eventuallyPasses(() => expect(high.events).not.toHaveLength(0));
		await eventuallyPasses(() => expect(low.errors[0]).toMatchObject({code: 'ReceiverDisconnectedError'}));
		expect(high.errors).toEqual([]);
	});

	it('and whoever comes with a lower owner level, or none, is refused', async () => {
		const high = await attach(5);
		const low = await attach(4);
		const none = await attach();
		await eventuallyPasses(() => expect([low.errors[0]?.condition, none.errors[0]?.condition]).toEqual(['amqp:link:stolen', 'amqp:link:stolen']));
		expect(high.errors).toEqual([]);
		const elsewhere = await attach(undefined, 'other');
		expect(elsewhere.receiver.isOpen()).toBe(true);
	});

	it('and the sixth of us is refused until one has left', async () => {
		const readers = await Promise.all(Array.from({length: 5}, () => attach()));
		const sixth = await attach();
		await eventuallyPasses(() => expect(sixth.errors[0]).toMatchObject({condition: 'amqp:resource-limit-exceeded', description: expect.stringContaining('5')}));
		expect(readers.flatMap(({errors}) => errors)).toEqual([]);

		await readers[0]?.receiver.close();
		const seventh = await attach();
		expect(seventh.errors).toEqual([]);
		expect(seventh.receiver.isOpen()).toBe(true);
	});

	it('and one who gives no credit keeps nobody waiting', async () => {
		const idle = await attach();
		const good = readPartition(createConsumer(hub.emulator), partition, {startPosition});
		const events = Array.from({length: 1000}, (_, count) => sendTelemetry(hub.emulator, 'press-01', {count}));
		const last = events.at(-1)?.sequenceNumber;
		await eventuallyPasses(() => expect(good.events.at(-1)?.sequenceNumber).toBe(last));
		expect(idle.messages).toEqual([]);
	});
});
