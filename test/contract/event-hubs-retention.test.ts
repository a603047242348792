import {earliestEventPosition} from '@azure/event-hubs';
import {beforeAll, expect, it} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeReadersAfterEach();

/** More than a partition keeps. */
const surplus = 250;
const kept = 50_000;
let partition = 0;
beforeAll(() => {
	({partition} = sendTelemetry(hub.emulator, 'press-01', 0));
	for (let count = 1; count < kept + surplus; count++) sendTelemetry(hub.emulator, 'press-01', count);
});

it('a partition that is full tells where it begins now', async () => {
	const state = await createConsumer(hub.emulator).getPartitionProperties(String(partition));
	expect(state).toMatchObject({beginningSequenceNumber: surplus, lastEnqueuedSequenceNumber: kept + surplus - 1, isEmpty: false});
});

it.each([
	['at the beginning', earliestEventPosition],
	['at an offset that is gone', {offset: '0', isInclusive: true}],
	['behind a sequence number that is gone', {sequenceNumber: 7}],
	['at a time before everything that is left', {enqueuedOn: 1}],
])('a reader that begins %s gets the oldest message that is kept, and the rest in order', async (_where, startPosition) => {
	const reading = readPartition(createConsumer(hub.emulator), partition, {startPosition});
	await eventuallyPasses(() => expect(reading.events.length).toBeGreaterThan(1000));
	await reading.close();
	expect(reading.events.slice(0, 1000).map(event => event.body)).toEqual(Array.from({length: 1000}, (_, index) => surplus + index));
	expect(reading.errors).toEqual([]);
});

it('a reader that waits behind the last message, as after a restart of the hub, gets the next one', async () => {
	const reading = readPartition(createConsumer(hub.emulator), partition, {startPosition: {sequenceNumber: 1_000_000}});
	await eventuallyPasses(() => expect(reading.context).toBeDefined());
	sendTelemetry(hub.emulator, 'press-01', 'new');
	await eventuallyPasses(() => expect(reading.events.map(event => event.body)).toEqual(['new']));
});
