import {Duplex} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {serveConnection} from '../../../source/emulator/amqp-front/connection.js';
import {createTimers} from '../../../source/emulator/core/timers.js';
import {eventually} from '../../helpers/eventually.js';
import {openCore, ownerKey} from '../core/fixture.js';
import {amqpHeader, attachSender, begin, binary, makeFrame, makePerformative, open, saslHeader, symbol, uint} from './frames.js';

const mebibyte = 1024 * 1024;
const detach = (handle: number) => makeFrame(makePerformative(0x16, [uint(handle), Buffer.from([0x41])]));

/** A client that has signed in, on a socket without the buffers of the system, in which megabytes may hide. */
async function connectClient() {
	const {core} = openCore();
	let isReading = true;
	let waiting: (() => void) | undefined;
	let received = 0;
	const stream = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			received += chunk.length;
			if (isReading) done();
			else waiting = done;
		},
	});
	const connection = serveConnection(stream, {core, port: 0, timers: createTimers(core.options.clock), protocol: 'Amqp'});
	stream.push(Buffer.concat([saslHeader, makeFrame(makePerformative(0x41, [symbol('PLAIN'), binary(`\0iothubowner\0${ownerKey}`)]), {type: 1})]));
	await eventually(() => connection.hasSignedIn()).toBe(true);
	stream.push(Buffer.concat([amqpHeader, open, begin(0)]));
	return {
		stream,
		received: () => received,
		stopReading: () => {
			isReading = false;
		},
		readOn: () => {
			isReading = true;
			waiting?.();
		},
		/** Asks for a link that does not exist, again and again: each time the hub refuses it in a few hundred bytes. */
		async ask(times: number) {
			const request = Buffer.concat([attachSender(0, 'nowhere'.repeat(30)), detach(0)]);
			const lot = Buffer.concat(Array.from({length: 50}, () => request));
			for (let asked = 0; asked < times; asked += 50) {
				stream.push(lot);
				await setImmediate();
			}
		},
	};
}

test('nothing more is taken from a client that reads no answers, until it reads on', async () => {
	const client = await connectClient();
	const before = client.received();
	await client.ask(50);
	await eventually(() => client.received()).toBeGreaterThan(before);
	const answerBytes = (client.received() - before) / 50;
	client.stopReading();
	const times = Math.ceil((8 * mebibyte) / answerBytes / 50) * 50;
	await client.ask(times);
	expect(client.stream.isPaused()).toBe(true);
	expect(client.stream.writableLength).toBeLessThan(5 * mebibyte);
	client.readOn();
	await eventually(() => client.received()).toBeGreaterThan(7 * mebibyte);
	expect(client.stream.isPaused()).toBe(false);
	expect(client.stream.readableLength).toBe(0);
	client.stream.destroy();
});
