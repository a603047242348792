import {describe, expect, it} from 'vitest';
import {
	amqpHeader,
	attachReceiver,
	attachSender,
	begin,
	detach,
	giveCredit,
	makeFrame,
	makePerformative,
	message,
	open,
	readFrames,
	saslHeader,
	symbol,
	transfer,
} from '../emulator/amqp-front/frames.js';
import {closeConnectionsAfterEach, createSignIn, openConnection, openSignedIn, openSocket, putToken, receive} from '../helpers/amqp.js';
import {createToken, setUpEmulator} from '../helpers/emulator.js';
import {sendTelemetry} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeConnectionsAfterEach();
const codes = {open: 0x10, begin: 0x11, attach: 0x12, flow: 0x13, transfer: 0x14, disposition: 0x15, detach: 0x16, end: 0x17, close: 0x18};

/** Each was found with the client in question: azure-eventhub and azure-uamqp for Python, and Qpid Proton. */
describe('What clients for other languages rely on:', () => {
	it('every frame has all its fields', async () => {
		const {partition} = sendTelemetry(hub.emulator, 'press-01');
		const {socket, received, isClosed} = await openSignedIn(hub.emulator);
		const start = received().length;
		const frames = () => readFrames(received().subarray(start + amqpHeader.length));
		const seen = () => frames().map(({descriptor}) => descriptor);
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachReceiver(0, `telemetry/ConsumerGroups/$Default/Partitions/${partition}`), giveCredit(0, 1)]));
		await eventually(seen).toContain(codes.transfer);
		socket.write(Buffer.concat([detach(0), attachSender(1, '/devices/press-01/messages/events')]));
		await eventually(seen).toEqual(expect.arrayContaining([codes.detach, codes.flow]));
		socket.write(transfer(message('hello'), {handle: 1}));
		await eventually(seen).toContain(codes.disposition);
		socket.write(Buffer.concat([makeFrame(makePerformative(codes.end)), makeFrame(makePerformative(codes.close))]));
		await eventually(isClosed).toBe(true);
		const counts = Object.fromEntries(frames().map(({descriptor, fieldCount}) => [descriptor, fieldCount]));
		expect(counts).toEqual({
			[codes.open]: 10,
			[codes.begin]: 8,
			[codes.attach]: 14,
			[codes.flow]: 11,
			[codes.transfer]: 11,
			[codes.disposition]: 6,
			[codes.detach]: 3,
			[codes.end]: 1,
			[codes.close]: 1,
		});
	});

	it('a link has properties and an error has details, even if they tell nothing', async () => {
		const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
		const {receiver, errors} = await receive(connection, 'telemetry/ConsumerGroups/nobody/Partitions/0');
		await eventually(() => errors).toMatchObject([{condition: 'amqp:not-found', info: {}}]);
		expect(receiver.properties).toEqual({});
	});

	it('a request is settled before its answer comes', async () => {
		const {socket, received} = await openSocket(hub.emulator);
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs'), attachReceiver(1, '$cbs'), giveCredit(1, 5)]));
		await eventually(() => received().toString('latin1')).toContain('link-0-1');
		const start = received().length;
		socket.write(transfer(message('no token at all')));
		const seen = () =>
			readFrames(received().subarray(start))
				.map(({descriptor}) => descriptor)
				.filter(descriptor => descriptor !== codes.flow);
		await eventually(seen).toEqual([codes.disposition, codes.transfer]);
	});

	it('the sign-in by claims has a mechanism of its own', async () => {
		const {socket, received} = await openSocket(hub.emulator);
		socket.write(saslHeader);
		await eventually(() => received().toString('latin1')).toContain('MSSBCBS');
		socket.write(makeFrame(makePerformative(0x41, [symbol('MSSBCBS')]), {type: 1}));
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs')]));
		await eventually(() => received().toString('latin1')).toContain('link-0-0');
	});

	it('a signature is one by what it says, whatever the client calls it; a token of another kind is refused', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createToken(hub.emulator, {policyName: 'service', resource: 'localhost'}), 'localhost', 'jwt')).toBe(200);
		expect(await putToken(await openConnection(hub.emulator), 'eyJhbGciOiJub25lIn0.e30.', 'localhost', 'jwt')).toBe(401);
	});
});
