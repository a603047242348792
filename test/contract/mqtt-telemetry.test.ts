import {Message} from 'azure-iot-common';
import {describe, expect, it} from 'vitest';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {packetTypes, publishPacket, readTelemetry, signInOverWire} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'raw-01', 'willing-01', 'odd:#%*?(1)']});

describe('telemetry of a device with the SDK', () => {
	it('arrives with its properties decoded and its body as it was sent', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		const message = new Message(Buffer.from([0x7b, 0xff, 0x00, 0x7d]));
		message.messageId = 'mid-1';
		message.correlationId = 'c/id 1';
		message.userId = 'josé';
		message.to = '/somewhere';
		message.contentType = 'application/json';
		message.contentEncoding = 'utf-8';
		message.expiryTimeUtc = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));
		message.properties.add('alert lvl', 'a&b=c/ü');
		message.properties.add('empty', '');
		message.properties.add('__proto__', 'an ordinary key');
		message.properties.add('dt-subject', 'thermostat1');
		await client.sendEvent(message);
		await client.close();

		const [event] = readTelemetry(hub.emulator.core, 'press-01');
		expect(event?.body).toEqual(Buffer.from([0x7b, 0xff, 0x00, 0x7d]));
		expect(event?.system).toEqual({
			messageId: 'mid-1',
			correlationId: 'c/id 1',
			userId: 'josé',
			to: '/somewhere',
			contentType: 'application/json',
			contentEncoding: 'utf-8',
			absoluteExpiryTime: Date.UTC(2030, 0, 2, 3, 4, 5),
		});
		expect(Object.entries(event?.application ?? {})).toEqual([
			['alert lvl', 'a&b=c/ü'],
			['empty', ''],
			['__proto__', 'an ordinary key'],
		]);
		expect(event?.annotations).toMatchObject({'dt-subject': 'thermostat1', 'iothub-connection-device-id': 'press-01'});
	});

	it('keeps its order, many messages at a time', async () => {
		const client = await openDevice(hub.emulator, 'press-02');
		await Promise.all(Array.from({length: 200}, (_, index) => client.sendEvent(new Message(String(index)))));
		await client.close();
		expect(readTelemetry(hub.emulator.core, 'press-02').map(event => event.body.toString())).toEqual(Array.from({length: 200}, (_, index) => String(index)));
	});

	it('may be as large as 200 KB', async () => {
		const client = await openDevice(hub.emulator, 'press-03');
		const body = Buffer.alloc(200 * 1024, 'x');
		await client.sendEvent(new Message(body));
		await client.close();
		expect(readTelemetry(hub.emulator.core, 'press-03')[0]?.body.equals(body)).toBe(true);
	});

	it('works for a device id with every kind of sign', async () => {
		const client = await openDevice(hub.emulator, "odd-.%_*?!(),:=@$'1");
		await client.sendEvent(new Message('{}'));
		await client.close();
		expect(readTelemetry(hub.emulator.core, "odd-.%_*?!(),:=@$'1")).toHaveLength(1);
	});
});

describe("telemetry in packets of one's own", () => {
	it('is acknowledged with the identifier of the packet, once it is stored', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(publishPacket('devices/raw-01/messages/events/$.mid=m1&%24.cid=c1&flag&a=b%3Dc&%zz=1/', '{}', {qos: 1, messageId: 4711}));
		const {body} = await client.next(packetTypes.puback);
		expect(body.readUInt16BE(0)).toBe(4711);
		const event = readTelemetry(hub.emulator.core, 'raw-01').at(-1);
		expect(event?.system).toEqual({messageId: 'm1', correlationId: 'c1'});
		expect(event?.application).toEqual({flag: '', a: 'b=c', '%zz': '1'});
		client.close();
	});

	it('cannot claim to come from another device', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(publishPacket('devices/raw-01/messages/events/%24.cdid=press-01&iothub-connection-device-id=press-01', 'spoof', {qos: 1}));
		await client.next(packetTypes.puback);
		const event = readTelemetry(hub.emulator.core, 'raw-01').at(-1);
		expect(event?.annotations['iothub-connection-device-id']).toBe('raw-01');
		expect(event?.application).toEqual({'iothub-connection-device-id': 'press-01'});
		client.close();
	});

	it('with the retain flag is not kept for anybody, but marked', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(publishPacket('devices/raw-01/messages/events/', 'kept?', {qos: 1, isRetained: true}));
		await client.next(packetTypes.puback);
		expect(readTelemetry(hub.emulator.core, 'raw-01').at(-1)?.application).toEqual({'mqtt-retain': 'true'});
		client.close();
	});

	it('needs no slash at the end of its topic', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		client.send(publishPacket('devices/raw-01/messages/events', 'bare', {qos: 1}));
		await client.next(packetTypes.puback);
		expect(readTelemetry(hub.emulator.core, 'raw-01').at(-1)?.body.toString()).toBe('bare');
		client.close();
	});

	it('over 256 KB ends the connection', async () => {
		const {client} = await signInOverWire(hub.emulator, 'raw-01');
		const before = readTelemetry(hub.emulator.core, 'raw-01').length;
		client.send(publishPacket('devices/raw-01/messages/events/', Buffer.alloc(256 * 1024 + 1), {qos: 1}));
		await client.ended;
		expect(readTelemetry(hub.emulator.core, 'raw-01')).toHaveLength(before);
	});
});

describe('the will of a device', () => {
	const will = {topic: 'devices/willing-01/messages/events/reason=lost', payload: '{"gone":true}'};

	it('becomes telemetry when the connection breaks', async () => {
		const {client} = await signInOverWire(hub.emulator, 'willing-01', {will});
		client.close();
		await eventually(() => readTelemetry(hub.emulator.core, 'willing-01').map(event => event.application)).toEqual([
			{reason: 'lost', 'iothub-MessageType': 'Will'},
		]);
		expect(readTelemetry(hub.emulator.core, 'willing-01')[0]?.body.toString()).toBe('{"gone":true}');
	});

	it('is forgotten when the device says goodbye', async () => {
		const before = readTelemetry(hub.emulator.core, 'willing-01').length;
		const {client} = await signInOverWire(hub.emulator, 'willing-01', {will});
		client.send(Buffer.from([packetTypes.disconnect << 4, 0]));
		await client.ended;
		await eventually(() => hub.emulator.core.registry.get('willing-01').connectionState).toBe('Disconnected');
		expect(readTelemetry(hub.emulator.core, 'willing-01')).toHaveLength(before);
	});
});
