import {inspect} from 'node:util';
import {describe, expect, it} from 'vitest';
import type {KeyChange} from '../../source/hub/management-types.js';
import {Secret} from '../../source/secret.js';
import {createDeviceClient, setUpEmulator} from '../helpers/emulator.js';
import {openHub, registerDevices, watch, writerOf} from '../helpers/hub.js';

const running = setUpEmulator();

function keysOf(deviceId: string) {
	return running.emulator.core.registry.get(deviceId).authentication.symmetricKey;
}
/** A registered device with its keys, and a writer. */
function prepare(deviceId: string) {
	registerDevices(running.emulator, [deviceId]);
	const hub = openHub(running.emulator);
	return {hub, writer: writerOf(hub), before: keysOf(deviceId)};
}

describe('changing the keys of a device', () => {
	it('makes a new primary key of 32 bytes and keeps the secondary one', async () => {
		const {writer, before} = prepare('regenerates-primary');
		const identity = await writer.changeKeys('regenerates-primary', {type: 'regenerate', which: 'primary'});
		const after = keysOf('regenerates-primary');
		expect(after.secondaryKey).toBe(before.secondaryKey);
		expect(after.primaryKey).not.toBe(before.primaryKey);
		expect(Buffer.from(after.primaryKey ?? '', 'base64')).toHaveLength(32);
		expect(identity.keys?.primary.reveal()).toBe(after.primaryKey);
	});

	it('makes a new secondary key and keeps the primary one', async () => {
		const {writer, before} = prepare('regenerates-secondary');
		await writer.changeKeys('regenerates-secondary', {type: 'regenerate', which: 'secondary'});
		const after = keysOf('regenerates-secondary');
		expect(after.primaryKey).toBe(before.primaryKey);
		expect(after.secondaryKey).not.toBe(before.secondaryKey);
	});

	it('swaps them', async () => {
		const {writer, before} = prepare('swaps');
		await writer.changeKeys('swaps', {type: 'swap'});
		expect(keysOf('swaps')).toEqual({primaryKey: before.secondaryKey, secondaryKey: before.primaryKey});
	});

	it('sets one that I give, and the identity that I look at shows it at once', async () => {
		const {hub, writer, before} = prepare('sets');
		const store = hub.identity('sets');
		watch(store);
		const key = Buffer.alloc(24, 7).toString('base64');
		await writer.changeKeys('sets', {type: 'set', which: 'secondary', key: new Secret(key)});
		expect(keysOf('sets')).toEqual({primaryKey: before.primaryKey, secondaryKey: key});
		expect(store.getState().value?.keys?.secondary.reveal()).toBe(key);
	});

	it('keeps a device with the old key out and lets it in with the new one', async () => {
		const {writer} = prepare('signs-in');
		const stale = createDeviceClient(running.emulator, 'signs-in');
		await stale.setOptions({ca: running.emulator.ca});
		await writer.changeKeys('signs-in', {type: 'regenerate', which: 'primary'});
		await expect(stale.open()).rejects.toThrow(/not authorized/i);
		const fresh = createDeviceClient(running.emulator, 'signs-in');
		await fresh.setOptions({ca: running.emulator.ca});
		await fresh.open();
		await fresh.close();
	});

	it.each<[string, string]>([
		['no base64', 'not base64 at all!'],
		['15 bytes', Buffer.alloc(15, 1).toString('base64')],
		['65 bytes', Buffer.alloc(65, 1).toString('base64')],
		['empty', ''],
	])('refuses a key that is %s, without telling it', async (_, key) => {
		const deviceId = `refuses-${key.length}`;
		const {writer, before} = prepare(deviceId);
		const change: KeyChange = {type: 'set', which: 'primary', key: new Secret(key)};
		const error = await writer.changeKeys(deviceId, change).catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({name: 'HubError', kind: 'invalid'});
		if (key !== '') expect(inspect(error, {depth: 9, showHidden: true})).not.toContain(key);
		expect(keysOf(deviceId)).toEqual(before);
	});

	it('refuses a device that signs in with a certificate', async () => {
		running.emulator.core.registry.put('certified', {deviceId: 'certified', authentication: {type: 'certificateAuthority'}}, undefined);
		await expect(writerOf(openHub(running.emulator)).changeKeys('certified', {type: 'swap'})).rejects.toMatchObject({kind: 'invalid'});
	});

	it('of a device that does not exist fails as not found', async () => {
		await expect(writerOf(openHub(running.emulator)).changeKeys('nobody', {type: 'swap'})).rejects.toMatchObject({kind: 'not-found', code: 404001});
	});

	it('by two people at once never loses a change without saying so', async () => {
		const {writer} = prepare('two-hands');
		const other = writerOf(openHub(running.emulator));
		const [one, two] = [Buffer.alloc(32, 1).toString('base64'), Buffer.alloc(32, 2).toString('base64')];
		const outcomes = await Promise.allSettled([
			writer.changeKeys('two-hands', {type: 'set', which: 'primary', key: new Secret(one)}),
			other.changeKeys('two-hands', {type: 'set', which: 'secondary', key: new Secret(two)}),
		]);
		const {primaryKey, secondaryKey} = keysOf('two-hands');
		const [isFirstDone, isSecondDone] = outcomes.map(({status}) => status === 'fulfilled');
		expect([primaryKey === one, secondaryKey === two]).toEqual([isFirstDone, isSecondDone]);
		expect(isFirstDone || isSecondDone).toBe(true);
		for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({kind: 'conflict'});
	});
});
