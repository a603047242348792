import {Message} from 'azure-iot-common';
import {describe, expect, it} from 'vitest';
import {closeDevicesAfterEach, openDeviceClient} from '../helpers/device-clients.js';
import {createToken, type HubRequest, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {createDeviceToken, readDeviceKey, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'odd:#%*?(1)']});
closeDevicesAfterEach();
const events = '/devices/press-01/messages/events';
const request = (method: string, path: string, options: HubRequest = {}) =>
	requestHub(hub.emulator, method, path, {token: createDeviceToken(hub.emulator.core, 'press-01'), ...options});
const last = (deviceId = 'press-01') => readTelemetry(hub.emulator.core, deviceId).at(-1);

describe('telemetry over HTTPS with the SDK', () => {
	it('arrives with its properties and its body as it was sent', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', 'Https');
		const message = new Message(Buffer.from([0x7b, 0xff, 0x00, 0x7d]));
		message.messageId = 'mid-1';
		message.correlationId = 'c/id 1';
		message.userId = 'josé';
		message.contentType = 'application/json';
		message.contentEncoding = 'utf-8';
		message.properties.add('Alert-Level', 'a&b=c');
		message.properties.add('empty', '');
		message.properties.add('dt-subject', 'thermostat1');
		await client.sendEvent(message);
		expect(last()).toMatchObject({
			body: Buffer.from([0x7b, 0xff, 0x00, 0x7d]),
			system: {
				messageId: 'mid-1',
				correlationId: 'c/id 1',
				userId: 'josé',
				to: '/devices/press-01/messages/events',
				contentType: 'application/json',
				contentEncoding: 'utf-8',
			},
			application: {'Alert-Level': 'a&b=c', empty: ''},
			annotations: {
				'dt-subject': 'thermostat1',
				'iothub-connection-device-id': 'press-01',
				'iothub-connection-auth-method': '{"scope":"device","type":"sas","issuer":"iothub","acceptingIpFilterRule":null}',
			},
		});
	});

	it('comes in a batch, each message with its own properties', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-02', 'Https');
		const messages = ['one', 'zwei ü', '{"three":3}'].map(text => {
			const message = new Message(text);
			message.properties.add('word', text.slice(0, 3));
			return message;
		});
		messages[2]?.properties.propertyList.pop();
		await client.sendEventBatch(messages);
		const stored = readTelemetry(hub.emulator.core, 'press-02').map(({body, application}) => [String(body), application]);
		expect(stored).toEqual([
			['one', {word: 'one'}],
			['zwei ü', {word: 'zwe'}],
			['{"three":3}', {}],
		]);
	});

	it('works for an id with signs that paths must encode', async () => {
		const client = await openDeviceClient(hub.emulator, 'odd:#%*?(1)', 'Https');
		await client.sendEvent(new Message('odd'));
		expect(String(last('odd:#%*?(1)')?.body)).toBe('odd');
	});

	it('is refused with the key of another device', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', 'Https', {key: readDeviceKey(hub.emulator.core, 'press-02')});
		await expect(client.sendEvent(new Message('{}'))).rejects.toMatchObject({name: 'UnauthorizedError'});
	});
});

