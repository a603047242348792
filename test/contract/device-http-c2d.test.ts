import {describe, expect, it} from 'vitest';
import {followC2d} from '../helpers/c2d-queue.js';
import {closeDevicesAfterEach, collectMessages, openDeviceClient} from '../helpers/device-clients.js';
import {type HubRequest, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'press-03', 'raw-01'], feedbackDelayMs: 1});
closeDevicesAfterEach();
const {readSettled, send, waitingFor} = followC2d(hub);

// A device a test: a poll that the SDK had on its way when it was closed may take a message that is meant for the next test.
describe('a cloud-to-device message over HTTPS with the SDK', () => {
	it('is fetched, and completing it removes it', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', 'Https');
		send('press-01', 'm/1', {
			body: Buffer.from('hello'),
			system: {correlationId: 'c 1', absoluteExpiryTime: Date.UTC(2040, 0, 1)},
			application: {level: 'high'},
		});
		const received = collectMessages(client);
		await eventually(() => received).toHaveLength(1);
		const [message] = received;
		if (message === undefined) throw new Error('It is gone.');
		expect(String(message.getData())).toBe('hello');
		expect(message).toMatchObject({
			messageId: 'm/1',
			correlationId: 'c 1',
			to: '/devices/press-01/messages/devicebound',
			expiryTimeUtc: '2040-01-01T00:00:00.000Z',
		});
		expect(message.properties.propertyList).toEqual([{key: 'iothub-app-level', value: 'high'}]);
		await client.complete(message);
		expect(waitingFor('press-01')).toBe(0);
		await eventually(readSettled).toContain('m/1 Success');
	});

	it('can be rejected', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-02', 'Https');
		client.on('message', message => client.reject(message, () => {}));
		send('press-02', 'unwanted');
		await eventually(() => waitingFor('press-02')).toBe(0);
		await eventually(readSettled).toContain('unwanted Rejected');
	});

	it('comes again each time it is abandoned, ten times at most', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-03', 'Https');
		let deliveries = 0;
		client.on('message', message => {
			deliveries++;
			client.abandon(message, () => {});
		});
		send('press-03', 'abandoned');
		await eventually(readSettled).toContain('abandoned DeliveryCountExceeded');
		expect(deliveries).toBe(10);
	});
});

describe('a cloud-to-device message over HTTPS by hand', () => {
	const queue = '/devices/raw-01/messages/deviceBound';
	const request = (method: string, path: string, options: HubRequest = {}) =>
		requestHub(hub.emulator, method, path, {token: createDeviceToken(hub.emulator.core, 'raw-01'), ...options});
	const lockOf = (etag: string | undefined) => String(etag).replaceAll('"', '');

	it('is 204 while the queue is empty', async () => {
		expect(await request('GET', queue)).toMatchObject({status: 204, text: ''});
	});

	it('tells everything in headers, of which those that headers cannot carry are encoded', async () => {
		send('raw-01', 'm-1', {
			body: Buffer.from('{"x":1}'),
			system: {userId: 'josé', contentType: 'application/json', contentEncoding: 'utf-8'},
			application: {level: 'a;b', 'key (one)': 'ü\r\nx: y', 'iothub-ack': 'none'},
		});
		const {status, headers, text} = await request('GET', queue);
		expect([status, text]).toEqual([200, '{"x":1}']);
		expect(headers).toMatchObject({
			etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
			'content-type': 'application/octet-stream',
			'iothub-messageid': 'm-1',
			'iothub-sequencenumber': '1',
			'iothub-to': '/devices/raw-01/messages/devicebound',
			'iothub-ack': 'full',
			'iothub-deliverycount': '0',
			'iothub-enqueuedtime': expect.stringMatching(/^20.*Z$/),
			'iothub-userid': 'jos%C3%A9',
			'iothub-contenttype': 'application/json',
			'iothub-contentencoding': 'utf-8',
			'iothub-app-level': 'a;b',
			'iothub-app-key%20%28one%29': '%C3%BC%0D%0Ax%3A%20y',
		});
		expect(headers).not.toHaveProperty('x');
		const lock = lockOf(headers.etag);
		expect((await request('GET', queue)).status).toBe(204);
		expect((await request('POST', `${queue}/${lock}/abandon`)).status).toBe(204);
		expect((await request('DELETE', `${queue}/${lock}`)).headers['iothub-errorcode']).toBe('DeviceMessageLockLost');
		const again = await request('GET', queue.toLowerCase());
		expect(again.headers['iothub-deliverycount']).toBe('1');
		expect((await request('DELETE', `${queue}/${lockOf(again.headers.etag)}?api-version=2021-04-12&reject`)).status).toBe(204);
		await eventually(readSettled).toContain('m-1 Rejected');
	});

	it('is locked as long as asked, and comes back then', async () => {
		send('raw-01', 'short');
		expect((await request('GET', queue, {headers: {'iothub-messagelocktimeout': '1'}})).status).toBe(200);
		expect((await request('GET', queue)).status).toBe(204);
		await eventually(() => hub.emulator.core.c2d.receive('raw-01')?.system.messageId).toBe('short');
		hub.emulator.core.c2d.purge('raw-01');
	});

	it.each(['0', '301', 'long', '1.5'])('cannot be locked for %s seconds', async seconds => {
		expect((await request('GET', queue, {headers: {'iothub-messagelocktimeout': seconds}})).status).toBe(400);
	});
});
