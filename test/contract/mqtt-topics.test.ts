import {describe, expect, it} from 'vitest';
import {setUpEmulator} from '../helpers/emulator.js';
import {packetTypes, pubackPacket, publishPacket, readTelemetry, signInOverWire, subscribePacket} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'press']});

describe('publishing', () => {
	it.each([
		'devices/press-02/messages/events/',
		'devices/press/messages/events/',
		'devices/press-01/messages/devicebound/',
		'devices/press-01/messages/eventsx',
		'devices/press-01/modules/camera/messages/events/',
		'devices/press-01',
		'devices/PRESS-01/messages/events/',
		'devices/press%2D01/messages/events/',
		'devices/press-01/../press-02/messages/events/',
		'$iothub/twin/res/200/?$rid=1',
		'$iothub/twin/GET/',
		'$iothub/twin/GET/?$rid=',
		'$iothub/twin/PATCH/properties/desired/?$version=9',
		'$iothub/methods/POST/reboot/?$rid=1',
		'$iothub/methods/res/abc/?$rid=1',
		'$SYS/heartbeat',
		'hello',
		`$iothub/twin/GET/?$rid=${'1'.repeat(1100)}`,
	])('on %s ends the connection', async topic => {
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		client.send(publishPacket(topic, '{}', {qos: 1}));
		await client.ended;
		expect(client.waiting.filter(({type}) => type === packetTypes.puback)).toEqual([]);
		for (const deviceId of ['press-01', 'press-02', 'press']) expect(readTelemetry(hub.emulator.core, deviceId)).toEqual([]);
	});

	it('with QoS 2 ends the connection', async () => {
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		client.send(publishPacket('devices/press-01/messages/events/', '{}', {qos: 2}));
		await client.ended;
		expect(readTelemetry(hub.emulator.core, 'press-01')).toEqual([]);
	});
});

describe('subscribing', () => {
	it('is granted for the documented filters, with QoS 1 where 2 was asked for', async () => {
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		client.send(
			subscribePacket([
				['devices/press-01/messages/devicebound/#', 2],
				['$iothub/twin/res/#', 0],
				['$iothub/twin/PATCH/properties/desired/#', 1],
				['$iothub/methods/POST/#', 2],
			]),
		);
		expect([...(await client.next(packetTypes.suback)).body.subarray(2)]).toEqual([1, 0, 1, 1]);
		client.close();
	});

	it.each([
		'foo',
		'taken',
		'+',
		'devices/press-02/#',
		'devices/press-02/messages/devicebound/#',
		'devices/press-02/messages/events/#',
		'devices/+/messages/events/#',
		'$iothub/methods/res/#',
		'$SYS/#',
		'$share/group/#',
	])('to %s ends the connection, and does not come back with the session', async filter => {
		const {client} = await signInOverWire(hub.emulator, 'press-01', {isClean: false});
		client.send(
			subscribePacket([
				['$iothub/twin/res/#', 0],
				[filter, 0],
			]),
		);
		await client.ended;
		const again = await signInOverWire(hub.emulator, 'press-01', {isClean: false});
		expect(again.returnCode).toBe(0);
		again.client.close();
	});

	it.each(['#', '+/#', 'devices/+/messages/devicebound/#'])("to %s brings a device's own messages, none of another's and no telemetry", async filter => {
		const {core} = hub.emulator;
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		const other = await signInOverWire(hub.emulator, 'press-02');
		for (const one of [client, other.client]) {
			one.send(subscribePacket([[filter, 1]]));
			await one.next(packetTypes.suback);
		}
		for (const qos of [0, 1]) {
			other.client.send(publishPacket('devices/press-02/messages/events/', '{"secret":2}', {qos}));
			client.send(publishPacket('devices/press-01/messages/events/', '{"own":1}', {qos}));
		}
		for (const one of [client, other.client]) await one.next(packetTypes.puback);
		for (const deviceId of ['press-02', 'press-01']) core.c2d.send(deviceId, {body: Buffer.from(deviceId), system: {}, application: {}, ack: 'none'});
		for (const [one, deviceId] of [
			[client, 'press-01'],
			[other.client, 'press-02'],
		] as const) {
			const {topic, payload, messageId} = await one.nextPublish();
			expect([topic.split('%24')[0], payload.toString()]).toEqual([`devices/${deviceId}/messages/devicebound/`, deviceId]);
			one.send(pubackPacket(messageId));
			one.send(Buffer.from([packetTypes.pingreq << 4, 0]));
			await one.next(packetTypes.pingresp);
			expect(one.waiting).toEqual([]);
			one.close();
		}
	});

	it('to the answers of one status brings those alone', async () => {
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		client.send(subscribePacket([['$iothub/twin/res/200/#', 0]]));
		await client.next(packetTypes.suback);
		client.send(publishPacket('$iothub/twin/PATCH/properties/reported/?$rid=1', '{}'));
		client.send(publishPacket('$iothub/twin/GET/?$rid=2', ''));
		expect((await client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=2');
		client.close();
	});

	it('to more than anybody needs ends the connection', async () => {
		const {client} = await signInOverWire(hub.emulator, 'press-01');
		const filters = Array.from({length: 51}, (_, index) => `$iothub/twin/res/${200 + index}/#`);
		for (const filter of filters.slice(0, 50)) client.send(subscribePacket([[filter, 0]]));
		for (let count = 0; count < 50; count++) await client.next(packetTypes.suback);
		client.send(subscribePacket([[filters[50] ?? '', 0]]));
		await client.ended;
	});

	it('brings a device nothing of another device', async () => {
		const filters = [
			['$iothub/twin/res/#', 0],
			['$iothub/twin/PATCH/properties/desired/#', 0],
			['$iothub/methods/POST/#', 0],
		] as const;
		const one = await signInOverWire(hub.emulator, 'press-01');
		const other = await signInOverWire(hub.emulator, 'press-02');
		for (const {client} of [one, other]) {
			client.send(subscribePacket(filters));
			await client.next(packetTypes.suback);
		}
		one.client.send(publishPacket('$iothub/twin/GET/?$rid=7', ''));
		hub.emulator.core.twins.patch('press-01', {properties: {desired: {rate: 1}}}, undefined);
		expect([(await one.client.nextPublish()).topic, (await one.client.nextPublish()).topic].sort()).toEqual([
			'$iothub/twin/PATCH/properties/desired/?$version=2',
			'$iothub/twin/res/200/?$rid=7',
		]);
		other.client.send(publishPacket('$iothub/twin/GET/?$rid=8', ''));
		expect((await other.client.nextPublish()).topic).toBe('$iothub/twin/res/200/?$rid=8');
		expect(other.client.waiting).toEqual([]);
		one.client.close();
		other.client.close();
	});
});
