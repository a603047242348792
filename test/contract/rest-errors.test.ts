import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {connect, type TLSSocket} from 'node:tls';
import {describe, expect, it} from 'vitest';
import {createToken, findPolicyKey, type HubRequest, requestHub, setUpEmulator, type TokenOptions} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
const request = (method: string, path: string, options?: HubRequest) => requestHub(hub.emulator, method, path, options);

describe('a refused request', () => {
	it('names the error in the body and in a header, with a tracking id and a request id', async () => {
		const {status, headers, json} = await request('GET', '/devices/never-made');
		expect(status).toBe(404);
		expect(headers).toMatchObject({
			'iothub-errorcode': 'DeviceNotFound',
			'content-type': 'application/json; charset=utf-8',
			'x-ms-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
			date: expect.stringMatching(/GMT$/),
		});
		expect(json).toEqual({
			Message: expect.stringMatching(/^ErrorCode:DeviceNotFound;./),
			ExceptionMessage: expect.stringMatching(/^Tracking ID:[0-9A-F]{32}-G:\d-TimeStamp:\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/),
		});
	});

	it('of a direct method carries JSON inside JSON', async () => {
		const {status, headers, json} = await request('POST', '/twins/press-01/methods', {body: {methodName: 'reboot'}});
		expect(status).toBe(404);
		expect(headers['iothub-errorcode']).toBe('DeviceNotOnline');
		const {Message, ExceptionMessage} = json as {Message: string; ExceptionMessage: string};
		expect(ExceptionMessage).toBe('');
		expect(JSON.parse(Message)).toMatchObject({
			errorCode: 404103,
			trackingId: expect.stringMatching(/^[0-9A-F]{32}$/),
			message: expect.stringContaining("isn't online"),
		});
	});

	it.each([
		['/devices/press-01?x=1', 'missing'],
		['/devices/press-01?api-version=yesterday', ''],
		['/devices/press-01?api-version=2021-13-12', ''],
	])('for the version in %s', async (path, reason) => {
		const {status, headers, text} = await request('GET', path);
		expect([status, headers['iothub-errorcode']]).toEqual([400, 'InvalidProtocolVersion']);
		expect(text).toContain(reason);
	});

	it.each(['2016-11-14', '2018-06-30', '2020-09-30', '2021-04-12', '2024-03-31', '2020-05-31-preview'])('is not for the version %s', async version => {
		expect((await request('GET', `/devices/press-01?api-version=${version}`)).status).toBe(200);
	});
});

describe('an operation that IoT Hub has and the local hub has not', () => {
	it.each([
		['GET', '/devices/press-01/modules', 'module identities'],
		['PUT', '/jobs/v2/job-1', 'jobs'],
		['GET', '/configurations', 'configurations'],
		['GET', '/digitaltwins/press-01', 'digital twins'],
		['POST', '/devices/press-01/files', 'file upload'],
		['POST', '/devices/press-01/messages/deviceBound', 'cloud-to-device messages over HTTPS'],
		['GET', '/messages/serviceBound/feedback', 'feedback over HTTPS'],
		['POST', '/devices/press-01/applyConfigurationContent', 'edge deployments'],
	])('is refused by name: %s %s', async (method, path, feature) => {
		const {headers, text} = await request(method, path, method === 'GET' ? {} : {body: {}});
		expect(headers['iothub-errorcode']).toBe('FeatureNotSupported');
		expect(text).toContain(feature);
		expect(text).toContain(path);
	});

	it('differs from a wrong verb and from a path that nobody knows', async () => {
		expect((await request('PATCH', '/devices/press-01', {body: {}})).headers['iothub-errorcode']).toBe('GenericMethodNotAllowed');
		expect((await request('OPTIONS', '/devices')).status).toBe(405);
		expect((await request('PUT', '/devices/press-01/messages/deviceBound', {body: {}})).status).toBe(405);
		expect((await request('GET', '/nothing/here')).headers['iothub-errorcode']).toBe('GenericNotFound');
		expect((await request('GET', '/devices/%ff')).status).toBe(400);
	});
});

