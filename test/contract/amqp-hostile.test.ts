import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {connect as connectPlain} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it, type MockInstance, vi} from 'vitest';
import {startAmqpFront} from '../../source/emulator/amqp-front.js';
import {loadCertificate} from '../../source/emulator/certificate.js';
import {
	amqpHeader,
	arrayBomb,
	attachReceiver,
	attachSender,
	begin,
	detach,
	giveCredit,
	makeFrame,
	makePerformative,
	message,
	open,
	saslHeader,
	symbol,
	transfer,
} from '../emulator/amqp-front/frames.js';
import {openCore} from '../emulator/core/fixture.js';
import {closeConnectionsAfterEach, createSignIn, openConnection, openSignedIn, openSocket, receive} from '../helpers/amqp.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {sendTelemetry} from '../helpers/event-hubs.js';
import {eventuallyPasses} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
closeConnectionsAfterEach();

let printed: MockInstance[] = [];
beforeEach(() => {
	printed = (['log', 'info', 'warn', 'error', 'trace'] as const).map(method => vi.spyOn(console, method));
});
afterEach(() => {
	for (const spy of printed) {
		expect(spy).not.toHaveBeenCalled();
		spy.mockRestore();
	}
});

/** Whoever else is connected reads on, undisturbed. */
async function expectWorking(): Promise<void> {
	const {sequenceNumber, partition} = sendTelemetry(hub.emulator, 'press-01');
	const connection = await openConnection(hub.emulator, createSignIn(hub.emulator, 'service', 'localhost'));
	const filter = {'apache.org:selector-filter:string': `amqp.annotation.x-opt-sequence-number >= '${sequenceNumber}'`};
	const {messages} = await receive(connection, `telemetry/ConsumerGroups/$Default/Partitions/${partition}`, {credit: 1, source: {filter}});
	await eventuallyPasses(() => expect(messages).toHaveLength(1));
	await connection.close();
}

async function expectCutOff(bytes: Buffer): Promise<Buffer> {
	const {socket, isClosed, received} = await openSocket(hub.emulator);
	socket.write(bytes);
	await eventuallyPasses(() => expect(isClosed()).toBe(true));
	await expectWorking();
	return received();
}

