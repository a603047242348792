import {describe, expect, it} from 'vitest';
import {writeProperties} from '../../source/emulator/https-front/device-properties.js';
import {type HubRequest, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {createDeviceToken} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'AA:BB']});
const request = (method: string, path: string, options?: HubRequest) => requestHub(hub.emulator, method, path, options);

/** Each was read in the source of the client in question. */
describe('What clients in other languages send:', () => {
	it('a status that begins with a capital (Java)', async () => {
		expect(await request('PUT', '/devices/java-01', {body: {deviceId: 'java-01', status: 'Disabled'}})).toMatchObject({
			status: 200,
			json: {status: 'disabled'},
		});
		expect((await request('PUT', '/devices/java-02', {body: {deviceId: 'java-02', status: 'Off'}})).status).toBe(400);
	});

	it('a POST that stands for a PATCH (Java)', async () => {
		const override = {body: {tags: {site: 'A'}}, headers: {'X-HTTP-Method-Override': 'PATCH'}};
		expect(await request('POST', '/twins/press-01', override)).toMatchObject({status: 200, json: {tags: {site: 'A'}}});
		expect((await request('POST', '/twins/press-01', {body: {tags: {site: 'B'}}})).status).toBe(405);
	});

	it('encoded slashes, and a query by the name that identities have for an attribute (Azure IoT Explorer)', async () => {
		expect((await request('GET', '/twins%2Fpress-01')).json).toMatchObject({deviceId: 'press-01'});
		const query = "SELECT deviceId as DeviceId, statusUpdatedTime as StatusUpdatedTime FROM devices WHERE deviceId = 'press-01'";
		const {status, json} = await request('POST', '/devices%2Fquery', {body: {query}});
		expect([status, json]).toEqual([200, [{DeviceId: 'press-01', StatusUpdatedTime: expect.any(String)}]]);
	});

	it('a query whose member begins with a capital (Go), for pages of no particular size (Rust)', async () => {
		const {status, json} = await request('POST', '/devices/query', {body: {Query: 'SELECT deviceId FROM devices'}, headers: {'x-ms-max-item-count': '-1'}});
		expect(status).toBe(200);
		expect(json).toContainEqual({deviceId: 'press-01'});
	});

	it('a token whose device id is encoded twice (.NET), or once (all others)', async () => {
		const {core} = hub.emulator;
		const key = core.registry.get('AA:BB').authentication.symmetricKey?.primaryKey ?? '';
		const tokens = [createDeviceToken(core, 'AA:BB', {key}), createDeviceToken(core, 'AA%3ABB', {key})];
		for (const token of tokens) {
			expect((await request('POST', '/devices/AA%3ABB/messages/events', {token, body: 'hello'})).status).toBe(204);
			expect((await request('POST', '/devices/press-01/messages/events', {token, body: 'hello'})).status).toBe(401);
		}
		const wrong = createDeviceToken(core, 'AA%3ABB', {key: Buffer.from('wrong').toString('base64')});
		expect((await request('POST', '/devices/AA%3ABB/messages/events', {token: wrong, body: 'hello'})).status).toBe(401);
	});

	it('a question for the devices below an edge device (the Azure CLI)', async () => {
		const {core} = hub.emulator;
		const {deviceScope = ''} = core.registry.put('edge-01', {capabilities: {iotEdge: true}}, undefined);
		expect(core.registry.put('leaf-01', {deviceScope}, undefined)).toMatchObject({deviceScope, parentScopes: [deviceScope]});
		const query = `select deviceId from devices where array_contains(parentScopes, '${deviceScope}')`;
		expect((await request('POST', '/devices/query', {body: {query}})).json).toEqual([{deviceId: 'leaf-01'}]);
	});
});

it('headers of a message are named as the SDK for C and the Azure CLI look for them', () => {
	const system = {messageId: 'm-1', contentType: 'application/json', contentEncoding: 'utf-16'};
	const message = {
		body: Buffer.alloc(0),
		application: {},
		ack: 'none',
		system,
		lockToken: 'x',
		lockedUntil: 1,
		sequenceNumber: 1,
		deliveryCount: 0,
		enqueuedAt: 0,
	} as const;
	expect(writeProperties('press-01', message)).toMatchObject({
		ETag: '"x"',
		'iothub-messageid': 'm-1',
		'iothub-to': '/devices/press-01/messages/devicebound',
		ContentType: 'application/json',
		ContentEncoding: 'utf-16',
	});
});
