import {inspect} from 'node:util';
import {describe, expect, it, vi} from 'vitest';
import type {DeviceIdentity} from '../../source/hub/management-types.js';
import type {Hub} from '../../source/hub/types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {openHub, registerDevices, rowOf, watch, writerOf} from '../helpers/hub.js';

const running = setUpEmulator();

async function readIdentity(hub: Hub, deviceId: string): Promise<DeviceIdentity | undefined> {
	const store = hub.identity(deviceId);
	await store.refresh();
	return store.getState().value;
}

describe('an identity', () => {
	it('shows everything that the registry tells, with keys that do not print', async () => {
		registerDevices(running.emulator, ['press-01']);
		const client = await openDevice(running.emulator, 'press-01');
		const stored = running.emulator.core.registry.get('press-01');
		const identity = await readIdentity(openHub(running.emulator), 'press-01');
		expect(identity).toMatchObject({
			deviceId: 'press-01',
			etag: stored.etag,
			generationId: stored.generationId,
			isEnabled: true,
			statusReason: '',
			authentication: 'sas',
			isConnected: true,
			c2dMessageCount: 0,
		});
		expect(identity?.connectionStateUpdatedAt).toBe(Date.parse(stored.connectionStateUpdatedTime));
		expect(identity?.keys?.primary.reveal()).toBe(stored.authentication.symmetricKey.primaryKey);
		expect(identity?.keys?.secondary.reveal()).toBe(stored.authentication.symmetricKey.secondaryKey);
		const printed = `${inspect(identity, {depth: 9})} ${JSON.stringify(identity)} ${identity?.keys?.primary}`;
		expect(printed).not.toContain(stored.authentication.symmetricKey.primaryKey);
		expect(printed).not.toContain(stored.authentication.symmetricKey.secondaryKey);
		await client.close();
	});

	it('is read anew while I look, and stays the same object while nothing changes', async () => {
		registerDevices(running.emulator, ['watched']);
		const hub = openHub(running.emulator);
		const store = hub.identity('watched');
		watch(store);
		await eventually(() => store.getState().status).toBe('ready');
		const {value} = store.getState();
		await store.refresh();
		expect(store.getState().value).toBe(value);
		running.emulator.core.registry.put('watched', {deviceId: 'watched', status: 'disabled', statusReason: 'stolen'}, '*');
		await store.refresh();
		expect(store.getState().value).toMatchObject({isEnabled: false, statusReason: 'stolen'});
		expect(hub.identity('watched')).toBe(store);
	});

	it('of a device that does not exist fails as not found', async () => {
		const store = openHub(running.emulator).identity('nobody');
		await store.refresh();
		expect(store.getState()).toMatchObject({status: 'failed', error: {kind: 'not-found', code: 404001}});
	});

	it('stays hidden from a policy that may not read the registry', async () => {
		const store = openHub(running.emulator, {policyName: 'service'}).identity('press-01');
		await store.refresh();
		expect(store.getState()).toMatchObject({status: 'failed', error: {kind: 'unauthorized'}});
	});
});

describe('enabling and disabling', () => {
	it('shows at once, with its reason, and keeps everything else of the identity', async () => {
		running.emulator.core.registry.put('edge-1', {deviceId: 'edge-1', capabilities: {iotEdge: true}}, undefined);
		const before = running.emulator.core.registry.get('edge-1');
		const hub = openHub(running.emulator);
		watch(hub.devices);
		await eventually(() => hub.devices.getState().status).toBe('ready');
		const identity = await writerOf(hub).setStatus('edge-1', false, 'under repair – bis Freitag');
		expect(identity).toMatchObject({isEnabled: false, statusReason: 'under repair – bis Freitag'});
		expect(rowOf(hub, 'edge-1')).toEqual({isEnabled: false, authentication: 'sas'});
		const after = running.emulator.core.registry.get('edge-1');
		expect(after).toMatchObject({status: 'disabled', capabilities: {iotEdge: true}, authentication: before.authentication});
		expect(await writerOf(hub).setStatus('edge-1', true, '')).toMatchObject({isEnabled: true, statusReason: ''});
		expect(running.emulator.core.registry.get('edge-1').statusReason).toBeNull();
	});

	it('disconnects the device, which its twin tells', async () => {
		registerDevices(running.emulator, ['cut-off']);
		const client = await openDevice(running.emulator, 'cut-off');
		const hub = openHub(running.emulator);
		const twin = hub.twin('cut-off');
		watch(twin);
		await eventually(() => twin.getState().value?.isConnected).toBe(true);
		await writerOf(hub).setStatus('cut-off', false, 'stolen');
		await eventually(() => twin.getState().value?.isConnected).toBe(false);
		await client.close().catch(() => undefined);
	});

	it('refuses a reason of more than 128 characters', async () => {
		registerDevices(running.emulator, ['reasons']);
		await expect(writerOf(openHub(running.emulator)).setStatus('reasons', false, 'x'.repeat(129))).rejects.toMatchObject({kind: 'invalid'});
		expect(running.emulator.core.registry.get('reasons').status).toBe('enabled');
	});

	it('fails as a conflict when somebody changed the identity between reading and writing', async () => {
		registerDevices(running.emulator, ['contested']);
		const {registry} = running.emulator.core;
		const read = registry.get;
		const spy = vi.spyOn(registry, 'get').mockImplementationOnce(deviceId => {
			const identity = read(deviceId);
			registry.put(deviceId, {deviceId, statusReason: 'somebody else'}, '*');
			return identity;
		});
		const writer = writerOf(openHub(running.emulator));
		await expect(writer.setStatus('contested', false, 'me')).rejects.toMatchObject({kind: 'conflict', code: 412001});
		spy.mockRestore();
		expect(registry.get('contested')).toMatchObject({status: 'enabled', statusReason: 'somebody else'});
		expect(await writer.setStatus('contested', false, 'me')).toMatchObject({isEnabled: false});
	});
});