describe('A client that means harm', () => {
	it.each([
		['speaks HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
		['speaks an old AMQP', Buffer.from('414d515000000901', 'hex')],
		['claims a frame of four gigabytes', Buffer.concat([amqpHeader, Buffer.from('ffffffff0200', 'hex')])],
		['opens twice', Buffer.concat([amqpHeader, open, open])],
		['attaches to a session that does not exist', Buffer.concat([amqpHeader, open, attachSender(0, '$cbs')])],
		['sends a message on no link', Buffer.concat([amqpHeader, open, begin(0), transfer(message('x'), {handle: 9})])],
		['sends a message without credit', Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '/messages/devicebound'), transfer(message('x'))])],
		['sends an array without end', Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs'), transfer(arrayBomb)])],
		['attaches a link without a name', Buffer.concat([amqpHeader, open, begin(0), Buffer.from('00000010020000000053' + '12c0020140', 'hex').subarray(0, 15)])],
		['sends 20 KB before it signs in', Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs'), transfer(message('x'.repeat(20_000)))])],
	])('%s: it is cut off, and nobody else notices', async (_name, bytes) => {
		await expectCutOff(Buffer.concat([bytes, Buffer.alloc(64)]));
	});

	it('attaches more links than it may: it is told, and cut off', async () => {
		const links = Array.from({length: 65}, (_, handle) => attachSender(handle, '$cbs'));
		const answer = await expectCutOff(Buffer.concat([amqpHeader, open, begin(0), ...links]));
		expect(answer.toString('latin1')).toContain('amqp:resource-limit-exceeded');
	});

	it('opens no connection, and is nobody when it has gone', async () => {
		const {socket, received} = await openSignedIn(hub.emulator);
		socket.write(Buffer.concat([amqpHeader, begin(0), attachReceiver(0, '/devices/press-01/messages/devicebound')]));
		const connectionState = () => hub.emulator.core.registry.get('press-01').connectionState;
		await eventuallyPasses(() => expect(received().toString('latin1')).toContain('link-0-0'));
		socket.destroy();
		await eventuallyPasses(() => expect(connectionState()).toBe('Disconnected'));
		await expectWorking();
	});

	it('gives a link up and takes its name again in one breath, and is answered', async () => {
		const {socket, received} = await openSocket(hub.emulator);
		const answers = () => received().toString('latin1').split('link-0-0').length - 1;
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs')]));
		await eventuallyPasses(() => expect(answers()).toBe(1));
		const again = [detach(0), attachSender(0, '$cbs')];
		socket.write(Buffer.concat([...again, ...again]));
		await eventuallyPasses(() => expect(answers()).toBe(3));
	});

	it('opens more channels than it may: it is told, and cut off', async () => {
		const answer = await expectCutOff(Buffer.concat([amqpHeader, open, ...Array.from({length: 65}, (_, channel) => begin(channel))]));
		expect(answer.toString('latin1')).toContain('amqp:resource-limit-exceeded');
	});

	it.each([['X-NONE'], ['enable_plain'], ['constructor'], ['__proto__'], ['EXTERNAL']])('answers the sign-in with the mechanism %s', async mechanism => {
		const {socket, received} = await openSocket(hub.emulator);
		socket.write(saslHeader);
		await eventuallyPasses(() => expect(received().toString('latin1')).toContain('PLAIN'));
		socket.end(makeFrame(makePerformative(0x41, [symbol(mechanism)]), {type: 1}));
		await expectWorking();
	});

	it('reads nothing of what it asked for, and gets it all in the end', async () => {
		const {partition} = sendTelemetry(hub.emulator, 'press-01');
		const {socket, received, countBytes} = await openSignedIn(hub.emulator);
		socket.write(Buffer.concat([amqpHeader, open, begin(0), attachReceiver(0, `telemetry/ConsumerGroups/$Default/Partitions/${partition}`)]));
		await eventuallyPasses(() => expect(received().toString('latin1')).toContain('link-0-0'));
		socket.pause();
		socket.write(giveCredit(0, 100_000));
		const body = 'x'.repeat(200_000);
		for (let count = 0; count < 100; count++) sendTelemetry(hub.emulator, 'press-01', body);
		await expectWorking();
		expect(countBytes()).toBeLessThan(body.length * 100);
		socket.resume();
		await eventuallyPasses(() => expect(countBytes()).toBeGreaterThan(body.length * 100));
	});

	it('opens a plain TCP connection and says nothing, or no TLS', async () => {
		const socket = connectPlain(hub.emulator.ports.amqps, '127.0.0.1');
		socket.on('error', () => {});
		socket.write('this is no TLS at all');
		await once(socket, 'close');
		await expectWorking();
	});

	it.each([
		['the opening', 8, Buffer.alloc(0)],
		['the first message', 0, Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs')])],
	])('mutates %s of an honest conversation in many ways', async (_name, from, prefix) => {
		const honest = prefix.length > 0 ? transfer(message('hello')) : Buffer.concat([amqpHeader, open, begin(0), attachSender(0, '$cbs')]);
		const change = fc.array(fc.tuple(fc.integer({min: from, max: honest.length - 1}), fc.integer({min: 0, max: 255})), {minLength: 1, maxLength: 4});
		for (const changes of fc.sample(change, {numRuns: 60, seed: 7})) {
			const bytes = Buffer.from(honest);
			for (const [at, value] of changes) bytes.writeUInt8(value, at);
			const {socket, received} = await openSocket(hub.emulator);
			if (prefix.length > 0) {
				socket.write(prefix);
				await eventuallyPasses(() => expect(received().toString('latin1')).toContain('link-0-0'));
			}
			socket.end(bytes);
		}
		await expectWorking();
	});
});

describe('A client that says nothing', () => {
	it('is hung up on after ten seconds, and one that has signed in is not', async () => {
		const directory = await mkdtemp(join(tmpdir(), 'iot-tui-amqp-'));
		const {core, clock} = openCore();
		const {certificate} = await loadCertificate(directory, 'localhost');
		const front = await startAmqpFront({core, certificate, port: 0});
		try {
			const address = {hostName: 'localhost', ca: certificate.ca, ports: {https: 0, mqtts: 0, amqps: front.port}};
			const silent = await openSocket(address);
			const half = await openSocket(address);
			half.socket.write(Buffer.concat([amqpHeader, open]));
			const [policy] = core.options.policies;
			const good = await openConnection(address, {username: policy?.name ?? '', password: policy?.key ?? ''});
			await eventuallyPasses(() => expect(half.received().length).toBeGreaterThan(8));
			clock.advance(9_999);
			// A round trip, in which an end would have come.
			await (await good.createSession()).close();
			expect([silent.isClosed(), half.isClosed()]).toEqual([false, false]);
			clock.advance(1);
			await eventuallyPasses(() => expect([silent.isClosed(), half.isClosed()]).toEqual([true, true]));
			expect(half.received().toString('latin1')).toContain('amqp:unauthorized-access');
			expect(good.isOpen()).toBe(true);
		} finally {
			await front.close();
			core.close();
			await rm(directory, {recursive: true});
		}
	});
});
