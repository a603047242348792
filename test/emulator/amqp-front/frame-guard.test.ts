import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	createFrameGuard,
	maxBytesBeforeSignIn,
	maxChannels,
	maxFrameBytes,
	maxMessageBytes,
	maxMessageFrames,
	type Violation,
} from '../../../source/emulator/amqp-front/frame-guard.js';
import {amqpHeader, arrayBomb, attachSender, begin, giveCredit, makeFrame, makePerformative, message, nothing, open, symbol, transfer, uint} from './frames.js';

function guard({isSignedIn = true, link = {credit: 1, isReceiver: true}, hasSession = true} = {}) {
	const passed: Buffer[] = [];
	const violations: Violation[] = [];
	/** How many frames had been passed on when a flow was told. */
	const flows: number[] = [];
	const {push} = createFrameGuard({
		isSignedIn: () => isSignedIn,
		findLink: () => link,
		hasSession: () => hasSession,
		onFrame: bytes => passed.push(Buffer.from(bytes)),
		onFlow: () => flows.push(passed.length),
		onViolation: violation => violations.push(violation),
	});
	return {push, violations, flows, passed: () => Buffer.concat(passed), passedParts: passed};
}

const conversation = Buffer.concat([amqpHeader, open, begin(0), makeFrame(Buffer.alloc(0)), attachSender(0, '$cbs'), transfer(message('hello'))]);

describe('an honest peer', () => {
	test('is let through, however its bytes are cut', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 0, max: conversation.length})), cuts => {
				const {push, passed, violations} = guard();
				const edges = [0, ...cuts.sort((one, other) => one - other), conversation.length];
				for (const [index, edge] of edges.entries()) push(conversation.subarray(edge, edges[index + 1] ?? edge));
				expect(passed()).toEqual(conversation);
				expect(violations).toEqual([]);
			}),
		);
	});

	test('is passed on in whole frames only', () => {
		const {push, passedParts} = guard();
		push(conversation.subarray(0, amqpHeader.length + 5));
		expect(passedParts).toEqual([amqpHeader]);
		push(conversation.subarray(amqpHeader.length + 5));
		expect(passedParts).toHaveLength(6);
	});

	test('may send a message in several frames', () => {
		const {push, passed, violations} = guard();
		const whole = message('x'.repeat(1000));
		const frames = Buffer.concat([transfer(whole.subarray(0, 400), {isPartial: true}), transfer(whole.subarray(400))]);
		push(frames);
		expect(violations).toEqual([]);
		expect(passed()).toEqual(frames);
	});

	test('is known to have room again after the library has seen its flow', () => {
		const {push, flows, passedParts} = guard();
		push(Buffer.concat([begin(0), giveCredit(0, 5), transfer(message('hello'))]));
		expect(passedParts).toHaveLength(3);
		expect(flows).toEqual([2]);
	});
});

describe('a peer that has ended its session', () => {
	test('may still settle and give credit there, of which the library hears nothing', () => {
		const {push, passed, violations} = guard({hasSession: false});
		const disposition = makeFrame(makePerformative(0x15, [Buffer.from([0x41]), uint(0), uint(3), Buffer.from([0x41])]));
		const flow = makeFrame(makePerformative(0x13, [nothing, uint(100), uint(0), uint(100)]));
		push(Buffer.concat([disposition, flow, begin(0)]));
		expect(violations).toEqual([]);
		expect(passed()).toEqual(begin(0));
	});
});

