import rhea from 'rhea';
import {readDescribedList} from '../../../source/emulator/amqp-front/encoding.js';

/** A frame around an encoded performative and what follows it. */
export function makeFrame(performative: Buffer, {channel = 0, type = 0, payload}: {channel?: number; type?: number; payload?: Buffer} = {}): Buffer {
	const frame = Buffer.concat([Buffer.alloc(8), performative, payload ?? Buffer.alloc(0)]);
	frame.writeUInt32BE(frame.length, 0);
	frame.writeUInt8(2, 4);
	frame.writeUInt8(type, 5);
	frame.writeUInt16BE(channel, 6);
	return frame;
}

/** An encoded performative: a described list of already encoded fields. */
export function makePerformative(descriptor: number, fields: readonly Buffer[] = []): Buffer {
	const content = Buffer.concat(fields);
	const head = Buffer.from([0x00, 0x53, descriptor, 0xd0, 0, 0, 0, 0, 0, 0, 0, fields.length]);
	head.writeUInt32BE(content.length + 4, 4);
	return Buffer.concat([head, content]);
}

export const uint = (value: number) => {
	const bytes = Buffer.alloc(5, 0x70);
	bytes.writeUInt32BE(value, 1);
	return bytes;
};
const text = (value: string) => Buffer.concat([Buffer.from([0xa1, Buffer.byteLength(value)]), Buffer.from(value)]);
export const symbol = (value: string) => Buffer.concat([Buffer.from([0xa3, value.length]), Buffer.from(value)]);
export const binary = (value: string) => Buffer.concat([Buffer.from([0xa0, Buffer.byteLength(value)]), Buffer.from(value)]);
export const nothing = Buffer.from([0x40]);
const yes = Buffer.from([0x41]);
const no = Buffer.from([0x42]);

export const amqpHeader = Buffer.from('414d515000010000', 'hex');
export const saslHeader = Buffer.from('414d515003010000', 'hex');
export const open = makeFrame(makePerformative(0x10, [text('tests')]));
export const begin = (channel: number) => makeFrame(makePerformative(0x11, [nothing, uint(0), uint(100_000), uint(2048)]), {channel});
/** A link on which the peer sends to `address`. */
export const attachSender = (handle: number, address: string, channel = 0) =>
	makeFrame(
		makePerformative(0x12, [
			text(`link-${channel}-${handle}`),
			uint(handle),
			no,
			nothing,
			nothing,
			makePerformative(0x28),
			makePerformative(0x29, [text(address)]),
			nothing,
			nothing,
			uint(0),
		]),
		{channel},
	);
/** A link on which the peer receives from `address`. */
export const attachReceiver = (handle: number, address: string) =>
	makeFrame(
		makePerformative(0x12, [text(`link-0-${handle}`), uint(handle), yes, nothing, nothing, makePerformative(0x28, [text(address)]), makePerformative(0x29)]),
	);
export const giveCredit = (handle: number, credit: number) =>
	makeFrame(makePerformative(0x13, [uint(0), uint(100_000), uint(0), uint(2048), uint(handle), uint(0), uint(credit)]));
export const transfer = (payload: Buffer, {handle = 0, deliveryId = 0, isPartial = false} = {}) =>
	makeFrame(makePerformative(0x14, [uint(handle), uint(deliveryId), Buffer.from('a00130', 'hex'), uint(0), no, isPartial ? yes : no]), {payload});
export const accept = (deliveryId: number) => makeFrame(makePerformative(0x15, [yes, uint(deliveryId), uint(deliveryId), yes, makePerformative(0x24)]));
export const detach = (handle: number) => makeFrame(makePerformative(0x16, [uint(handle), yes]));
export const message = (body: string) => rhea.message.encode({body: rhea.message.data_section(Buffer.from(body))});
/** What whole frames are about and how many fields their lists have; what has not come to its end is left out. */
export function readFrames(bytes: Buffer): readonly {readonly descriptor: number; readonly fieldCount: number}[] {
	const frames = [];
	for (let at = 0; at + 4 <= bytes.length; at += bytes.readUInt32BE(at)) {
		const end = at + bytes.readUInt32BE(at);
		if (end > bytes.length) break;
		const {descriptor, fields} = readDescribedList(bytes.subarray(at, end), bytes.readUInt8(at + 4) * 4);
		frames.push({descriptor, fieldCount: fields.length});
	}
	return frames;
}
/** A body whose array claims four thousand million elements that take no bytes. */
export const arrayBomb = Buffer.from('005377f000000005ffffffff40', 'hex');
