import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {createCore} from '../../source/emulator/core/core.js';
import type {HubCore, StoredDevice} from '../../source/emulator/core/types.js';
import {openDeviceStore} from '../../source/emulator/device-store.js';

const clock = {now: () => 0, after: () => () => {}};
const createHub = (devices: readonly StoredDevice[]): HubCore =>
	createCore({hostNames: ['localhost'], eventHubName: 'telemetry', policies: [], clock, devices});

let directory = '';
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'device-store-test-'));
});
afterEach(async () => {
	await rm(directory, {recursive: true, force: true});
});

describe('the store of a local hub', () => {
	it('has a change on disk when the call that made it returns', async () => {
		const store = await openDeviceStore(directory);
		const core = createHub(store.devices);
		store.follow(core);
		core.registry.put('press-01', {deviceId: 'press-01'}, undefined);
		core.registry.put('pump-02', {deviceId: 'pump-02'}, undefined);
		core.twins.patch('press-01', {tags: {site: 'A'}}, undefined);
		core.registry.delete('pump-02', undefined);
		const twin = core.twins.get('press-01');
		store.close();
		core.registry.put('too-late', {deviceId: 'too-late'}, undefined);

		const again = await openDeviceStore(directory);
		expect(again.devices.map(device => device.deviceId)).toEqual(['press-01']);
		expect(createHub(again.devices).twins.get('press-01')).toEqual(twin);
		again.close();
	});

	it('keeps the first key of a policy', async () => {
		const store = await openDeviceStore(directory);
		expect(store.policyKey('service', () => 'first')).toBe('first');
		expect(store.policyKey('service', () => 'second')).toBe('first');
		store.close();
		const again = await openDeviceStore(directory);
		expect(again.policyKey('service', () => 'third')).toBe('first');
		again.close();
	});

	it('lets the hub go on when a change cannot be written, and warns', async () => {
		const store = await openDeviceStore(directory);
		const core = createHub([]);
		store.follow({
			...core,
			exportDevice() {
				throw new Error('no space left');
			},
		});
		const warning = once(process, 'warning');
		core.registry.put('press-01', {deviceId: 'press-01'}, undefined);
		expect(core.registry.get('press-01').deviceId).toBe('press-01');
		expect(String((await warning)[0])).toContain('no space left');
		store.close();
	});

	it.each([
		['text that is no JSON', '{'],
		['a list', '[]'],
	])('is refused when a device in it is %s', async (_case, document) => {
		(await openDeviceStore(directory)).close();
		const database = new DatabaseSync(join(directory, 'hub.db'));
		database.prepare('INSERT INTO devices (device_id, document) VALUES (?, ?)').run('press-01', document);
		database.close();
		await expect(openDeviceStore(directory)).rejects.toThrow(`The file ${join(directory, 'hub.db')} is damaged.`);
	});

	it('is refused when another version wrote it', async () => {
		const database = new DatabaseSync(join(directory, 'hub.db'));
		database.exec('PRAGMA user_version = 99');
		database.close();
		await expect(openDeviceStore(directory)).rejects.toThrow('another version');
	});
});