describe('telemetry over HTTPS by hand', () => {
	it.each([undefined, 'application/json', 'text/plain', 'application/octet-stream'])('is taken with the content type %s, byte for byte', async contentType => {
		const body = Buffer.from([1, 2, 255, 0]);
		const {status, text} = await request('POST', events, {body, headers: {'content-type': contentType ?? ''}});
		expect([status, text]).toEqual([204, '']);
		expect(last()?.body).toEqual(body);
	});

	it('reads UTF-8 in headers, and an expiry', async () => {
		const city = Buffer.from('Köln').toString('latin1');
		await request('POST', events, {body: Buffer.from('x'), headers: {'iothub-app-city': city, 'IoTHub-Expiry': '2040-01-01T00:00:00Z'}});
		expect(last()).toMatchObject({application: {city: 'Köln'}, system: {absoluteExpiryTime: Date.UTC(2040, 0, 1)}});
	});

	it('takes a batch whose bodies are text, and properties by the names of headers', async () => {
		const body = JSON.stringify([
			{body: 'plain ü', base64Encoded: false, properties: {'iothub-messageid': 'm-1', 'iothub-app-N': 'v', 'iothub-app-__proto__': 'p', other: 'x'}},
		]);
		expect((await request('POST', events, {body, headers: {'content-type': 'application/vnd.microsoft.iothub.json'}})).status).toBe(204);
		expect(String(last()?.body)).toBe('plain ü');
		expect(last()?.system).toEqual({messageId: 'm-1'});
		expect(Object.entries(last()?.application ?? {})).toEqual([
			['N', 'v'],
			['__proto__', 'p'],
		]);
	});

	it.each([
		['no JSON', 'nonsense'],
		['one object', '{"body":""}'],
		['a body that is no text', '[{"body":{}}]'],
		['properties that are no object', '[{"body":"","properties":1}]'],
		['one good entry before a bad one', '[{"body":"eA=="},{"body":1}]'],
	])('refuses a batch with %s, and stores nothing of it', async (_what, body) => {
		const before = readTelemetry(hub.emulator.core, 'press-01').length;
		expect((await request('POST', events, {body, headers: {'content-type': 'application/vnd.microsoft.iothub.json'}})).status).toBe(400);
		expect(readTelemetry(hub.emulator.core, 'press-01')).toHaveLength(before);
	});

	it('refuses what is over 256 KB', async () => {
		const {status, headers} = await request('POST', events, {body: Buffer.alloc(256 * 1024 + 1)});
		expect([status, headers['iothub-errorcode']]).toEqual([413, 'MessageTooLarge']);
		expect((await request('POST', events, {body: Buffer.alloc(256 * 1024), headers: {'iothub-app-a': 'b'}})).status).toBe(413);
	});
});

describe('a device over HTTPS is refused', () => {
	it.each([
		['without a token', () => null],
		['with an expired token', () => createDeviceToken(hub.emulator.core, 'press-01', {expiresInSeconds: -1})],
		['with a token of another device', () => createDeviceToken(hub.emulator.core, 'press-02')],
		['with a policy that may not connect devices', () => createToken(hub.emulator, {policyName: 'service'})],
	])('%s', async (_what, makeToken) => {
		for (const [method, path] of [
			['POST', events],
			['GET', '/devices/press-01/messages/deviceBound'],
			['DELETE', '/devices/press-01/messages/deviceBound/lock'],
			['POST', '/devices/press-01/messages/deviceBound/lock/abandon'],
		] as const) {
			const {status, headers} = await request(method, path, {token: makeToken()});
			expect([status, headers['iothub-errorcode']]).toEqual([401, 'IotHubUnauthorizedAccess']);
		}
	});

	it('when it is disabled, and without an api-version', async () => {
		const {core} = hub.emulator;
		core.registry.put('off-01', {deviceId: 'off-01', status: 'disabled'}, undefined);
		const token = createDeviceToken(core, 'off-01');
		expect((await request('POST', '/devices/off-01/messages/events', {token, body: 'x'})).status).toBe(401);
		expect((await request('POST', `${events}?x=1`, {body: 'x'})).headers['iothub-errorcode']).toBe('InvalidProtocolVersion');
	});

	it('by a web page', async () => {
		expect((await request('POST', events, {body: 'x', headers: {origin: 'https://evil.example'}})).status).toBe(403);
	});

	it('in no way but these: a policy that may connect devices sends too, and the message tells', async () => {
		expect((await request('POST', events, {body: 'gateway', token: createToken(hub.emulator, {policyName: 'device'})})).status).toBe(204);
		expect(last()?.annotations['iothub-connection-auth-method']).toContain('"scope":"hub"');
		expect((await request('GET', events)).status).toBe(405);
	});
});
