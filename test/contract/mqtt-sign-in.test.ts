import {NoRetry} from 'azure-iot-common';
import {Client} from 'azure-iot-device';
import {Mqtt} from 'azure-iot-device-mqtt';
import {describe, expect, it} from 'vitest';
import {createToken, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {connectPacket, createDeviceToken, openWire, packetTypes, readDeviceKey, signInOverWire} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'retired']});
const notAuthorized = 5;
/** The SDK says "not authorized" of every failed first attempt; what follows the colon is the hub's answer. */
const refused = /: Connection refused: Not authorized/;

async function open(connectionString: string): Promise<Client> {
	const client = Client.fromConnectionString(connectionString, Mqtt);
	client.setRetryPolicy(new NoRetry());
	await client.setOptions({ca: hub.emulator.ca});
	await client.open();
	return client;
}

function connectionString(deviceId: string, credential: string): string {
	return `HostName=localhost;DeviceId=${deviceId};${credential};GatewayHostName=localhost:${hub.emulator.ports.mqtts}`;
}

describe('a device with the SDK', () => {
	it('connects with its primary key and shows as connected', async () => {
		const client = await open(hub.emulator.deviceConnectionString('press-01'));
		expect(hub.emulator.core.registry.get('press-01').connectionState).toBe('Connected');
		await client.close();
		await eventually(() => hub.emulator.core.registry.get('press-01').connectionState).toBe('Disconnected');
	});

	it('connects with its secondary key', async () => {
		const key = readDeviceKey(hub.emulator.core, 'press-01', 'secondaryKey');
		const client = await open(connectionString('press-01', `SharedAccessKey=${key}`));
		await client.close();
	});

	it('connects with the port in its host name', async () => {
		const key = readDeviceKey(hub.emulator.core, 'press-01');
		const client = await open(`HostName=localhost:${hub.emulator.ports.mqtts};DeviceId=press-01;SharedAccessKey=${key}`);
		await client.close();
	});

	it('is refused with the key of another device', async () => {
		await expect(open(connectionString('press-01', `SharedAccessKey=${readDeviceKey(hub.emulator.core, 'press-02')}`))).rejects.toThrow(refused);
		expect(hub.emulator.core.registry.get('press-01').connectionState).toBe('Disconnected');
	});

	it('is refused when it is disabled, and cut off when it is disabled while connected', async () => {
		const {core} = hub.emulator;
		const client = await open(hub.emulator.deviceConnectionString('retired'));
		const disconnected = new Promise(resolve => client.once('disconnect', resolve));
		core.registry.put('retired', {deviceId: 'retired', status: 'disabled'}, '*');
		await disconnected;
		await expect(open(hub.emulator.deviceConnectionString('retired'))).rejects.toThrow(refused);
	});

	it('is refused when it is not registered', async () => {
		await expect(open(connectionString('nobody', `SharedAccessKey=${readDeviceKey(hub.emulator.core, 'press-01')}`))).rejects.toThrow(refused);
	});
});

describe('a client that writes its own packets', () => {
	it.each([
		['with the question mark', 'localhost/press-02/?api-version=2021-04-12&DeviceClientType=x'],
		['without the question mark', 'localhost/press-02/api-version=2018-06-30'],
		['with the order swapped', 'localhost/press-02/DeviceClientType=x&api-version=2016-11-14'],
		['without a suffix', 'localhost/press-02'],
		['with a port and capitals in the host', 'LocalHost:8883/press-02/?api-version=2021-04-12'],
	])('signs in with a user name %s', async (_what, userName) => {
		const {client, returnCode} = await signInOverWire(hub.emulator, 'press-02', {userName});
		expect(returnCode).toBe(0);
		client.close();
	});

	it.each([
		['another host in the user name', {userName: 'other.azure-devices.net/press-02/?api-version=2021-04-12'}],
		['no user name', {userName: undefined}],
		['an empty user name', {userName: ''}],
		['another device in the user name', {userName: 'localhost/press-01/?api-version=2021-04-12'}],
		['a client id that only begins like the user name', {clientId: 'press-0'}],
		['the client id of another device', {clientId: 'press-01', userName: 'localhost/press-01/?api-version=2021-04-12'}],
		['the client id of a module', {clientId: 'press-02/camera', userName: 'localhost/press-02/camera/?api-version=2021-04-12'}],
		['a client id written in another way', {clientId: 'press%2D02', userName: 'localhost/press%2D02/?api-version=2021-04-12'}],
		['a client id with a wildcard', {clientId: 'press-0+', userName: 'localhost/press-0+/?api-version=2021-04-12'}],
		['an empty password', {password: ''}],
		['a password that is no token', {password: 'SharedAccessSignature sr=x&sig=y&se=z'}],
		['a will on another topic', {will: {topic: 'devices/press-01/messages/events/', payload: 'x'}}],
	])('is refused with %s', async (_what, options) => {
		const {client, returnCode} = await signInOverWire(hub.emulator, 'press-02', options);
		expect(returnCode).toBe(notAuthorized);
		await client.ended;
	});

	it.each([
		['an expired token', 'press-02', {expiresInSeconds: -1}],
		['a token for another hub', 'press-02', {host: 'other.azure-devices.net'}],
		['a token for another device', 'press-01', {}],
	])('is refused with %s', async (_what, deviceId, options) => {
		const {client, returnCode} = await signInOverWire(hub.emulator, 'press-02', {password: createDeviceToken(hub.emulator.core, deviceId, options)});
		expect(returnCode).toBe(notAuthorized);
		await client.ended;
	});

	it('is refused without a password', async () => {
		const client = await openWire(hub.emulator);
		client.send(connectPacket({clientId: 'press-02', userName: 'localhost/press-02'}));
		expect((await client.next(packetTypes.connack)).body[1]).toBe(notAuthorized);
	});

	it('signs in with a token of a policy that may connect devices, and with no other', async () => {
		const resource = 'localhost/devices/press-02';
		const accepted = await signInOverWire(hub.emulator, 'press-02', {password: createToken(hub.emulator, {policyName: 'device', resource})});
		expect(accepted.returnCode).toBe(0);
		const refused = await signInOverWire(hub.emulator, 'press-02', {password: createToken(hub.emulator, {policyName: 'registryReadWrite', resource})});
		expect(refused.returnCode).toBe(notAuthorized);
		accepted.client.close();
	});
});
