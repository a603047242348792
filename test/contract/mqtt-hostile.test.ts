import {randomBytes} from 'node:crypto';
import {connect as connectTcp} from 'node:net';
import {connect as connectTls} from 'node:tls';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {
	connectPacket,
	createDeviceToken,
	openWire,
	packet,
	packetTypes,
	publishPacket,
	signInOverWire,
	subscribePacket,
	type WireClient,
} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['good-01', 'bad-01']});
let good: WireClient;

beforeAll(async () => {
	good = (await signInOverWire(hub.emulator, 'good-01')).client;
});
afterAll(() => good.close());

/** The hub still serves the other client. */
async function expectUnharmed(): Promise<void> {
	good.send(publishPacket('devices/good-01/messages/events/', '{}', {qos: 1, messageId: 77}));
	expect((await good.next(packetTypes.puback)).body.readUInt16BE(0)).toBe(77);
}

beforeEach(expectUnharmed);

/** MQTT's length of a packet, as its four bytes. */
function claim(type: number, flags: number, length: number): Buffer {
	const digits = [0, 1, 2, 3].map(digit => (Math.floor(length / 128 ** digit) % 128) | (digit < 3 ? 0x80 : 0));
	return Buffer.from([(type << 4) | flags, ...digits]);
}

describe('before sign-in', () => {
	it.each([
		['zeros', Buffer.alloc(64)],
		['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
		['a length of five bytes', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0x7f])],
		['a publish', publishPacket('devices/bad-01/messages/events/', '{}', {qos: 1})],
		['a subscribe', subscribePacket([['#', 0]])],
		['a CONNACK', Buffer.from([0x20, 2, 0, 0])],
		['an empty CONNECT', Buffer.from([0x10, 0])],
		['a CONNECT of MQTT 3.1 with a short name', packet(1, 0, Buffer.from('\0\u0004MQIs\u0003\0\0\0\0'))],
		['a CONNECT that claims 256 MB', claim(packetTypes.connect, 0, 256 * 1024 * 1024 - 1)],
		['a CONNECT that claims 17 KiB', claim(packetTypes.connect, 0, 17 * 1024)],
		['a publish that claims 256 MB', claim(packetTypes.publish, 0, 256 * 1024 * 1024 - 1)],
	])('%s ends the connection', async (_what, bytes) => {
		const client = await openWire(hub.emulator);
		client.send(bytes);
		await client.ended;
		expect(client.waiting.filter(({type, body}) => type !== packetTypes.connack || body[1] === 0)).toEqual([]);
		await expectUnharmed();
	});

	it('packets behind a refused CONNECT are not looked at', async () => {
		const client = await openWire(hub.emulator);
		client.send(
			Buffer.concat([
				connectPacket({clientId: 'bad-01', userName: 'localhost/bad-01', password: 'x'}),
				publishPacket('devices/bad-01/messages/events/', '{}', {qos: 1}),
			]),
		);
		await client.ended;
		expect(client.waiting.map(({type}) => type)).toEqual([packetTypes.connack]);
	});

	it('a connection that is no TLS is closed, and TLS 1.1 is refused', async () => {
		const plain = connectTcp({host: '127.0.0.1', port: hub.emulator.ports.mqtts});
		plain.on('error', () => undefined);
		plain.write(connectPacket({clientId: 'bad-01'}));
		await new Promise(resolve => plain.once('close', resolve));
		const old = connectTls({
			host: 'localhost',
			port: hub.emulator.ports.mqtts,
			ca: hub.emulator.ca,
			maxVersion: 'TLSv1.1',
			minVersion: 'TLSv1',
			ciphers: 'DEFAULT:@SECLEVEL=0',
		});
		const failed = await new Promise<Error | undefined>(resolve => old.once('error', resolve).once('secureConnect', () => resolve(undefined)));
		expect(failed).toBeInstanceOf(Error);
		await expectUnharmed();
	});

	it('a client that says nothing is hung up on', async () => {
		const mute = await openWire(hub.emulator);
		await mute.ended;
	});

	it('five hundred connections that claim much and send nothing more are gone at once', async () => {
		for (let lot = 0; lot < 25; lot++) {
			// Not all at once: a handshake that waits for its turn on a slow machine is hung up on as well.
			const clients = await Promise.all(Array.from({length: 20}, () => openWire(hub.emulator)));
			for (const client of clients) client.send(claim(packetTypes.connect, 0, 256 * 1024 * 1024 - 1));
			await Promise.all(clients.map(client => client.ended));
		}
		await expectUnharmed();
	});
});