describe('a hostile peer', () => {
	const oversize = Buffer.alloc(4);
	oversize.writeUInt32BE(maxFrameBytes + 1);

	test.each<[name: string, bytes: Buffer, condition: string]>([
		['claims a frame of four gigabytes', Buffer.from('ffffffff', 'hex'), 'amqp:connection:framing-error'],
		['claims a frame larger than announced', oversize, 'amqp:connection:framing-error'],
		['claims a frame of no bytes', Buffer.alloc(4), 'amqp:connection:framing-error'],
		['puts the body outside of the frame', Buffer.from('00000008ff000000', 'hex'), 'amqp:connection:framing-error'],
		['uses too many channels', begin(maxChannels), 'amqp:resource-limit-exceeded'],
		['has no room in its frames', makeFrame(makePerformative(0x10, [symbol('tests'), nothing, uint(511)])), 'amqp:invalid-field'],
		['invents a performative', makeFrame(makePerformative(0x19)), 'amqp:decode-error'],
		['sends SASL in an AMQP frame', makeFrame(makePerformative(0x41)), 'amqp:decode-error'],
		['settles more deliveries than there can be', makeFrame(makePerformative(0x15, [yesRole(), uint(0), uint(0xffffffff)])), 'amqp:decode-error'],
		['settles with a transaction', makeFrame(makePerformative(0x15, [yesRole(), uint(0), uint(0), nothing, makePerformative(0x34)])), 'amqp:not-implemented'],
		['attaches to a coordinator', attachTo(makePerformative(0x30)), 'amqp:not-implemented'],
		['sends an array without end', transfer(arrayBomb), 'amqp:decode-error'],
		['sends a section that does not exist', transfer(makePerformative(0x60)), 'amqp:decode-error'],
		['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 'amqp:connection:framing-error'],
	])('that %s is cut off and nothing of it is let through', (_name, bytes, condition) => {
		const {push, passed, violations} = guard();
		push(bytes);
		push(conversation);
		expect(passed()).toHaveLength(0);
		expect(violations).toEqual([{condition, description: expect.any(String)}]);
	});

	test('that hides an array without end in two frames is cut off at the second', () => {
		const {push, passed, violations} = guard();
		const first = transfer(arrayBomb.subarray(0, 6), {isPartial: true});
		push(first);
		push(transfer(arrayBomb.subarray(6)));
		expect(passed()).toEqual(first);
		expect(violations).toMatchObject([{condition: 'amqp:decode-error'}]);
	});

	test('that sends without credit is cut off', () => {
		const {push, violations} = guard({link: {credit: 0, isReceiver: true}});
		push(transfer(message('x')));
		expect(violations).toMatchObject([{condition: 'amqp:link:transfer-limit-exceeded'}]);
	});

	test('that drains a link on which it sends itself is cut off; one on which it receives is drained', () => {
		const drain = makeFrame(makePerformative(0x13, [nothing, uint(1), uint(0), uint(1), uint(0), uint(0), uint(5), nothing, yesRole()]));
		const [sending, receiving] = [guard(), guard({link: {credit: 0, isReceiver: false}})];
		sending.push(drain);
		receiving.push(drain);
		expect(sending.violations).toMatchObject([{condition: 'amqp:decode-error'}]);
		expect(receiving.violations).toEqual([]);
	});

	test('that never ends a message is cut off at the limit', () => {
		const {push, violations} = guard();
		const part = Buffer.alloc(60_000);
		for (let sent = 0; sent <= maxMessageBytes; sent += part.length) push(transfer(part, {isPartial: true}));
		expect(violations).toMatchObject([{condition: 'amqp:link:message-size-exceeded'}]);
	});

	test.each([0, 1])('that sends a message in ever more frames of %i bytes is cut off at the limit', length => {
		const {push, passedParts, violations} = guard();
		for (let sent = 0; sent < maxMessageFrames; sent++) push(transfer(Buffer.alloc(length), {isPartial: true}));
		expect(violations).toEqual([]);
		push(transfer(Buffer.alloc(length), {isPartial: true}));
		expect(violations).toMatchObject([{condition: 'amqp:resource-limit-exceeded'}]);
		expect(passedParts).toHaveLength(maxMessageFrames);
	});

	test('that begins messages on ever more links is cut off', () => {
		const {push, violations} = guard();
		for (let handle = 0; handle <= maxChannels; handle++) push(transfer(Buffer.alloc(1), {handle, isPartial: true}));
		expect(violations).toMatchObject([{condition: 'amqp:resource-limit-exceeded'}]);
	});

	test('that talks too much before it signs in is cut off', () => {
		const {push, violations} = guard({isSignedIn: false});
		push(Buffer.concat([amqpHeader, open]));
		for (let sent = 0; sent <= maxBytesBeforeSignIn; sent += 8) push(makeFrame(Buffer.alloc(0)));
		expect(violations).toMatchObject([{condition: 'amqp:resource-limit-exceeded'}]);
	});

	test('that mutates honest bytes makes nothing throw', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(fc.integer({min: 0, max: conversation.length - 1}), fc.integer({min: 0, max: 255})), {minLength: 1, maxLength: 8}),
				changes => {
					const {push, violations} = guard();
					const bytes = Buffer.from(conversation);
					for (const [at, value] of changes) bytes.writeUInt8(value, at);
					push(bytes);
					expect(violations.length).toBeLessThanOrEqual(1);
				},
			),
			{numRuns: 2000},
		);
	});
});

function yesRole(): Buffer {
	return Buffer.from([0x41]);
}

function attachTo(target: Buffer): Buffer {
	return makeFrame(makePerformative(0x12, [Buffer.from('a10161', 'hex'), uint(0), Buffer.from([0x42]), nothing, nothing, makePerformative(0x28), target]));
}
