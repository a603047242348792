import {Message} from 'azure-iot-common';
import {expect, it} from 'vitest';
import {closeConnectionsAfterEach, openConnection, putToken} from '../helpers/amqp.js';
import {closeDevicesAfterEach, openDeviceClient} from '../helpers/device-clients.js';
import {createToken, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'raw-01', 'fast-Amqp', 'fast-AmqpWs', 'odd:#%*?(1)', 'half%41']});
closeDevicesAfterEach();
closeConnectionsAfterEach();
const protocols = ['Amqp', 'AmqpWs'] as const;

it.each(protocols)('a message over %s arrives with its properties and its body as it was sent', async protocol => {
	const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
	const message = new Message(Buffer.from([0x7b, 0xff, 0x00, 0x7d]));
	message.messageId = '6d0e1c7e-3a0f-4bd6-9f0c-0d7c1f0a5f11';
	message.correlationId = 'c/id 1';
	message.contentType = 'application/json';
	message.contentEncoding = 'utf-8';
	message.properties.add('alert lvl', 'a&b=c/ü');
	message.properties.add('empty', '');
	message.properties.add('dt-subject', 'thermostat1');
	await client.sendEvent(message);
	const event = readTelemetry(hub.emulator.core, 'press-01').at(-1);
	expect(event?.body).toEqual(Buffer.from([0x7b, 0xff, 0x00, 0x7d]));
	expect(event?.system).toEqual({
		messageId: '6d0e1c7e-3a0f-4bd6-9f0c-0d7c1f0a5f11',
		correlationId: 'c/id 1',
		to: '/devices/press-01/messages/events',
		contentType: 'application/json',
		contentEncoding: 'utf-8',
	});
	expect(Object.entries(event?.application ?? {})).toEqual([
		['alert lvl', 'a&b=c/ü'],
		['empty', ''],
	]);
	expect(event?.annotations).toMatchObject({
		'dt-subject': 'thermostat1',
		'iothub-connection-device-id': 'press-01',
		'iothub-connection-auth-method': '{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}',
		'iothub-message-source': 'Telemetry',
	});
});

it.each(protocols)('the device counts as connected over %s from its first message to its end', async protocol => {
	const {core} = hub.emulator;
	const connected: string[] = [];
	const stop = core.onEvent(event => {
		if (event.type === 'device-connected') connected.push(event.protocol);
	});
	const client = await openDeviceClient(hub.emulator, 'press-02', protocol);
	await client.sendEvent(new Message('{}'));
	expect(core.registry.get('press-02').connectionState).toBe('Connected');
	await client.close();
	await eventually(() => core.registry.get('press-02').connectionState).toBe('Disconnected');
	stop();
	expect(connected).toEqual([protocol]);
});

it.each(protocols)('five hundred messages over %s arrive in order', async protocol => {
	const client = await openDeviceClient(hub.emulator, `fast-${protocol}`, protocol);
	await Promise.all(Array.from({length: 500}, (_, index) => client.sendEvent(new Message(String(index)))));
	const bodies = readTelemetry(hub.emulator.core, `fast-${protocol}`).map(({body}) => String(body));
	expect(bodies).toEqual(Array.from({length: 500}, (_, index) => String(index)));
});

it.each(protocols)('a message of 200 KB over %s arrives, one over 256 KB is refused and the link lives on', async protocol => {
	const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
	await client.sendEvent(new Message(Buffer.alloc(200_000, 'x')));
	expect(readTelemetry(hub.emulator.core, 'press-01').at(-1)?.body.length).toBe(200_000);
	const large = new Message(Buffer.alloc(262_000, 'x'));
	large.properties.add('more', 'x'.repeat(400));
	await expect(client.sendEvent(large)).rejects.toMatchObject({name: 'MessageTooLargeError'});
	await client.sendEvent(new Message('small'));
	expect(String(readTelemetry(hub.emulator.core, 'press-01').at(-1)?.body)).toBe('small');
});

it.each(['odd:#%*?(1)', 'half%41'])('the id %s, with signs that addresses encode, works like any other', async deviceId => {
	const client = await openDeviceClient(hub.emulator, deviceId, 'Amqp');
	await client.sendEvent(new Message('from the SDK'));
	await client.close();
	const connection = await openConnection(hub.emulator);
	await putToken(connection, createDeviceToken(hub.emulator.core, deviceId));
	const sender = await connection.createAwaitableSender({target: {address: `/devices/${encodeURIComponent(deviceId)}/messages/events`}});
	await sender.send({body: Buffer.from('encoded')});
	expect(readTelemetry(hub.emulator.core, deviceId).map(({body}) => String(body))).toEqual(['from the SDK', 'encoded']);
});

it('a gateway with a policy that may connect devices speaks for several of them, which their messages tell', async () => {
	const connection = await openConnection(hub.emulator);
	expect(await putToken(connection, createToken(hub.emulator, {policyName: 'device', resource: 'localhost/devices'}))).toBe(200);
	for (const deviceId of ['press-02', 'raw-01']) {
		const sender = await connection.createAwaitableSender({target: {address: `/devices/${deviceId}/messages/events`}});
		await sender.send({body: Buffer.from(`for ${deviceId}`)});
	}
	const events = ['press-02', 'raw-01'].map(deviceId => readTelemetry(hub.emulator.core, deviceId).at(-1));
	expect(events.map(event => String(event?.body))).toEqual(['for press-02', 'for raw-01']);
	for (const event of events) expect(event?.annotations['iothub-connection-auth-method']).toContain('"scope":"hub"');
	expect(hub.emulator.core.connections.count).toBe(2);
	await connection.close();
	await eventually(() => hub.emulator.core.connections.count).toBe(0);
});