describe('without the right to do it', () => {
	const wrongTokens: readonly (readonly [string, TokenOptions])[] = [
		['signed with a wrong key', {key: randomBytes(32).toString('base64')}],
		['of an unknown policy', {policyName: 'root', key: randomBytes(32).toString('base64')}],
		['that is over', {expiresInSeconds: -1}],
		['for another hub', {resource: 'other.azure-devices.net'}],
		['for one device only', {resource: 'localhost/devices/press-01'}],
	];

	it.each(wrongTokens)('I get nothing with a token %s', async (_case, options) => {
		const {status, headers, text} = await request('GET', '/devices/press-01', {token: createToken(hub.emulator, options)});
		expect([status, headers['iothub-errorcode']]).toEqual([401, 'IotHubUnauthorizedAccess']);
		expect(text).not.toContain(findPolicyKey(hub.emulator, 'iothubowner'));
	});

	it.each([null, '', 'Bearer abc', 'SharedAccessSignature ', 'SharedAccessSignature sr=localhost&sig=&se=99999999999&skn=iothubowner'])(
		'I get nothing with %j',
		async token => {
			expect((await request('GET', '/devices/press-01', {token})).status).toBe(401);
			expect((await request('GET', '/nothing/here', {token})).status).toBe(401);
		},
	);

	it("I get nothing with a device's own key", async () => {
		const {primaryKey} = hub.emulator.core.registry.get('press-01').authentication.symmetricKey;
		const token = createToken(hub.emulator, {key: primaryKey ?? '', resource: 'localhost/devices/press-01'}).replace(/&skn=.*/, '');
		expect((await request('GET', '/devices/press-01', {token})).status).toBe(401);
	});

	const calls: readonly (readonly [name: string, method: string, path: string, body?: unknown])[] = [
		['read', 'GET', '/devices/press-01'],
		['list', 'GET', '/devices'],
		['count', 'GET', '/statistics/devices'],
		['write', 'PUT', '/devices/press-01', {deviceId: 'press-01'}],
		['bulk', 'POST', '/devices', []],
		['twin', 'GET', '/twins/press-01'],
		['patch', 'PATCH', '/twins/press-01', {tags: {}}],
		['query', 'POST', '/devices/query', {query: 'SELECT * FROM devices'}],
		['method', 'POST', '/twins/press-01/methods', {methodName: 'x'}],
		['purge', 'DELETE', '/devices/press-01/commands'],
		['connected', 'GET', '/statistics/service'],
	];
	const service = ['twin', 'patch', 'query', 'method', 'purge', 'connected'];
	it.each([
		['iothubowner', calls.map(([name]) => name)],
		['service', service],
		['device', []],
		['registryRead', ['read', 'list', 'count']],
		['registryReadWrite', ['read', 'list', 'count', 'write', 'bulk']],
	])('the policy %s may do what it is for, and nothing else', async (policyName, allowed) => {
		const permitted: string[] = [];
		for (const [name, method, path, body] of calls) {
			const {status} = await request(method, path, {body, token: createToken(hub.emulator, {policyName})});
			if (status !== 401) permitted.push(name);
		}
		expect(permitted).toEqual(allowed);
	});
});

describe('a web page', () => {
	it.each(['https://localhost', 'https://evil.example', 'null', ''])('is refused when it comes from %j', async origin => {
		expect((await request('GET', '/devices', {headers: {origin}})).status).toBe(403);
		const {headers} = await request('OPTIONS', '/devices', {headers: {origin, 'access-control-request-method': 'PUT'}, token: null});
		expect(Object.keys(headers).filter(name => name.startsWith('access-control'))).toEqual([]);
	});

	it.each([
		'evil.example',
		'localhost.evil.example',
		'localhost.',
		'127.0.0.1.evil.example',
		'0.0.0.0',
		'[::]',
		'127.1',
		'localhost:1:2',
		'localhost@evil.example',
		'::1',
		' ',
	])('is refused under the name %j, even with a token', async host => {
		expect((await request('GET', '/devices', {headers: {host}})).status).toBe(421);
	});

	it.each(['localhost', 'LOCALHOST', 'localhost:8443', '127.0.0.1', '127.0.0.1:8443', '[::1]', '[::1]:8443'])(
		'is not what asks under the name %s',
		async host => {
			expect((await request('GET', '/devices', {headers: {host}})).status).toBe(200);
		},
	);

	it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])('cannot write with the content type %j', async type => {
		expect((await request('PUT', '/devices/new-01', {body: '{"deviceId":"new-01"}', headers: {'content-type': type}})).status).toBe(415);
	});
});

