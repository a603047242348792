import {type DescribedList, EncodingError, isNull, isTrue, readDescribedList, readDescriptor, readUint, skipValue} from './encoding.js';

/** Why a peer is cut off: an AMQP error condition and a sentence. */
export type Violation = {readonly condition: string; readonly description: string};

/** Largest frame, as announced in `open`. */
export const maxFrameBytes = 65_536;
/** Least that a peer may set as its largest frame (AMQP 1.0, 2.7.1). */
const leastFrameBytes = 512;
/** Highest channel number plus one. A reader of 32 partitions needs 34. */
export const maxChannels = 64;
/** Largest message in all its frames: IoT Hub's 256 KiB and room for what surrounds the body. */
export const maxMessageBytes = 266_240;
/** Most frames of one message, empty ones included: twice what the largest message takes in frames of 512 bytes, the smallest that AMQP allows as a limit. */
export const maxMessageFrames = 1024;
/** Bytes a peer may send before it has signed in. */
export const maxBytesBeforeSignIn = 16_384;

const headerBytes = 8;
/** The A of AMQP; a frame of at most 64 KiB begins with a zero. */
const firstHeaderByte = 0x41;
/** Codes of the performatives (AMQP 1.0, 2.7). */
export const performatives = {open: 0x10, begin: 0x11, attach: 0x12, flow: 0x13, transfer: 0x14, disposition: 0x15, detach: 0x16, end: 0x17, close: 0x18};
/** A range of deliveries that no session of ours can have open. */
const widestDisposition = 65_536;

class ViolationError extends Error {
	readonly condition: string;

	constructor(condition: string, description: string) {
		super(description);
		this.condition = condition;
	}
}

function isAmongDescribed(bytes: Buffer, at: number | undefined, lowest: number, highest: number): boolean {
	if (at === undefined || isNull(bytes, at)) return true;
	const descriptor = readDescriptor(bytes, at);
	return descriptor !== undefined && descriptor >= lowest && descriptor <= highest;
}

function checkSections(message: Buffer): void {
	for (let at = 0; at < message.length; at = skipValue(message, at)) {
		const descriptor = readDescriptor(message, at) ?? 0;
		if (descriptor < 0x70 || descriptor > 0x78) throw new EncodingError('A message has an unknown section.');
	}
}

/** The library splits messages for ever when there is no room in a frame. */
function checkOpen(frame: Buffer, fields: DescribedList['fields']): void {
	const size = readUint(frame, fields[2]);
	if (size !== undefined && size < leastFrameBytes) throw new ViolationError('amqp:invalid-field', `Frames must have room for ${leastFrameBytes} bytes.`);
}

function checkDisposition(frame: Buffer, fields: DescribedList['fields']): void {
	const first = readUint(frame, fields[1]);
	const last = readUint(frame, fields[2]) ?? first;
	if (first === undefined || last === undefined || last - first > widestDisposition) throw new EncodingError('A disposition covers too many deliveries.');
	if (!isAmongDescribed(frame, fields[4], 0x23, 0x27)) throw new ViolationError('amqp:not-implemented', 'The state of a delivery is not supported.');
}

/** What the guard asks about a link: the library prints to the console when a peer breaks these rules. */
export type GuardedLink = {readonly credit: number; readonly isReceiver: boolean};

/**
 * Cuts the bytes of one peer into whole protocol headers and frames, and checks each before the wire library sees it:
 * size, channel, nesting, counts, the total of a message sent in several frames, and what is sent before sign-in.
 */