describe('deleting a device', () => {
	it('takes it out of the list at once; its identity and its twin are not found any more', async () => {
		registerDevices(running.emulator, ['goes', 'stays']);
		const hub = openHub(running.emulator);
		for (const store of [hub.devices, hub.identity('goes'), hub.twin('goes')]) watch<unknown>(store);
		await eventually(() => [hub.devices, hub.identity('goes'), hub.twin('goes')].map(store => store.getState().status)).toEqual(['ready', 'ready', 'ready']);
		await writerOf(hub).deleteDevice('goes');
		expect(rowOf(hub, 'goes')).toBeUndefined();
		expect(rowOf(hub, 'stays')).toBeDefined();
		await eventually(() => [hub.identity('goes'), hub.twin('goes')].map(store => store.getState().error?.kind)).toEqual(['not-found', 'not-found']);
		expect(hub.identity('goes').getState().value).toBeUndefined();
		expect(hub.twin('goes').getState().value).toBeUndefined();
		expect(() => running.emulator.core.registry.get('goes')).toThrow('goes');
	});

	it('and registering it again shows the new twin, not the old one', async () => {
		running.emulator.core.registry.put('reborn', {deviceId: 'reborn'}, undefined);
		running.emulator.core.twins.patch('reborn', {properties: {desired: {old: true}}}, undefined);
		const hub = openHub(running.emulator);
		const twin = hub.twin('reborn');
		watch(twin);
		await eventually(() => twin.getState().value?.desired.values).toEqual({old: true});
		await writerOf(hub).deleteDevice('reborn');
		await writerOf(hub).createDevice({deviceId: 'reborn', isEnabled: true, authentication: {type: 'sas'}});
		await eventually(() => twin.getState().value?.desired.values).toEqual({});
	});

	it('that changed since I looked fails as a conflict, and I see the change', async () => {
		registerDevices(running.emulator, ['moved-on']);
		const hub = openHub(running.emulator);
		const store = hub.identity('moved-on');
		watch(store);
		await eventually(() => store.getState().status).toBe('ready');
		running.emulator.core.registry.put('moved-on', {deviceId: 'moved-on', statusReason: 'still needed'}, '*');
		await expect(writerOf(hub).deleteDevice('moved-on')).rejects.toMatchObject({kind: 'conflict', code: 412001});
		expect(running.emulator.core.registry.get('moved-on').statusReason).toBe('still needed');
		await eventually(() => store.getState().value?.statusReason).toBe('still needed');
		await writerOf(hub).deleteDevice('moved-on');
	});

	it('that somebody deleted before says so and takes it out of the list', async () => {
		registerDevices(running.emulator, ['gone-already']);
		const hub = openHub(running.emulator);
		watch(hub.devices);
		await eventually(() => rowOf(hub, 'gone-already')).toBeDefined();
		running.emulator.core.registry.delete('gone-already', undefined);
		await expect(writerOf(hub).deleteDevice('gone-already')).rejects.toMatchObject({kind: 'not-found', code: 404001});
		expect(rowOf(hub, 'gone-already')).toBeUndefined();
	});
});
