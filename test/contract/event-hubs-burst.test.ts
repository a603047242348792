import {earliestEventPosition} from '@azure/event-hubs';
import {describe, expect, it, vi} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, readPartition, sendTelemetry} from '../helpers/event-hubs.js';

const deviceIds = Array.from({length: 16}, (_, index) => `device-${index}`);
const hub = setUpEmulator({deviceIds, consumerGroups: ['second']});
closeReadersAfterEach();

describe('A burst of 20,000 messages', () => {
	it('reaches two readers of all partitions complete and in order', async () => {
		const clients = ['$Default', 'second'].map(consumerGroup => createConsumer(hub.emulator, {consumerGroup}));
		const readings = clients.map(client => [0, 1, 2, 3].map(partition => readPartition(client, partition, {startPosition: earliestEventPosition})));

		const sent: number[][] = [[], [], [], []];
		for (let count = 0; count < 20_000; count++) {
			const event = sendTelemetry(hub.emulator, deviceIds[count % deviceIds.length] ?? '', {count});
			sent[event.partition]?.push(count);
			if (count % 500 === 0) await new Promise(resolve => setImmediate(resolve));
		}

		const total = (partitions: (typeof readings)[number]) => partitions.reduce((sum, {events}) => sum + events.length, 0);
		await vi.waitFor(() => expect(readings.map(total)).toEqual([20_000, 20_000]), {timeout: 90_000});
		for (const partitions of readings) {
			expect(partitions.map(({events}) => events.map(event => event.body.count))).toEqual(sent);
			expect(partitions.flatMap(({errors}) => errors)).toEqual([]);
		}
	});
});
