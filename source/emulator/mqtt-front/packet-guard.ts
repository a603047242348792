import type {Duplex} from 'node:stream';

/** Bytes a client may send before it is signed in; a CONNECT with token and will is well below. */
const maxBytesBeforeSignIn = 16 * 1024;
/** A message of 256 KiB and its topic. IoT Hub quotas: "device-to-cloud message size 256 KB". */
const maxRemainingLength = (256 + 4) * 1024;
const maxLengthDigits = 4;

/** The guard of one connection. */
export type PacketGuard = {
	/** From now on packets may be as large as a telemetry message. */
	allowMessages(): void;
};

/**
 * Ends a connection that announces a packet that is too large, before any of the packet is kept in memory.
 * It watches the bytes where they are read, because a stream in between would copy and schedule every chunk once more.
 */
export function guardPackets(stream: Duplex): PacketGuard {
	const frames = createFrameCounter();
	let isSignedIn = false;
	let bytesBeforeSignIn = 0;
	const read = stream.read.bind(stream);
	stream.read = (size?: number): unknown => {
		const chunk: unknown = read(size);
		if (!Buffer.isBuffer(chunk)) return chunk;
		if (!isSignedIn) bytesBeforeSignIn += chunk.length;
		const limit = isSignedIn ? maxRemainingLength : maxBytesBeforeSignIn;
		if (frames.take(chunk) <= limit && (isSignedIn || bytesBeforeSignIn <= maxBytesBeforeSignIn)) return chunk;
		stream.destroy();
		return null;
	};
	return {
		allowMessages() {
			isSignedIn = true;
		},
	};
}

/**
 * Follows the packets of an MQTT stream, in pieces of any size.
 * `take` returns the largest remaining length that the piece announces, Infinity for a malformed one (MQTT 3.1.1, 2.2.3).
 */
export function createFrameCounter(): {take(chunk: Uint8Array): number} {
	let bytesLeft = 0;
	let digits = -1;
	let length = 0;
	return {
		take(chunk) {
			let largest = 0;
			let at = 0;
			while (at < chunk.length) {
				if (bytesLeft > 0) {
					const skipped = Math.min(bytesLeft, chunk.length - at);
					bytesLeft -= skipped;
					at += skipped;
					continue;
				}
				const byte = chunk[at++] ?? 0;
				if (digits < 0) {
					// The first byte of a packet: its type. The length follows.
					digits = 0;
					length = 0;
					continue;
				}
				length += (byte & 0x7f) * 128 ** digits++;
				if (byte < 0x80) {
					largest = Math.max(largest, length);
					bytesLeft = length;
					digits = -1;
				} else if (digits === maxLengthDigits) {
					return Number.POSITIVE_INFINITY;
				}
			}
			return largest;
		},
	};
}
