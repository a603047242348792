import {type EventPosition, earliestEventPosition, latestEventPosition} from '@azure/event-hubs';
import {beforeAll, describe, expect, it, vi} from 'vitest';
import type {TelemetryEvent} from '../../source/emulator/core/messages.js';
import {closeConnectionsAfterEach, createSignIn, openConnection, receive} from '../helpers/amqp.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeReadersAfterEach();
closeConnectionsAfterEach();

const sent: TelemetryEvent[] = [];
const findSent = (index: number) => {
	const event = sent[index];
	if (event === undefined) throw new Error('Nothing was sent.');
	return event;
};

beforeAll(async () => {
	while (sent.length < 20) {
		const event = sendTelemetry(hub.emulator, 'press-01', {count: sent.length});
		sent.push(event);
		// Distinct times, so that a position in time has one answer.
		await vi.waitUntil(() => Date.now() > event.enqueuedAt);
	}
});

const sequenceNumbersFrom = (index: number) => sent.slice(index).map(event => event.sequenceNumber);

describe('I read a partition', () => {
	it.each<[name: string, position: () => EventPosition, firstIndex: number]>([
		['from the beginning', () => earliestEventPosition, 0],
		['after an offset', () => ({offset: findSent(14).offset}), 15],
		['from an offset on', () => ({offset: findSent(14).offset, isInclusive: true}), 14],
		['after a sequence number', () => ({sequenceNumber: findSent(14).sequenceNumber}), 15],
		['from a sequence number on', () => ({sequenceNumber: findSent(14).sequenceNumber, isInclusive: true}), 14],
		['after a time', () => ({enqueuedOn: findSent(14).enqueuedAt}), 15],
	])('%s', async (_name, position, firstIndex) => {
		const reading = readPartition(createConsumer(hub.emulator), findSent(0).partition, {startPosition: position()});
		const expected = sequenceNumbersFrom(firstIndex);
		await eventuallyPasses(() => expect(reading.events.map(event => event.sequenceNumber)).toEqual(expected));
		expect(reading.errors).toEqual([]);
	});

	it('from now on', async () => {
		const {partition} = findSent(0);
		const reading = readPartition(createConsumer(hub.emulator), partition, {startPosition: latestEventPosition});
		// An empty batch tells that the receiver is attached.
		await eventuallyPasses(() => expect(reading.context).toBeDefined());
		const next = sendTelemetry(hub.emulator, 'press-01', {count: 'new'});
		sent.push(next);
		await eventuallyPasses(() => expect(reading.events.map(event => event.sequenceNumber)).toEqual([next.sequenceNumber]));
	});

	it.each([
		['amqp.annotation.x-opt-enqueuedtimeutc', () => findSent(14).enqueuedAt],
		['amqp.annotation.x-opt-enqueued-time', () => findSent(14).enqueuedAt],
		['amqp.annotation.x-opt-offset', () => findSent(14).offset],
	])('with the selector %s and a descriptor of an old client', async (field, value) => {
		const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
		const filter = {'apache.org:selector-filter:string': `${field} > '${value()}'`};
		const address = `telemetry/ConsumerGroups/$Default/Partitions/${findSent(0).partition}`;
		const {messages} = await receive(connection, address, {credit: 1, source: {filter}});
		await eventuallyPasses(() => expect(messages).toHaveLength(1));
		expect(messages[0]?.message.message_annotations?.['x-opt-sequence-number']).toBe(findSent(15).sequenceNumber);
	});

	it('with a selector that makes no sense, and am refused', async () => {
		const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
		const filter = {'apache.org:selector-filter:string': "amqp.annotation.x-opt-offset > '1' OR 1=1"};
		const {errors} = await receive(connection, 'telemetry/ConsumerGroups/$Default/Partitions/0', {source: {filter}});
		await eventuallyPasses(() => expect(errors[0]?.condition).toBe('com.microsoft:argument-out-of-range'));
	});
});
