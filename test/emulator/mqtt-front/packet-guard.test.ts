import {PassThrough} from 'node:stream';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createFrameCounter, guardPackets} from '../../../source/emulator/mqtt-front/packet-guard.js';
import {packet, packetTypes} from '../../helpers/mqtt-wire.js';

const publish = (length: number): Buffer => packet(packetTypes.publish, 0, Buffer.alloc(length));

describe('the frame counter', () => {
	it('finds every length, however the bytes are cut', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({min: 0, max: 20_000}), {minLength: 1, maxLength: 6}),
				fc.array(fc.integer({min: 1, max: 5000}), {minLength: 1}),
				(lengths, cuts) => {
					const bytes = Buffer.concat(lengths.map(publish));
					const counter = createFrameCounter();
					let largest = 0;
					for (let at = 0, turn = 0; at < bytes.length; turn++) {
						const size = cuts[turn % cuts.length] ?? 1;
						largest = Math.max(largest, counter.take(bytes.subarray(at, at + size)));
						at += size;
					}
					expect(largest).toBe(Math.max(...lengths));
				},
			),
		);
	});

	it('calls a length of more than four bytes malformed', () => {
		expect(createFrameCounter().take(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))).toBe(268_435_455);
		expect(createFrameCounter().take(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]))).toBe(Number.POSITIVE_INFINITY);
	});

	it('never fails', () => {
		const counter = createFrameCounter();
		fc.assert(fc.property(fc.uint8Array(), bytes => counter.take(bytes) >= 0));
	});
});

describe('the packet guard', () => {
	/** Reads what the stream gives, as aedes does. */
	function read(stream: PassThrough): number {
		let bytes = 0;
		for (let chunk: unknown = stream.read(); Buffer.isBuffer(chunk); chunk = stream.read()) bytes += chunk.length;
		return bytes;
	}

	it('lets 16 KiB through before sign-in and not a byte more', () => {
		const stream = new PassThrough({highWaterMark: 1024 * 1024});
		guardPackets(stream);
		stream.write(publish(8 * 1024 - 3));
		stream.write(publish(8 * 1024 - 3));
		expect(read(stream)).toBe(16 * 1024);
		expect(stream.destroyed).toBe(false);
		stream.write(Buffer.from([0xc0]));
		expect(read(stream)).toBe(0);
		expect(stream.destroyed).toBe(true);
	});

	it('lets 260 KiB through after sign-in, packet after packet', () => {
		const stream = new PassThrough({highWaterMark: 2 * 1024 * 1024});
		guardPackets(stream).allowMessages();
		for (let count = 0; count < 4; count++) stream.write(publish(260 * 1024));
		expect(read(stream)).toBe(4 * (260 * 1024 + 4));
		expect(stream.destroyed).toBe(false);
	});

	it('ends a stream that announces more, before the packet has come', () => {
		const stream = new PassThrough();
		guardPackets(stream).allowMessages();
		stream.write(publish(260 * 1024 + 1).subarray(0, 4));
		expect(read(stream)).toBe(0);
		expect(stream.destroyed).toBe(true);
	});
});
