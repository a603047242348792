import {Duplex} from 'node:stream';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {signInOverAmqp} from '../../source/diagnosis/probes/amqp.js';
import {createByteReader} from '../../source/diagnosis/probes/byte-reader.js';
import {encodeConnect, signInOverMqtt} from '../../source/diagnosis/probes/mqtt.js';

/** A peer that answers with the given bytes, whatever it is sent, and hangs up. */
function createPeer(answer: Buffer, isOpen = false): Duplex & {readonly sent: Buffer[]} {
	const sent: Buffer[] = [];
	const stream = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			sent.push(chunk);
			done();
		},
	});
	stream.on('error', () => undefined);
	// In pieces of one byte, so that nothing depends on where a network cuts.
	for (const byte of answer) stream.push(Buffer.of(byte));
	if (!isOpen) stream.push(null);
	return Object.assign(stream, {sent});
}
const signal = new AbortController().signal;
const mqtt = (peer: Duplex, own = signal) => signInOverMqtt(peer, createByteReader(peer, own), {clientId: 'c', userName: 'h/c/'});
const amqp = (peer: Duplex) => signInOverAmqp(peer, createByteReader(peer, signal), {username: 'u', password: 'p', hostName: 'h'});

test.for([
	[0, 'CONNACK 0, accepted'],
	[5, 'CONNACK 5, not authorized'],
	[9, 'CONNACK 9, unknown code'],
] as const)('a CONNACK with code %d is read', async ([code, words]) => {
	expect(await mqtt(createPeer(Buffer.of(0x20, 2, 0, code)))).toEqual({code, words});
});

test('a CONNECT keeps the session of the real device, and a stranger leaves none', () => {
	const asDevice = encodeConnect({clientId: 'd', userName: 'u', password: 'p'});
	const asStranger = encodeConnect({clientId: 'd', userName: 'u'});
	// Connect flags: user name 0x80, password 0x40, clean session 0x02.
	expect(asDevice[9]).toBe(0xc0);
	expect(asStranger[9]).toBe(0x82);
	expect(asDevice[1]).toBe(asDevice.length - 2);
	const long = encodeConnect({clientId: 'd', userName: 'u', password: 'p'.repeat(300)});
	expect((long[1] ?? 0) & 0x80, 'a length of two bytes').toBe(0x80);
	expect(((long[1] ?? 0) & 0x7f) + (long[2] ?? 0) * 128).toBe(long.length - 3);
});

const header = Buffer.from([0x41, 0x4d, 0x51, 0x50, 3, 1, 0, 0]);
const frame = (...body: readonly number[]) => Buffer.from([0, 0, 0, body.length + 8, 2, 1, 0, 0, ...body]);
const mechanisms = frame(0, 0x53, 0x40, 0xc0, 8, 1, 0xa3, 5, 0x50, 0x4c, 0x41, 0x49, 0x4e);

test('a SASL outcome is read, good and bad', async () => {
	const answer = (code: number) => createPeer(Buffer.concat([header, mechanisms, frame(0, 0x53, 0x44, 0xc0, 3, 1, 0x50, code)]));
	expect(await amqp(answer(0))).toEqual({isAccepted: true, words: 'SASL outcome 0, accepted'});
	expect(await amqp(answer(1))).toEqual({isAccepted: false, words: 'SASL outcome 1, refused'});
});

test('a peer that hangs up, or speaks something else, is an error with a reason', async () => {
	await expect(mqtt(createPeer(Buffer.alloc(0)))).rejects.toThrow('closed the connection without an answer');
	await expect(mqtt(createPeer(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')))).rejects.toThrow('no CONNACK');
	await expect(amqp(createPeer(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')))).rejects.toThrow('no header of AMQP');
	await expect(mqtt(createPeer(Buffer.alloc(0), true), AbortSignal.timeout(20))).rejects.toThrow('within the time limit');
	await expect(mqtt(createPeer(Buffer.alloc(0), true), AbortSignal.abort())).rejects.toThrow('within the time limit');
});

test('no bytes of a peer crash or hang the reading of its answer', async () => {
	const garbage = fc.uint8Array({maxLength: 300});
	await fc.assert(
		fc.asyncProperty(garbage, fc.boolean(), async (bytes, hasHeader) => {
			const answer = Buffer.concat([hasHeader ? header : Buffer.alloc(0), bytes]);
			for (const work of [mqtt(createPeer(answer)), amqp(createPeer(answer))]) {
				const outcome = await work.catch((error: unknown) => error);
				expect(outcome instanceof Error || typeof outcome === 'object').toBe(true);
			}
		}),
	);
});
