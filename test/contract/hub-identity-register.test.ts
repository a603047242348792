import {describe, expect, it, vi} from 'vitest';
import type {NewDevice} from '../../source/hub/management-types.js';
import {Secret} from '../../source/secret.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {openHub, registerDevices, rowOf, watch, writerOf} from '../helpers/hub.js';

const running = setUpEmulator({deviceIds: ['press-01']});
const sha256 = 'AB'.repeat(32);

function sasDevice(deviceId: string, change: Partial<NewDevice> = {}): NewDevice {
	return {deviceId, isEnabled: true, authentication: {type: 'sas'}, ...change};
}

describe('registering a device', () => {
	it('gets it keys from the hub and shows it in the list at once', async () => {
		const hub = openHub(running.emulator);
		watch(hub.devices);
		await eventually(() => hub.devices.getState().totalCount).toBeGreaterThan(0);
		const totalCount = hub.devices.getState().totalCount ?? 0;
		const identity = await writerOf(hub).createDevice(sasDevice('new-sas'));
		expect(rowOf(hub, 'new-sas')).toEqual({isEnabled: true, authentication: 'sas'});
		expect(hub.devices.getState()).toMatchObject({status: 'ready', isComplete: true, totalCount: totalCount + 1});
		const stored = running.emulator.core.registry.get('new-sas').authentication.symmetricKey;
		expect(Buffer.from(stored.primaryKey ?? '', 'base64')).toHaveLength(32);
		expect(identity.keys?.primary.reveal()).toBe(stored.primaryKey);
		expect(hub.identity('new-sas').getState().value).toBe(identity);
		hub.devices.refresh();
		await eventually(() => hub.devices.getState().status).toBe('ready');
		expect(rowOf(hub, 'new-sas')).toEqual({isEnabled: true, authentication: 'sas'});
	});

	it('takes keys that I give', async () => {
		const keys = {primary: new Secret(Buffer.alloc(16, 1).toString('base64')), secondary: new Secret(Buffer.alloc(64, 2).toString('base64'))};
		const {keys: made} = await writerOf(openHub(running.emulator)).createDevice(sasDevice('own-keys', {authentication: {type: 'sas', keys}}));
		expect(made?.primary.reveal()).toBe(keys.primary.reveal());
		expect(made?.secondary.reveal()).toBe(keys.secondary.reveal());
	});

	it('takes thumbprints, with or without colons, and disabled devices', async () => {
		const colons = sha256.toLowerCase().replace(/(..)(?=.)/g, '$1:');
		const device = sasDevice('new-x509', {isEnabled: false, authentication: {type: 'selfSigned', primaryThumbprint: colons, secondaryThumbprint: ''}});
		const identity = await writerOf(openHub(running.emulator)).createDevice(device);
		expect(identity).toMatchObject({isEnabled: false, authentication: 'selfSigned', thumbprints: {primary: sha256, secondary: ''}});
		expect(identity.keys).toBeUndefined();
	});

	it('takes certificates of an authority', async () => {
		const device = sasDevice('new-ca', {authentication: {type: 'certificateAuthority'}});
		expect(await writerOf(openHub(running.emulator)).createDevice(device)).toMatchObject({authentication: 'certificateAuthority'});
	});

	it('with an id that is taken fails and changes nothing', async () => {
		registerDevices(running.emulator, ['taken']);
		const {etag} = running.emulator.core.registry.get('taken');
		await expect(writerOf(openHub(running.emulator)).createDevice(sasDevice('taken'))).rejects.toMatchObject({kind: 'exists', code: 409001});
		expect(running.emulator.core.registry.get('taken').etag).toBe(etag);
	});

	it.each<[string, NewDevice]>([
		['an id with a space', sasDevice('no spaces please')],
		['an id that is half a character', sasDevice('\ud800')],
		['no id', sasDevice('')],
		['a key that is too short', sasDevice('x', {authentication: {type: 'sas', keys: {primary: new Secret('AAAA'), secondary: new Secret('AAAA')}}})],
		['a thumbprint of 39 digits', sasDevice('x', {authentication: {type: 'selfSigned', primaryThumbprint: 'A'.repeat(39), secondaryThumbprint: ''}})],
		['no thumbprint', sasDevice('x', {authentication: {type: 'selfSigned', primaryThumbprint: '', secondaryThumbprint: ''}})],
	])('with %s is refused before anything is sent', async (_, device) => {
		const put = vi.spyOn(running.emulator.core.registry, 'put');
		await expect(writerOf(openHub(running.emulator)).createDevice(device)).rejects.toMatchObject({name: 'HubError', kind: 'invalid'});
		expect(put).not.toHaveBeenCalled();
		put.mockRestore();
	});

	it('needs a policy that may write', async () => {
		const writer = writerOf(openHub(running.emulator, {policyName: 'registryRead'}));
		await expect(writer.createDevice(sasDevice('not-mine'))).rejects.toMatchObject({kind: 'unauthorized'});
	});

	it('does not exist on a read-only hub', () => {
		expect(openHub(running.emulator, {isReadOnly: true}).writer).toBeUndefined();
	});
});
