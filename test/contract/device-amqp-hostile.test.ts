import type {Message} from 'rhea-promise';
import {describe, expect, it} from 'vitest';
import {closeConnectionsAfterEach, openConnection, putToken, receive} from '../helpers/amqp.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['bad-01']});
closeConnectionsAfterEach();
const twin = '/devices/bad-01/twin';
const methods = '/devices/bad-01/methods/devicebound';

async function openDevice() {
	const connection = await openConnection(hub.emulator);
	expect(await putToken(connection, createDeviceToken(hub.emulator.core, 'bad-01'))).toBe(200);
	const openSender = (address: string) => connection.createAwaitableSender({target: {address}});
	return {connection, openSender};
}
const twinRequest = (annotations: Readonly<Record<string, unknown>>, body: Buffer = Buffer.alloc(0)): Message => ({
	correlation_id: 'r-1',
	message_annotations: annotations,
	body,
});

describe('a device that breaks the rules over AMQP', () => {
	it('by asking for its twin without a link for the answer is refused', async () => {
		const sender = await (await openDevice()).openSender(twin);
		await expect(sender.send(twinRequest({operation: 'GET'}))).rejects.toMatchObject({innerError: {description: 'There is no link to answer on.'}});
	});

	it.each([
		['an unknown operation', {operation: 'POST'}, Buffer.alloc(0)],
		['no operation', {}, Buffer.alloc(0)],
		['another resource', {operation: 'PATCH', resource: '/properties/desired'}, Buffer.from('{"a":1}')],
		['a patch that is no JSON', {operation: 'PATCH', resource: '/properties/reported'}, Buffer.from('{"a":')],
		['a patch that is no object', {operation: 'PATCH', resource: '/properties/reported'}, Buffer.from('[1]')],
		['a patch nested too deep', {operation: 'PATCH', resource: '/properties/reported'}, Buffer.from(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)],
	])('by sending %s to its twin gets 400 and a reason', async (_what, annotations, body) => {
		const {connection, openSender} = await openDevice();
		const {messages} = await receive(connection, twin, {credit: 5});
		const sender = await openSender(twin);
		await sender.send(twinRequest(annotations, body));
		await eventually(() => messages).toHaveLength(1);
		const {message} = messages[0] ?? {};
		expect(message).toMatchObject({correlation_id: 'r-1', message_annotations: {status: 400}});
		expect(JSON.parse(String(message?.body.content))).toMatchObject({errorCode: expect.any(Number), message: expect.any(String)});
		await sender.send(twinRequest({operation: 'GET'}));
		await eventually(() => messages.at(-1)?.message.message_annotations?.status).toBe(200);
	});

	it('by answering a method without a status, or one that nobody called, harms nobody', async () => {
		const sender = await (await openDevice()).openSender(methods);
		await expect(sender.send({correlation_id: '1', body: Buffer.from('{}')})).rejects.toMatchObject({
			innerError: {condition: 'com.microsoft:argument-out-of-range', description: expect.stringContaining('IoThub-status')},
		});
		await sender.send({correlation_id: 'never', application_properties: {'IoThub-status': 200}, body: Buffer.from('{}')});
		await sender.send({application_properties: {'IoThub-status': 200}, body: Buffer.from('no JSON')});
	});

	it('by not taking its desired properties loses the link, after a while', async () => {
		const {core} = hub.emulator;
		const {connection, openSender} = await openDevice();
		const {receiver, messages, errors} = await receive(connection, twin, {credit: 1});
		await (await openSender(twin)).send(twinRequest({operation: 'PUT', resource: '/notifications/twin/properties/desired'}));
		await eventually(() => messages).toHaveLength(1);
		for (let rate = 0; rate < 300; rate++) core.twins.patch('bad-01', {properties: {desired: {rate}}}, undefined);
		await eventually(() => errors).toMatchObject([{condition: 'amqp:resource-limit-exceeded'}]);
		expect(receiver.isOpen()).toBe(false);
		expect(core.registry.get('bad-01').connectionState).toBe('Connected');
	});

	it('by sending annotations and properties of every type is understood as far as it goes', async () => {
		const sender = await (await openDevice()).openSender('/devices/bad-01/messages/events');
		await sender.send({
			message_annotations: {'dt-subject': 5, 'iothub-connection-device-id': 'somebody-else', 'x-opt-offset': 'x'},
			application_properties: {number: 5, truth: true, nothing: null, date: new Date(0)},
			body: Buffer.from('x'),
		});
		const event = readTelemetry(hub.emulator.core, 'bad-01').at(-1);
		expect(event?.application).toMatchObject({number: '5', truth: 'true'});
		expect(event?.annotations).toMatchObject({'dt-subject': '5', 'iothub-connection-device-id': 'bad-01'});
		expect(event?.annotations).not.toHaveProperty('x-opt-offset');
	});
});
