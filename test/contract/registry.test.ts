import {randomBytes} from 'node:crypto';
import type {Registry} from 'azure-iothub';
import {beforeAll, describe, expect, it} from 'vitest';
import {createRegistry, requestHub, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator();
let registry: Registry;
beforeAll(() => {
	registry = createRegistry(hub.emulator);
});
let counter = 0;
const createId = () => `device-${++counter}`;
const createDevice = async () => (await registry.create({deviceId: createId()})).responseBody;

type SymmetricKey = {readonly primaryKey: string; readonly secondaryKey: string};
const keysOf = (device: {readonly authentication?: {readonly symmetricKey?: unknown}}) => device.authentication?.symmetricKey as SymmetricKey;

describe('I create a device', () => {
	it('and the hub makes both keys and fills in the rest', async () => {
		const device = await createDevice();
		expect(device).toMatchObject({
			status: 'enabled',
			connectionState: 'Disconnected',
			cloudToDeviceMessageCount: 0,
			authentication: {type: 'sas'},
			capabilities: {iotEdge: false},
		});
		const {primaryKey, secondaryKey} = keysOf(device);
		expect(primaryKey).not.toBe(secondaryKey);
		for (const key of [primaryKey, secondaryKey]) expect(Buffer.from(key, 'base64').length).toBeGreaterThanOrEqual(16);
		expect((await registry.get(device.deviceId)).responseBody).toEqual(device);
	});

	it('with keys, a status and a reason of my own', async () => {
		const symmetricKey = {primaryKey: randomBytes(32).toString('base64'), secondaryKey: randomBytes(24).toString('base64')};
		const wanted = {deviceId: createId(), status: 'disabled' as const, statusReason: 'in the workshop', authentication: {type: 'sas' as const, symmetricKey}};
		const {responseBody} = await registry.create(wanted);
		expect(responseBody).toMatchObject(wanted);
	});

	it('with every character that an id may have', async () => {
		const deviceId = "Az09-:.+%_#*?!(),=@;$'";
		await registry.create({deviceId});
		expect((await registry.get(deviceId)).responseBody.deviceId).toBe(deviceId);
		await registry.delete(deviceId);
	});

	it('a second time, and am told that it exists', async () => {
		const {deviceId} = await createDevice();
		await expect(registry.create({deviceId})).rejects.toMatchObject({name: 'DeviceAlreadyExistsError'});
	});

	it.each(['with a space', 'slash/slash', 'ümlaut', 'x'.repeat(129)])('with the impossible id %s, and am refused', async deviceId => {
		await expect(registry.create({deviceId})).rejects.toMatchObject({name: 'ArgumentError'});
	});

	it('with a key that is no key, and am refused', async () => {
		const authentication = {type: 'sas' as const, symmetricKey: {primaryKey: 'short', secondaryKey: 'short'}};
		await expect(registry.create({deviceId: createId(), authentication})).rejects.toMatchObject({name: 'ArgumentError'});
	});

	it('with a certificate instead of keys', async () => {
		const x509Thumbprint = {primaryThumbprint: 'A'.repeat(40), secondaryThumbprint: 'B'.repeat(40)};
		const {responseBody} = await registry.create({deviceId: createId(), authentication: {type: 'selfSigned', x509Thumbprint}});
		expect(responseBody.authentication).toMatchObject({type: 'selfSigned', x509Thumbprint});
	});
});

describe('I change a device', () => {
	it('and only what I change is different', async () => {
		const device = await createDevice();
		const {responseBody} = await registry.update({...device, status: 'disabled', statusReason: 'worn out'});
		expect(responseBody).toMatchObject({
			status: 'disabled',
			statusReason: 'worn out',
			generationId: device.generationId,
			authentication: device.authentication,
		});
		expect(responseBody.etag).not.toBe(device.etag);
	});

	it('to get a new primary key, and the secondary one stays', async () => {
		const device = await createDevice();
		const {primaryKey, secondaryKey} = keysOf(device);
		const {responseBody} = await registry.update({...device, authentication: {type: 'sas', symmetricKey: {primaryKey: '', secondaryKey}}});
		expect(keysOf(responseBody).secondaryKey).toBe(secondaryKey);
		expect(keysOf(responseBody).primaryKey).not.toBe(primaryKey);
		expect(keysOf(responseBody).primaryKey).not.toBe('');
	});

	it('that does not exist, and am told so', async () => {
		await expect(registry.update({deviceId: 'never-made'})).rejects.toMatchObject({name: 'DeviceNotFoundError'});
	});

	it('only if nobody else did in the meantime', async () => {
		const device = await createDevice();
		const path = `/devices/${device.deviceId}`;
		const put = (ifMatch: string, statusReason: string) =>
			requestHub(hub.emulator, 'PUT', path, {body: {...device, statusReason}, headers: {'if-match': ifMatch}});
		const changed = await put(`"${device.etag}"`, 'first');
		expect(changed.status).toBe(200);
		const stale = await put(`"${device.etag}"`, 'second');
		expect(stale.status).toBe(412);
		expect(stale.headers['iothub-errorcode']).toBe('PreconditionFailed');
		expect(changed.headers.etag).toBe(`"${(changed.json as {etag: string}).etag}"`);
		for (const ifMatch of [String(changed.headers.etag), '*', '"*"']) expect((await put(ifMatch, ifMatch)).status).toBe(200);
	});
});

describe('I delete a device', () => {
	it('and it is gone', async () => {
		const {deviceId} = await createDevice();
		await registry.delete(deviceId);
		await expect(registry.get(deviceId)).rejects.toMatchObject({name: 'DeviceNotFoundError'});
		await expect(registry.delete(deviceId)).rejects.toMatchObject({name: 'DeviceNotFoundError'});
	});

	it('and the answer has no body', async () => {
		const {deviceId} = await createDevice();
		const {status, text} = await requestHub(hub.emulator, 'DELETE', `/devices/${deviceId}`);
		expect([status, text]).toEqual([204, '']);
	});

	it('not, when it changed since I looked', async () => {
		const {deviceId} = await createDevice();
		expect((await requestHub(hub.emulator, 'DELETE', `/devices/${deviceId}`, {headers: {'if-match': '"stale"'}})).status).toBe(412);
		expect((await registry.get(deviceId)).responseBody.deviceId).toBe(deviceId);
	});

	it('and one of the same name made later is another one', async () => {
		const first = await createDevice();
		await registry.delete(first.deviceId);
		const {responseBody} = await registry.create({deviceId: first.deviceId});
		expect(responseBody.generationId).not.toBe(first.generationId);
		expect(keysOf(responseBody)).not.toEqual(keysOf(first));
	});
});

describe('I list devices', () => {
	it('and get every one, or as many as I ask for, with and without a slash', async () => {
		const {deviceId} = await createDevice();
		const {responseBody} = await registry.list();
		expect(responseBody.map(device => device.deviceId)).toContain(deviceId);
		for (const path of ['/devices', '/devices/']) {
			const {json} = await requestHub(hub.emulator, 'GET', `${path}?top=2&api-version=2020-09-30`);
			expect(json).toHaveLength(2);
		}
	});
});

describe('I change many devices at once', () => {
	it('to add, update and remove a hundred', async () => {
		const devices = Array.from({length: 100}, () => ({deviceId: createId()}));
		expect((await registry.addDevices(devices)).responseBody).toMatchObject({isSuccessful: true, errors: []});
		await registry.updateDevices(
			devices.map(({deviceId}) => ({deviceId, status: 'disabled' as const})),
			true,
		);
		expect((await registry.get(devices[99]?.deviceId ?? '')).responseBody.status).toBe('disabled');
		await registry.removeDevices(devices, true);
		const ids = new Set((await registry.list()).responseBody.map(device => device.deviceId));
		expect(devices.filter(device => ids.has(device.deviceId))).toEqual([]);
	});

	it('and each entry that fails is named, while the others are done', async () => {
		const known = await createDevice();
		const fresh = createId();
		const answer = await requestHub(hub.emulator, 'POST', '/devices', {
			body: [
				{id: known.deviceId, importMode: 'create'},
				{id: fresh, importMode: 'Create'},
			],
		});
		expect(answer.status).toBe(400);
		expect(answer.json).toMatchObject({isSuccessful: false, errors: [{deviceId: known.deviceId, errorCode: 'DeviceAlreadyExists'}]});
		expect((await registry.get(fresh)).responseBody.deviceId).toBe(fresh);
	});

	it('but not more than a hundred', async () => {
		const body = Array.from({length: 101}, () => ({id: createId(), importMode: 'create'}));
		const {status} = await requestHub(hub.emulator, 'POST', '/devices', {body});
		expect(status).toBeGreaterThanOrEqual(400);
		expect(status).toBeLessThan(500);
	});
});
