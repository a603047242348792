import {once} from 'node:events';
import {connect} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {startEmulator} from '../../source/emulator/start.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {connectPacket, createDeviceToken, publishPacket, readTelemetry} from '../helpers/mqtt-wire.js';
import {openWebSocket, requestUpgrade} from '../helpers/web-sockets.js';

const hub = setUpEmulator({deviceIds: ['good-01', 'bad-01']});
const amqp = 'AMQPWSB10';
const amqpHeader = Buffer.from('AMQP\0\x01\0\0', 'latin1');
const signIn = (deviceId: string) =>
	connectPacket({clientId: deviceId, userName: `localhost/${deviceId}/?api-version=2021-04-12`, password: createDeviceToken(hub.emulator.core, deviceId)});
const connack = Buffer.from([0x20, 2, 0, 0]);

/** A device that signs in and sends, as a sign that the hub is well. */
async function expectWorking(): Promise<void> {
	const before = readTelemetry(hub.emulator.core, 'good-01').length;
	const {webSocket, received} = await openWebSocket(hub.emulator);
	webSocket.send(signIn('good-01'));
	await eventually(() => received().subarray(0, 4)).toEqual(connack);
	webSocket.send(publishPacket('devices/good-01/messages/events/', '{}', {qos: 1}));
	await eventually(() => readTelemetry(hub.emulator.core, 'good-01').length).toBe(before + 1);
	webSocket.terminate();
}

describe('a request for a WebSocket', () => {
	it.each([
		['/$iothub/websocket', 'mqtt'],
		['/$iothub/websocket', 'MQTT'],
		['/$iothub/websocket', amqp],
		['/$iothub/websocket/?iothub-no-client-cert=true', 'mqtt'],
		['/$servicebus/websocket', amqp],
	])('to %s for %s is taken, and speaks just that', async (path, protocol) => {
		const {status, headers} = await requestUpgrade(hub.emulator, path, {'sec-websocket-protocol': protocol});
		expect([status, headers['sec-websocket-protocol']]).toEqual([101, protocol]);
	});

	it.each([
		['localhost', 'https://localhost:443'],
		['localhost:443', 'https://localhost'],
		['localhost:8443', 'https://LOCALHOST:8443'],
	])('for %s with the origin %s is taken', async (host, origin) => {
		expect((await requestUpgrade(hub.emulator, '/$iothub/websocket', {'sec-websocket-protocol': 'mqtt', host, origin})).status).toBe(101);
	});

	it('takes the first of several sub-protocols that it knows, and no compression', async () => {
		const {status, headers} = await requestUpgrade(hub.emulator, '/$iothub/websocket', {
			'sec-websocket-protocol': 'mqttv3.1, mqtt, AMQPWSB10',
			'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits',
		});
		expect([status, headers['sec-websocket-protocol'], headers['sec-websocket-extensions']]).toEqual([101, 'mqtt', undefined]);
	});

	it.each([
		['to another path', '/elsewhere', {}, 404, 'GenericNotFound'],
		['to a path of the registry', '/devices/good-01', {}, 404, 'GenericNotFound'],
		['without a sub-protocol', '/$iothub/websocket', {'sec-websocket-protocol': ''}, 400, 'GenericBadRequest'],
		['for an unknown sub-protocol', '/$iothub/websocket', {'sec-websocket-protocol': 'constructor'}, 400, 'GenericBadRequest'],
		['for MQTT at the Event Hubs path', '/$servicebus/websocket', {}, 400, 'GenericBadRequest'],
		['from a web page', '/$iothub/websocket', {origin: 'https://evil.example'}, 403, 'GenericForbidden'],
		['from a local web page', '/$iothub/websocket', {origin: 'http://localhost'}, 403, 'GenericForbidden'],
		['from a page of another port', '/$iothub/websocket', {host: 'localhost:8443', origin: 'https://localhost:8444'}, 403, 'GenericForbidden'],
		['from a page without an origin', '/$iothub/websocket', {origin: 'null'}, 403, 'GenericForbidden'],
		['for another host', '/$iothub/websocket', {host: 'evil.example'}, 421, 'MisdirectedRequest'],
		['for a name that only begins like ours', '/$iothub/websocket', {host: 'localhost.evil.example'}, 421, 'MisdirectedRequest'],
	])('%s is refused', async (_what, path, headers, status, errorName) => {
		const answer = await requestUpgrade(hub.emulator, path, {'sec-websocket-protocol': 'mqtt', ...headers});
		expect([answer.status, answer.headers['iothub-errorcode']]).toEqual([status, errorName]);
		expect(answer.text).toContain(errorName);
		await expectWorking();
	});

	it.each([
		['an old version', {'sec-websocket-version': '7'}],
		['a key that is none', {'sec-websocket-key': 'short'}],
		['another protocol than WebSocket', {upgrade: 'h2c'}],
	])('with %s is refused', async (_what, headers) => {
		const {status} = await requestUpgrade(hub.emulator, '/$iothub/websocket', {'sec-websocket-protocol': 'mqtt', ...headers});
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
	});
});

