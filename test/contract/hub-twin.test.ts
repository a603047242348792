import type {Twin as DeviceTwin} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import type {Twin, TwinStore} from '../../source/hub/types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {openHub, registerDevices, watch} from '../helpers/hub.js';

const running = setUpEmulator();

async function readTwin(store: TwinStore): Promise<Twin> {
	await expect.poll(() => store.getState().value).toBeDefined();
	const {value} = store.getState();
	if (!value) throw new Error('No twin.');
	return value;
}

describe('the twin of a device', () => {
	it('is read when somebody looks, and the same id is the same store', async () => {
		registerDevices(running.emulator, ['reads']);
		const hub = openHub(running.emulator);
		const store = hub.twin('reads');
		expect(hub.twin('reads')).toBe(store);
		expect(store.getState()).toEqual({status: 'idle'});
		watch(store);
		expect(await readTwin(store)).toMatchObject({deviceId: 'reads', tags: {}, desired: {values: {}}, isConnected: false});
		expect(store.getState().status).toBe('ready');
	});

	it('takes a patch and shows it at once', async () => {
		registerDevices(running.emulator, ['patched']);
		const hub = openHub(running.emulator);
		const store = hub.twin('patched');
		watch(store);
		const before = await readTwin(store);
		const after = await hub.writer?.patchDesired('patched', JSON.parse('{"speed":3,"fan":{"on":true},"__proto__":{"x":1}}'), before.etag);
		expect(store.getState().value).toBe(after);
		expect(after?.desired.values).toMatchObject({speed: 3, fan: {on: true}});
		expect(after?.desired.version).toBeGreaterThan(before.desired.version);
		expect(after?.desired.metadata).toHaveProperty('speed');
		expect(after?.etag).not.toBe(before.etag);
		const again = await hub.writer?.patchDesired('patched', {speed: null}, after?.etag ?? '');
		expect(again?.desired.values).not.toHaveProperty('speed');
	});

	it('refuses a patch of what was changed meanwhile', async () => {
		registerDevices(running.emulator, ['contested']);
		const hub = openHub(running.emulator);
		const store = hub.twin('contested');
		watch(store);
		const {etag} = await readTwin(store);
		running.emulator.core.twins.patch('contested', {properties: {desired: {speed: 1}}}, '*');
		await expect(hub.writer?.patchDesired('contested', {speed: 2}, etag)).rejects.toMatchObject({kind: 'conflict', code: 412001});
		await store.refresh();
		expect(store.getState().value?.desired.values).toEqual({speed: 1});
	});

	it('shows what the device reports while it is watched closely', async () => {
		const client = await openDevice(running.emulator, 'reports');
		const hub = openHub(running.emulator);
		const store = hub.twin('reports');
		watch(store);
		expect((await readTwin(store)).reported.values).toEqual({});
		const stopWatching = store.watchClosely();
		const twin: DeviceTwin = await client.getTwin();
		await new Promise<void>((resolve, reject) => twin.properties.reported.update({firmware: '1.2'}, (error?: Error) => (error ? reject(error) : resolve())));
		await expect.poll(() => store.getState().value?.reported.values, {timeout: 8000}).toEqual({firmware: '1.2'});
		stopWatching();
		await client.close();
	});

	it('stays on screen when a later reading fails', async () => {
		registerDevices(running.emulator, ['deleted']);
		const store = openHub(running.emulator).twin('deleted');
		watch(store);
		const before = await readTwin(store);
		running.emulator.core.registry.delete('deleted', '*');
		await store.refresh();
		expect(store.getState()).toMatchObject({status: 'failed', value: before, error: {kind: 'not-found', code: 404001}});
	});

	it('is the same object while it stays the same', async () => {
		registerDevices(running.emulator, ['unchanged']);
		const store = openHub(running.emulator).twin('unchanged');
		watch(store);
		const before = await readTwin(store);
		await store.refresh();
		expect(store.getState().value).toBe(before);
	});

	it('of a device with an awkward name is found', async () => {
		registerDevices(running.emulator, ["a%2F#?'b"]);
		const store = openHub(running.emulator).twin("a%2F#?'b");
		await store.refresh();
		expect(store.getState().value?.deviceId).toBe("a%2F#?'b");
	});

	it('cannot be written through a read-only hub', async () => {
		registerDevices(running.emulator, ['looked-at']);
		const hub = openHub(running.emulator, {isReadOnly: true});
		expect(hub.writer).toBeUndefined();
		await hub.twin('looked-at').refresh();
		expect(hub.twin('looked-at').getState().status).toBe('ready');
	});
});
