import type {Duplex} from 'node:stream';
import type {ByteReader} from './byte-reader.js';

/** AMQP 1.0 part 5, 5.3.2: protocol id 3 is SASL. */
const saslHeader = Buffer.from([0x41, 0x4d, 0x51, 0x50, 3, 1, 0, 0]);
/** Descriptors of SASL frames (5.3.3), each as a small unsigned number. */
const descriptors = {mechanisms: 0x40, init: 0x41, outcome: 0x44} as const;
/** 5.3.3.6. */
const outcomeWords: Readonly<Record<number, string>> = {
	0: 'accepted',
	1: 'refused',
	2: 'system error',
	3: 'permanent system error',
	4: 'transient system error',
};

function frame(body: Buffer): Buffer {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length + 8);
	// Data offset of two words, and the frame type SASL.
	head[4] = 2;
	head[5] = 1;
	return Buffer.concat([head, body]);
}

function encodeBinary(bytes: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head[0] = 0xb0;
	head.writeUInt32BE(bytes.length, 1);
	return Buffer.concat([head, bytes]);
}

/** A short text as symbol (0xa3) or string (0xa1). */
function encodeShort(type: 0xa1 | 0xa3, text: string): Buffer {
	const bytes = Buffer.from(text).subarray(0, 255);
	return Buffer.concat([Buffer.from([type, bytes.length]), bytes]);
}

/** `sasl-init` with the mechanism PLAIN. */
function encodeSaslPlain(userName: string, password: string, hostName: string): Buffer {
	const fields = Buffer.concat([encodeShort(0xa3, 'PLAIN'), encodeBinary(Buffer.from(`\0${userName}\0${password}`)), encodeShort(0xa1, hostName)]);
	const head = Buffer.alloc(12);
	head.set([0, 0x53, descriptors.init, 0xd0]);
	head.writeUInt32BE(fields.length + 4, 4);
	head.writeUInt32BE(3, 8);
	return frame(Buffer.concat([head, fields]));
}

async function readFrame(reader: ByteReader): Promise<Buffer> {
	const head = await reader.take(8);
	const size = head.readUInt32BE();
	const offset = (head[4] ?? 0) * 4;
	if (size < offset || offset < 8 || size > 4096) throw new Error('The answer is no frame of AMQP.');
	return (await reader.take(size - 8)).subarray(offset - 8);
}

/** The first unsigned byte (0x50) of the list that follows the descriptor. */
function readCode(body: Buffer): number {
	const at = body.indexOf(0x50, 3);
	return at < 0 ? -1 : (body[at + 1] ?? -1);
}

export type SaslAnswer = {readonly isAccepted: boolean; readonly words: string};

/** Signs in with SASL PLAIN. @throws when the other side does not speak AMQP with SASL */
export async function signInOverAmqp(
	stream: Duplex,
	reader: ByteReader,
	{username, password, hostName}: {readonly username: string; readonly password: string; readonly hostName: string},
): Promise<SaslAnswer> {
	stream.write(saslHeader);
	const header = await reader.take(8);
	if (!header.equals(saslHeader)) throw new Error('The answer to an AMQP header is no header of AMQP with SASL.');
	const mechanisms = await readFrame(reader);
	if (mechanisms[2] !== descriptors.mechanisms) throw new Error('The answer names no SASL mechanisms.');
	stream.write(encodeSaslPlain(username, password, hostName));
	const outcome = await readFrame(reader);
	if (outcome[2] !== descriptors.outcome) throw new Error('The answer to a sign-in is no SASL outcome.');
	const code = readCode(outcome);
	return {isAccepted: code === 0, words: `SASL outcome ${code}, ${outcomeWords[code] ?? 'unknown code'}`};
}
