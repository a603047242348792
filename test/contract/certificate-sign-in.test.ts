import {X509Certificate} from 'node:crypto';
import {once} from 'node:events';
import {Agent, type AgentOptions, request as httpsRequest} from 'node:https';
import {Message, NoRetry} from 'azure-iot-common';
import {Client} from 'azure-iot-device';
import {Amqp} from 'azure-iot-device-amqp';
import {Http} from 'azure-iot-device-http';
import {Mqtt} from 'azure-iot-device-mqtt';
import {beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {type Authority, createAuthority} from '../../source/emulator/certificate-authority.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken, readDeviceKey, readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['with-key']});
let [first, second, other]: Authority[] = [];
const transports = {mqtts: Mqtt, amqps: Amqp, https: Http};
type Port = keyof typeof transports;

const thumbprint = ({cert}: Authority, digest: 'fingerprint' | 'fingerprint256') => new X509Certificate(cert)[digest];
const required = (authority: Authority | undefined): Authority => authority ?? expect.fail('There is no certificate.');

beforeAll(async () => {
	[first, second, other] = await Promise.all([createAuthority('device'), createAuthority('device'), createAuthority('device')]);
});

function register(deviceId: string, digest: 'fingerprint' | 'fingerprint256', status = 'enabled'): void {
	const x509Thumbprint = {primaryThumbprint: thumbprint(required(first), digest), secondaryThumbprint: thumbprint(required(second), digest)};
	hub.emulator.core.registry.put(deviceId, {deviceId, status, authentication: {type: 'selfSigned', x509Thumbprint}}, undefined);
}

async function open(port: Port, deviceId: string, {cert, key}: Authority): Promise<Client> {
	const {ports, ca} = hub.emulator;
	// The SDK looks at no gateway of a device with a certificate, and over HTTPS at no port.
	const hostName = port === 'https' ? 'localhost' : `localhost:${ports[port]}`;
	const client = Client.fromConnectionString(`HostName=${hostName};DeviceId=${deviceId};x509=true`, transports[port]);
	client.setRetryPolicy(new NoRetry());
	client.on('error', () => undefined);
	onTestFinished(async () => void (await client.close().catch(() => undefined)));
	const agent = new Agent({host: 'localhost', port: ports.https, ca, cert, key} as AgentOptions);
	await client.setOptions({cert, key, ca, ...(port === 'https' && {http: {agent, receivePolicy: {interval: 1}}})});
	await client.open();
	return client;
}

describe.each(['mqtts', 'amqps', 'https'] as const)('a device with a certificate over %s', port => {
	it.each(['fingerprint', 'fingerprint256'] as const)(
		'signs in with either of those that it is registered with by their %s, and its messages tell',
		async digest => {
			const deviceId = `${port}-${digest}`;
			register(deviceId, digest);
			for (const [index, certificate] of [first, second].entries()) {
				const client = await open(port, deviceId, required(certificate));
				await client.sendEvent(new Message(String(index)));
				await client.close();
			}
			const events = readTelemetry(hub.emulator.core, deviceId);
			expect(events.map(event => event.body.toString())).toEqual(['0', '1']);
			expect(JSON.parse(String(events[0]?.annotations['iothub-connection-auth-method']))).toMatchObject({scope: 'device', type: 'x509'});
		},
	);

	it('is refused with another certificate, when it is disabled, and when it is registered with keys', async () => {
		register(`${port}-refused`, 'fingerprint256');
		register(`${port}-disabled`, 'fingerprint256', 'disabled');
		const send = async (deviceId: string, certificate: Authority | undefined) =>
			(await open(port, deviceId, required(certificate))).sendEvent(new Message('{}'));
		await expect(send(`${port}-refused`, other)).rejects.toThrow();
		await expect(send(`${port}-disabled`, first)).rejects.toThrow();
		await expect(send('with-key', first)).rejects.toThrow();
		await expect(send('nobody', first)).rejects.toThrow();
		for (const deviceId of [`${port}-refused`, `${port}-disabled`, 'with-key']) expect(readTelemetry(hub.emulator.core, deviceId)).toEqual([]);
	});
});

describe.each(['mqtts', 'amqps'] as const)('a device that is connected with a certificate over %s', port => {
	it('has its twin and its methods like any other', async () => {
		const deviceId = `${port}-whole`;
		register(deviceId, 'fingerprint');
		const {core} = hub.emulator;
		const client = await open(port, deviceId, required(first));
		client.onDeviceMethod('ping', (_request, response) => void response.send(200, 'pong'));
		const twin = await client.getTwin();
		await new Promise<void>((resolve, reject) => twin.properties.reported.update({seen: true}, (error?: Error) => (error ? reject(error) : resolve())));
		expect(core.twins.deviceView(deviceId).reported).toMatchObject({seen: true});
		const call = {methodName: 'ping', payload: 'null', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 30};
		expect(await core.methods.invoke(deviceId, call)).toEqual({status: 200, payload: '"pong"'});
		expect(core.registry.get(deviceId).connectionState).toBe('Connected');
		core.registry.delete(deviceId, '*');
		await eventually(() => core.connections.count).toBe(0);
	});
});

it('a refusal over HTTPS names the thumbprints that were shown', async () => {
	register('told', 'fingerprint256');
	const {cert, key} = required(other);
	const {ports, ca} = hub.emulator;
	const path = '/devices/told/messages/events?api-version=2021-04-12';
	const request = httpsRequest({host: 'localhost', port: ports.https, ca, cert, key, agent: false, method: 'POST', path}).end('{}');
	const [response] = await once(request, 'response');
	expect(response.statusCode).toBe(401);
	const text = (await response.toArray()).join('');
	for (const digest of ['fingerprint', 'fingerprint256'] as const) expect(text).toContain(thumbprint(required(other), digest).replaceAll(':', ''));
});

it('a certificate opens nothing but the device, and a token that is shown with it counts alone', async () => {
	register('alone', 'fingerprint256');
	const {cert, key} = required(first);
	const {ports, ca, core} = hub.emulator;
	const ask = async (method: string, path: string, authorization?: string) => {
		const headers = authorization === undefined ? {} : {authorization};
		const request = httpsRequest({
			host: 'localhost',
			port: ports.https,
			ca,
			cert,
			key,
			agent: false,
			method,
			path: `${path}?api-version=2021-04-12`,
			headers,
		}).end();
		const [response] = await once(request, 'response');
		response.resume();
		return response.statusCode;
	};
	expect(await ask('POST', '/devices/alone/messages/events')).toBe(204);
	expect(await ask('GET', '/devices/alone')).toBe(401);
	expect(await ask('POST', '/devices/with-key/messages/events')).toBe(401);
	const wrong = createDeviceToken(core, 'alone', {key: readDeviceKey(core, 'with-key')});
	expect(await ask('POST', '/devices/alone/messages/events', wrong)).toBe(401);
});