describe('a client in a WebSocket', () => {
	it.each([
		['text instead of bytes', 'hello'],
		['bytes that are no MQTT', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
		['much before it has signed in', Buffer.alloc(30_000, 'x')],
		['a packet that claims 256 MB', Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])],
		['a message larger than any packet', Buffer.alloc(300_000)],
	])('that sends %s over MQTT is cut off', async (_what, data) => {
		const {webSocket, closed} = await openWebSocket(hub.emulator);
		webSocket.send(data);
		await closed;
		await expectWorking();
	});

	it.each([
		['text instead of bytes', 'hello'],
		['bytes that are no AMQP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
		['a frame that claims 256 MB', Buffer.concat([amqpHeader, Buffer.from([0x0f, 0xff, 0xff, 0xff, 2, 0, 0, 0])])],
		['much before it has signed in', Buffer.concat([amqpHeader, Buffer.alloc(30_000)])],
	])('that sends %s over AMQP is cut off', async (_what, data) => {
		const {webSocket, closed} = await openWebSocket(hub.emulator, {protocols: amqp});
		webSocket.send(data);
		await closed;
		await expectWorking();
	});

	it('that has signed in is cut off for text and for too large a message, and its device counts as gone', async () => {
		for (const data of ['text', Buffer.alloc(300_000)]) {
			const {webSocket, received, closed} = await openWebSocket(hub.emulator);
			webSocket.send(signIn('bad-01'));
			await eventually(() => received()).toEqual(connack);
			webSocket.send(data);
			await closed;
			await eventually(() => hub.emulator.core.registry.get('bad-01').connectionState).toBe('Disconnected');
		}
	});

	it('may send its bytes in pieces of any size', async () => {
		const {webSocket, received} = await openWebSocket(hub.emulator);
		for (const byte of signIn('good-01')) webSocket.send(Buffer.from([byte]));
		await eventually(() => received()).toEqual(connack);
	});

	it('that does not mask its frames is cut off', async () => {
		const socket = connect({host: 'localhost', port: hub.emulator.ports.https, ca: hub.emulator.ca});
		await once(socket, 'secureConnect');
		const closed = once(socket, 'close');
		socket.write(
			`GET /$iothub/websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n`,
		);
		const [answer] = await once(socket, 'data');
		expect(String(answer)).toContain('101 Switching Protocols');
		socket.on('data', () => {});
		socket.end(Buffer.from([0x82, 1, 0]));
		await closed;
		await expectWorking();
	});

	it('that says nothing is hung up on, whatever its protocol', async () => {
		const silent = await Promise.all(['mqtt', amqp].map(protocols => openWebSocket(hub.emulator, {protocols})));
		await Promise.all(silent.map(({closed}) => closed));
	});
});

it('a hub that closes ends its WebSockets, also those that do not answer', async () => {
	const emulator = await startEmulator({deviceIds: ['press-01']});
	const sockets = [await openWebSocket(emulator), await openWebSocket(emulator, {protocols: amqp}), await openWebSocket(emulator, {protocols: amqp})];
	sockets[2]?.webSocket.pause();
	await emulator.close();
	await sockets[0]?.closed;
	await sockets[1]?.closed;
	sockets[2]?.webSocket.resume();
	await sockets[2]?.closed;
});