describe('a hostile body', () => {
	it('of more than 256 KiB is refused, and the connection is not cut under the caller', async () => {
		const {status, headers} = await request('PUT', '/devices/new-01', {body: JSON.stringify({deviceId: 'x'.repeat(1_000_000)})});
		expect([status, headers['iothub-errorcode']]).toEqual([413, 'MessageTooLarge']);
	});

	it('of unknown length is refused as soon as it is too long', async () => {
		const {status} = await request('PUT', '/devices/new-01', {body: Buffer.alloc(400_000, 0x20), headers: {'transfer-encoding': 'chunked'}});
		expect(status).toBe(413);
	});

	it.each([
		['nested 10,000 deep', '['.repeat(10_000)],
		['nested 10,000 objects deep', '{"a":'.repeat(10_000)],
		['cut off', '{"deviceId":"new'],
		['empty', ''],
		['a list', '[]'],
		['a text', '"{}"'],
		['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
	])('that is %s gets a plain refusal', async (_case, body) => {
		const {status, headers} = await request('PUT', '/devices/new-01', {body, headers: {'content-type': 'application/json'}});
		expect([status, headers['iothub-errorcode']]).toEqual([400, 'IotHubFormatError']);
	});
});

describe('a connection that does not speak proper HTTP', () => {
	async function exchange(text: string): Promise<string> {
		const socket: TLSSocket = connect({host: 'localhost', port: hub.emulator.ports.https, ca: hub.emulator.ca});
		await once(socket, 'secureConnect');
		socket.on('error', () => undefined);
		socket.write(text);
		let answer = '';
		socket.on('data', chunk => {
			answer += chunk;
			if (answer.includes('\r\n\r\n')) socket.end();
		});
		await once(socket, 'close');
		return answer.split('\r\n', 1)[0] ?? '';
	}
	const start = 'GET /devices HTTP/1.1\r\n';

	it.each([
		['no Host', `${start}\r\n`],
		['two lengths', `${start}Host: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
		['a length and chunks', `${start}Host: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
		['a folded header', `${start}Host: localhost\r\nX: a\r\n b\r\n\r\n`],
		['bare line feeds', 'GET /devices HTTP/1.1\nHost: localhost\n\n'],
		['nonsense', '\u0016\u0003\u0001 nonsense\r\n\r\n'],
	])('is refused: %s', async (_case, text) => {
		expect(await exchange(text)).toMatch(/^HTTP\/1\.1 4\d\d /);
	});

	it('is refused with two hosts, with a foreign absolute target, and with 20 KB of headers', async () => {
		expect(await exchange(`${start}Host: localhost\r\nHost: localhost\r\n\r\n`)).toContain(' 421 ');
		expect(await exchange('GET https://evil.example/devices HTTP/1.1\r\nHost: localhost\r\n\r\n')).toContain(' 400 ');
		expect(await exchange(`${start}Host: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain(' 431 ');
	});

	it('does not keep the hub from answering others', async () => {
		expect((await request('GET', '/devices')).status).toBe(200);
	});

	it('is refused below TLS 1.2', async () => {
		const socket = connect({
			host: 'localhost',
			port: hub.emulator.ports.https,
			ca: hub.emulator.ca,
			minVersion: 'TLSv1',
			maxVersion: 'TLSv1.1',
			ciphers: 'DEFAULT@SECLEVEL=0',
		});
		await expect(once(socket, 'secureConnect')).rejects.toThrow(/protocol|alert/i);
	});
});