export function createFrameGuard(options: {
	readonly isSignedIn: () => boolean;
	/** Our end of the peer's link, as of all frames so far. */
	readonly findLink: (channel: number, handle: number) => GuardedLink | undefined;
	/** Whether a session is open on the channel, as of all frames so far. */
	readonly hasSession: (channel: number) => boolean;
	/** Receives one whole header or frame at a time, in order, after it was found harmless. */
	readonly onFrame: (bytes: Buffer) => void;
	/** Called after a frame that may have opened the peer's window for more messages. */
	readonly onFlow: () => void;
	/** Called once, after which nothing more is let through. */
	readonly onViolation: (violation: Violation) => void;
}): {push(chunk: Buffer): void} {
	let pending: Buffer = Buffer.alloc(0);
	let bytesBeforeSignIn = 0;
	let isCutOff = false;
	/** Frames of messages that are not complete, by channel and handle. */
	const partials = new Map<string, {parts: Buffer[]; bytes: number}>();

	const checkTransfer = (frame: Buffer, channel: number, fields: DescribedList['fields'], payload: Buffer) => {
		const handle = readUint(frame, fields[0]) ?? 0;
		const key = `${channel}/${handle}`;
		const partial = partials.get(key) ?? {parts: [], bytes: 0};
		partial.parts.push(payload);
		partial.bytes += payload.length;
		if (partial.bytes > maxMessageBytes) throw new ViolationError('amqp:link:message-size-exceeded', `A message may have ${maxMessageBytes} bytes.`);
		if (partial.parts.length > maxMessageFrames) throw new ViolationError('amqp:resource-limit-exceeded', `A message may have ${maxMessageFrames} frames.`);
		if (isTrue(frame, fields[5])) {
			partials.set(key, partial);
			if (partials.size > maxChannels) throw new ViolationError('amqp:resource-limit-exceeded', 'Too many messages are incomplete.');
		} else {
			partials.delete(key);
			checkSections(partial.parts.length === 1 ? payload : Buffer.concat(partial.parts));
			const link = options.findLink(channel, handle);
			if (link?.isReceiver && link.credit < 1) throw new ViolationError('amqp:link:transfer-limit-exceeded', 'A message was sent without credit.');
		}
	};

	const checkFlow = (frame: Buffer, channel: number, fields: DescribedList['fields']) => {
		const isDraining = isTrue(frame, fields[8]) && readUint(frame, fields[6]) !== 0;
		if (isDraining && options.findLink(channel, readUint(frame, fields[4]) ?? -1)?.isReceiver) throw new EncodingError('A sender cannot ask for draining.');
	};

	/** @returns what the frame is about; undefined for an empty one, which only shows that the peer is there */
	const checkFrame = (frame: Buffer): number | undefined => {
		const bodyAt = frame.readUInt8(4) * 4;
		const type = frame.readUInt8(5);
		const channel = type === 0 ? frame.readUInt16BE(6) : 0;
		if (bodyAt < headerBytes || bodyAt > frame.length || type > 1) throw new ViolationError('amqp:connection:framing-error', 'A frame is malformed.');
		if (channel >= maxChannels) throw new ViolationError('amqp:resource-limit-exceeded', `A connection may have ${maxChannels} channels.`);
		if (bodyAt === frame.length) return undefined;
		const {descriptor, fields, end} = readDescribedList(frame, bodyAt);
		const [lowest, highest] = type === 0 ? [performatives.open, performatives.close] : [0x40, 0x44];
		if (descriptor < lowest || descriptor > highest) throw new EncodingError('A frame has an unknown performative.');
		if (descriptor === performatives.open) checkOpen(frame, fields);
		if (descriptor === performatives.transfer) checkTransfer(frame, channel, fields, frame.subarray(end));
		if (descriptor === performatives.flow) checkFlow(frame, channel, fields);
		if (descriptor === performatives.disposition) checkDisposition(frame, fields);
		if (descriptor === performatives.detach) partials.delete(`${channel}/${readUint(frame, fields[0])}`);
		if (descriptor === performatives.end) for (const key of partials.keys()) if (key.startsWith(`${channel}/`)) partials.delete(key);
		if (descriptor === performatives.attach && !(isAmongDescribed(frame, fields[5], 0x28, 0x28) && isAmongDescribed(frame, fields[6], 0x29, 0x29))) {
			throw new ViolationError('amqp:not-implemented', 'A link must have an ordinary source and target.');
		}
		return descriptor;
	};

	const passFrame = (frame: Buffer) => {
		const descriptor = checkFrame(frame);
		const isFlow = descriptor === performatives.flow;
		// Client libraries still settle and give credit after they have ended a session in which messages were coming; nobody waits for that any more.
		if ((isFlow || descriptor === performatives.disposition) && !options.hasSession(frame.readUInt16BE(6))) return;
		options.onFrame(frame);
		if (isFlow) options.onFlow();
	};

	/** Bytes of the header or frame that comes next; undefined while that is not known. */
	const measureNext = (): number | undefined => {
		if (pending.length < 4) return undefined;
		if (pending.toString('latin1', 0, 4) === 'AMQP') return headerBytes;
		const size = pending.readUInt32BE(0);
		if (size < headerBytes || size > maxFrameBytes) throw new ViolationError('amqp:connection:framing-error', 'A frame is malformed or too large.');
		return size;
	};

	const passWhole = () => {
		for (let size = measureNext(); size !== undefined && size <= pending.length; size = measureNext()) {
			const bytes = pending.subarray(0, size);
			pending = pending.subarray(size);
			if (bytes.readUInt8(0) === firstHeaderByte) options.onFrame(bytes);
			else passFrame(bytes);
		}
	};

	return {
		push(chunk) {
			if (isCutOff) return;
			try {
				if (!options.isSignedIn()) bytesBeforeSignIn += chunk.length;
				if (bytesBeforeSignIn > maxBytesBeforeSignIn) throw new ViolationError('amqp:resource-limit-exceeded', 'Too much was sent before signing in.');
				pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
				passWhole();
			} catch (error) {
				isCutOff = true;
				partials.clear();
				pending = Buffer.alloc(0);
				const condition = error instanceof ViolationError ? error.condition : 'amqp:decode-error';
				const isOurs = error instanceof ViolationError || error instanceof EncodingError;
				options.onViolation({condition, description: isOurs ? error.message : 'The bytes are not AMQP 1.0.'});
			}
		},
	};
}