describe('after sign-in', () => {
	it.each([
		['a publish that claims 261 KiB', claim(packetTypes.publish, 0, 261 * 1024)],
		['a publish that claims 256 MB', claim(packetTypes.publish, 0, 256 * 1024 * 1024 - 1)],
		['an empty topic', publishPacket('', '{}')],
		['a wildcard in the topic', publishPacket('devices/bad-01/messages/events/#', '{}')],
		['a second CONNECT', connectPacket({clientId: 'bad-01'})],
		['a packet type of MQTT 5', Buffer.from([0xf0, 0])],
		['reserved flags', Buffer.from([0x80, 5, 0, 1, 0, 0, 0])],
		['a subscribe without filters', Buffer.from([0x82, 2, 0, 1])],
		['a topic longer than its packet', Buffer.from([0x30, 4, 0xff, 0xff, 0x61, 0x62])],
		['a publish with QoS 3', Buffer.from([0x36, 5, 0, 1, 0x61, 0, 1])],
	])('%s ends the connection', async (_what, bytes) => {
		const {client} = await signInOverWire(hub.emulator, 'bad-01');
		client.send(bytes);
		await client.ended;
		await expectUnharmed();
	});

	it('a claim in single bytes is seen as well', async () => {
		const {client} = await signInOverWire(hub.emulator, 'bad-01');
		client.socket.setNoDelay(true);
		for (const byte of claim(packetTypes.publish, 0, 64 * 1024 * 1024)) client.send(Buffer.from([byte]));
		await client.ended;
	});

	it('a client that asks much and reads nothing is hung up on', async () => {
		const {core} = hub.emulator;
		const keys = Array.from({length: 7}, (_, index) => [`key${index}`, 'x'.repeat(4096)]);
		core.twins.patch('bad-01', {properties: {desired: Object.fromEntries(keys)}}, undefined);
		const {client} = await signInOverWire(hub.emulator, 'bad-01');
		client.send(subscribePacket([['$iothub/twin/res/#', 0]]));
		await client.next(packetTypes.suback);
		client.socket.pause();
		const requests = Buffer.concat(Array.from({length: 3000}, (_, index) => publishPacket(`$iothub/twin/GET/?$rid=${index}`, '')));
		client.send(requests);
		await eventually(() => core.registry.get('bad-01').connectionState).toBe('Disconnected');
		client.close();
	});

	it('acknowledgements of nothing do no harm', async () => {
		const {client} = await signInOverWire(hub.emulator, 'bad-01');
		for (const first of [0x40, 0x50, 0x62, 0x70]) client.send(Buffer.from([first, 2, 0xab, 0xcd]));
		client.send(publishPacket('devices/bad-01/messages/events/', '{}', {qos: 1, messageId: 9}));
		expect((await client.next(packetTypes.puback)).body.readUInt16BE(0)).toBe(9);
		client.close();
	});
});

it('random bytes harm nobody, before or after sign-in', async () => {
	for (let round = 0; round < 60; round++) {
		const client = await openWire(hub.emulator);
		if (round % 2 === 0) {
			client.send(connectPacket({clientId: 'bad-01', userName: 'localhost/bad-01', password: createDeviceToken(hub.emulator.core, 'bad-01')}));
			await client.next(packetTypes.connack);
		}
		client.send(randomBytes(1 + round * 50));
		client.socket.end();
		await client.ended;
	}
	await expectUnharmed();
});
