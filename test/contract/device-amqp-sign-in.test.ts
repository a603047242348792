import {Message} from 'azure-iot-common';
import {describe, expect, it} from 'vitest';
import {closeConnectionsAfterEach, openConnection, putToken, receive} from '../helpers/amqp.js';
import {closeDevicesAfterEach, createDeviceClient, openDeviceClient} from '../helpers/device-clients.js';
import {createToken, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {createDeviceToken, readDeviceKey} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02', 'raw-01']});
closeDevicesAfterEach();
closeConnectionsAfterEach();
const stateOf = (deviceId: string) => hub.emulator.core.registry.get(deviceId).connectionState;
const register = (deviceId: string) => hub.emulator.core.registry.put(deviceId, {deviceId}, undefined);
const disable = (deviceId: string) => hub.emulator.core.registry.put(deviceId, {deviceId, status: 'disabled'}, '*');

/** A plain client that has signed in as the device. */
async function openRaw(deviceId: string) {
	const connection = await openConnection(hub.emulator);
	expect(await putToken(connection, createDeviceToken(hub.emulator.core, deviceId))).toBe(200);
	return connection;
}

it('a hundred devices that are all connected before the first of them signs in get in', async () => {
	const connections = await Promise.all(Array.from({length: 100}, () => openConnection(hub.emulator)));
	const token = createDeviceToken(hub.emulator.core, 'raw-01');
	expect(await Promise.all(connections.map(connection => putToken(connection, token)))).toEqual(connections.map(() => 200));
});

describe.each(['Amqp', 'AmqpWs'] as const)('a device over %s', protocol => {
	it('signs in with either of its keys', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol, {key: readDeviceKey(hub.emulator.core, 'press-01', 'secondaryKey')});
		await client.sendEvent(new Message('{}'));
		expect(stateOf('press-01')).toBe('Connected');
	});

	it('is refused with the key of another device', async () => {
		const client = await createDeviceClient(hub.emulator, 'press-01', protocol, {key: readDeviceKey(hub.emulator.core, 'press-02')});
		await expect(client.open()).rejects.toMatchObject({name: 'UnauthorizedError'});
	});

	it('is refused when it is disabled, and when it was deleted', async () => {
		const deviceId = `off-${protocol}`;
		register(deviceId);
		const key = readDeviceKey(hub.emulator.core, deviceId);
		disable(deviceId);
		await expect((await createDeviceClient(hub.emulator, deviceId, protocol)).open()).rejects.toMatchObject({name: 'UnauthorizedError'});
		hub.emulator.core.registry.delete(deviceId, undefined);
		await expect((await createDeviceClient(hub.emulator, deviceId, protocol, {key})).open()).rejects.toMatchObject({name: 'UnauthorizedError'});
	});

	it.each([
		['disabled', disable],
		['deleted', (deviceId: string) => hub.emulator.core.registry.delete(deviceId, undefined)],
	])('loses its connection when it is %s', async (what, change) => {
		const deviceId = `${what}-${protocol}`;
		register(deviceId);
		const client = await openDeviceClient(hub.emulator, deviceId, protocol);
		await client.sendEvent(new Message('{}'));
		const lost = new Promise(resolve => client.once('disconnect', resolve));
		change(deviceId);
		await lost;
		expect(hub.emulator.core.connections.count).toBe(0);
		await expect(client.sendEvent(new Message('{}'))).rejects.toThrow();
	});
});

describe('a plain AMQP client', () => {
	const events = (deviceId: string) => `/devices/${deviceId}/messages/events`;
	/** The condition that a sender's link to the address is refused with. */
	async function findRefusal(connection: Awaited<ReturnType<typeof openConnection>>, address: string): Promise<string | undefined> {
		const errors: (string | undefined)[] = [];
		const note = (error: unknown) => errors.push((error as {readonly condition?: string} | undefined)?.condition ?? String(error));
		const sender = await connection.createSender({target: {address}, onError: context => note(context.sender?.error)}).catch(note);
		await eventually(() => errors.length > 0 || (typeof sender === 'object' && sender.sendable())).toBe(true);
		return errors[0];
	}

	it.each([
		['an expired token', () => createDeviceToken(hub.emulator.core, 'raw-01', {expiresInSeconds: -1})],
		['a token for another hub', () => createDeviceToken(hub.emulator.core, 'raw-01', {host: 'other.azure-devices.net'})],
		['a token signed with a wrong key', () => createDeviceToken(hub.emulator.core, 'raw-01', {key: readDeviceKey(hub.emulator.core, 'press-01')})],
	])('gets 401 with %s, and no link', async (_what, makeToken) => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, makeToken())).toBe(401);
		expect(await findRefusal(connection, events('raw-01'))).toBe('amqp:unauthorized-access');
	});

	it.each([
		['of another device', events('press-01'), 'amqp:unauthorized-access'],
		['of its own id in other letters', events('RAW-01'), 'amqp:unauthorized-access'],
		['of a device that does not exist', events('nobody'), 'amqp:unauthorized-access'],
		['for commands of the service', '/messages/devicebound', 'amqp:unauthorized-access'],
		['of a module', '/devices/raw-01/modules/m/messages/events', 'amqp:not-found'],
		['of nothing known', '/devices/raw-01/nothing', 'amqp:not-found'],
	])('with a token of a device gets no address %s', async (_what, address, condition) => {
		const connection = await openRaw('raw-01');
		expect(await findRefusal(connection, address)).toBe(condition);
		expect(await findRefusal(connection, events('raw-01'))).toBeUndefined();
	});

	it('with a policy that may not connect devices gets no address of a device', async () => {
		const connection = await openConnection(hub.emulator);
		expect(await putToken(connection, createToken(hub.emulator, {policyName: 'service'}))).toBe(200);
		expect(await findRefusal(connection, events('raw-01'))).toBe('amqp:unauthorized-access');
	});

	it('is told why its links end when its device is disabled', async () => {
		register('told-01');
		const {errors} = await receive(await openRaw('told-01'), '/devices/told-01/messages/devicebound');
		disable('told-01');
		await eventually(() => errors[0]).toMatchObject({condition: 'amqp:not-found', description: 'The device is disabled.'});
	});
});
