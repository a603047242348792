import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';
import {earliestEventPosition} from '@azure/event-hubs';
import {afterEach, describe, expect, it} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, findPartition, readPartition, sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
const closers: (() => void)[] = [];
afterEach(() => {
	for (const close of closers.splice(0)) close();
});
closeReadersAfterEach();

/** A cable between client and hub that can be pulled. */
async function layCable(): Promise<{readonly port: number; pull(): void}> {
	const sockets = new Set<Socket>();
	const server = createServer(near => {
		const far = connect(hub.emulator.ports.amqps, '127.0.0.1');
		for (const socket of [near, far]) {
			sockets.add(socket);
			socket.on('error', () => {});
		}
		near.pipe(far).pipe(near);
		near.on('close', () => far.destroy());
		far.on('close', () => near.destroy());
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
	const pull = () => {
		for (const socket of sockets) socket.destroy();
		sockets.clear();
	};
	closers.push(() => {
		pull();
		server.close();
	});
	return {port: address.port, pull};
}

describe('My connection is lost while I read', () => {
	it('and I go on where I was, with no gap and nothing twice', async () => {
		const partition = findPartition(hub.emulator, 'press-01');
		const cable = await layCable();
		const client = createConsumer(hub.emulator, {
			customEndpointAddress: `sb://localhost:${cable.port}`,
			retryOptions: {maxRetries: 20, retryDelayInMs: 50, timeoutInMs: 10_000},
		});
		const reading = readPartition(client, partition, {startPosition: earliestEventPosition});
		for (let round = 1; round <= 3; round++) {
			const events = Array.from({length: 500}, (_, count) => sendTelemetry(hub.emulator, 'press-01', {round, count}));
			if (round < 3) {
				await eventuallyPasses(() => expect(reading.events.length).toBeGreaterThan((round - 1) * 500 + 1));
				cable.pull();
			} else {
				await eventuallyPasses(() => expect(reading.events.at(-1)?.sequenceNumber).toBe(events.at(-1)?.sequenceNumber));
			}
		}
		expect(reading.events.map(event => event.sequenceNumber)).toEqual(Array.from({length: 1501}, (_, index) => index));
	});
});
