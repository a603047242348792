import {earliestEventPosition} from '@azure/event-hubs';
import {describe, expect, it} from 'vitest';
import type {DeviceMessage} from '../../source/emulator/core/messages.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01'], consumerGroups: ['dashboards']});
closeReadersAfterEach();

async function sendAndRead(message: DeviceMessage) {
	const stored = hub.emulator.core.telemetry.append('press-01', message);
	const startPosition = {sequenceNumber: stored.sequenceNumber, isInclusive: true};
	const reading = readPartition(createConsumer(hub.emulator), stored.partition, {startPosition});
	await eventuallyPasses(() => expect(reading.events).toHaveLength(1));
	const [event] = reading.events;
	if (event === undefined) throw new Error('Nothing came.');
	return {stored, event};
}

describe('I read a telemetry message', () => {
	it('and see who sent it and when', async () => {
		const {stored, event} = await sendAndRead({body: Buffer.from('1'), system: {}, application: {}});
		expect(event).toMatchObject({
			sequenceNumber: stored.sequenceNumber,
			offset: stored.offset,
			enqueuedTimeUtc: new Date(stored.enqueuedAt),
			partitionKey: 'press-01',
		});
		expect(event.systemProperties).toMatchObject({
			'iothub-connection-device-id': 'press-01',
			'iothub-connection-auth-method': '{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}',
			'iothub-connection-auth-generation-id': hub.emulator.core.registry.get('press-01').generationId,
			'iothub-enqueuedtime': stored.enqueuedAt,
			'iothub-message-source': 'Telemetry',
		});
	});

	it('and see all of its properties', async () => {
		const {event} = await sendAndRead({
			body: Buffer.from('{"temperature":21.5}'),
			system: {
				messageId: 'm-1',
				correlationId: 'c-1',
				userId: 'Jörg',
				to: '/devices/press-01/messages/events',
				contentType: 'application/json',
				contentEncoding: 'utf-8',
				absoluteExpiryTime: 1_900_000_000_000,
			},
			application: {alarm: 'true', ключ: 'значение', empty: ''},
			annotations: {'dt-subject': 'thermostat1', 'iothub-interface-id': 'dtmi:example;1'},
		});
		expect(event).toMatchObject({messageId: 'm-1', correlationId: 'c-1', contentType: 'application/json', body: {temperature: 21.5}});
		expect(event.properties).toEqual({alarm: 'true', ключ: 'значение', empty: ''});
		expect(event.systemProperties).toMatchObject({
			contentEncoding: 'utf-8',
			to: '/devices/press-01/messages/events',
			absoluteExpiryTime: 1_900_000_000_000,
			'dt-subject': 'thermostat1',
			'iothub-interface-id': 'dtmi:example;1',
		});
		// The SDK turns the bytes into an object of them.
		expect(Buffer.from(Object.values(event.systemProperties?.userId)).toString()).toBe('Jörg');
	});

	it.each([
		['JSON as a value', Buffer.from('{"a":[1,null]}'), {a: [1, null]}],
		['bytes as bytes', Buffer.from([0xff, 0x00, 0x80]), Buffer.from([0xff, 0x00, 0x80])],
		['text that is no JSON as bytes', Buffer.from('21 °C'), Buffer.from('21 °C')],
		['nothing as no bytes', Buffer.alloc(0), Buffer.alloc(0)],
	])('and see %s', async (_name, body, expected) => {
		const {event} = await sendAndRead({body, system: {}, application: {}});
		expect(event.body).toEqual(expected);
	});

	it('and see 200 KB unharmed, although they take several frames', async () => {
		const body = Buffer.from(Array.from({length: 200_000}, (_, index) => index % 251));
		const {event} = await sendAndRead({body, system: {}, application: {}});
		expect(Buffer.compare(event.body, body)).toBe(0);
	});

	it('and see how far behind the newest one I am', async () => {
		const first = sendTelemetry(hub.emulator, 'press-01');
		const second = sendTelemetry(hub.emulator, 'press-01');
		const reading = readPartition(createConsumer(hub.emulator), first.partition, {
			startPosition: {sequenceNumber: first.sequenceNumber, isInclusive: true},
			trackLastEnqueuedEventProperties: true,
		});
		await eventuallyPasses(() => expect(reading.events).toHaveLength(2));
		expect(reading.context?.lastEnqueuedEventProperties).toEqual({
			sequenceNumber: second.sequenceNumber,
			offset: second.offset,
			enqueuedOn: new Date(second.enqueuedAt),
			retrievedOn: expect.any(Date),
		});
		expect(reading.events.map(event => event.partitionKey)).toEqual(['press-01', 'press-01']);
		expect(reading.events[0]?.systemProperties).toMatchObject({'iothub-connection-device-id': 'press-01'});
	});

	it('in every consumer group on its own', async () => {
		const stored = sendTelemetry(hub.emulator, 'press-01', {group: 'both'});
		const startPosition = {sequenceNumber: stored.sequenceNumber, isInclusive: true};
		const readings = ['$Default', 'dashboards'].map(consumerGroup =>
			readPartition(createConsumer(hub.emulator, {consumerGroup}), stored.partition, {startPosition}),
		);
		await eventuallyPasses(() => expect(readings.map(({events}) => events.map(event => event.body))).toEqual([[{group: 'both'}], [{group: 'both'}]]));
	});

	it('of a group that does not exist, and am refused', async () => {
		const reading = readPartition(createConsumer(hub.emulator, {consumerGroup: 'nobody'}), 0, {startPosition: earliestEventPosition});
		await eventuallyPasses(() => expect(reading.errors[0]).toMatchObject({code: 'MessagingEntityNotFoundError'}));
	});

	it('of a partition that does not exist, and am refused', async () => {
		const reading = readPartition(createConsumer(hub.emulator), 4, {startPosition: earliestEventPosition});
		await eventuallyPasses(() => expect(reading.errors[0]).toMatchObject({code: 'ArgumentOutOfRangeError', message: expect.stringContaining('0 to 3')}));
	});
});
