import {describe, expect, it} from 'vitest';
import {createRegistry, openDevice, setUpEmulator} from '../helpers/emulator.js';
import {openHub, registerDevices, watch} from '../helpers/hub.js';

const fleet = Array.from({length: 2500}, (_, index) => `Press-${String(index).padStart(4, '0')}`);

describe('the devices of a large hub', () => {
	const large = setUpEmulator({deviceIds: fleet});

	it('come a thousand at a time, as they are asked for', async () => {
		const {devices} = openHub(large.emulator);
		const {told} = watch(devices);
		await expect.poll(() => devices.getState().status).toBe('ready');
		expect(devices.getState()).toMatchObject({isComplete: false, value: {size: 1000}});
		await expect.poll(() => devices.getState().totalCount).toBe(2500);
		devices.loadMore();
		devices.loadMore();
		await expect.poll(() => devices.getState().value?.size).toBe(2000);
		await expect.poll(() => devices.getState().status).toBe('ready');
		devices.loadMore();
		await expect.poll(() => devices.getState().isComplete).toBe(true);
		const table = devices.getState().value;
		expect(Array.from({length: table?.size ?? 0}, (_, row) => table?.id(row)).toSorted()).toEqual(fleet);
		expect(table?.search('press-249')).toHaveLength(10);
		// Pages are shown as they arrive, not a thousand at once.
		expect(told.some(({value}) => value !== undefined && value.size < 1000)).toBe(true);
	});

	it('can be asked for one by one, by a policy that lists them, and stay when the list is read anew', async () => {
		const {devices, status} = openHub(large.emulator, {policyName: 'service'});
		watch(devices);
		watch(status);
		await expect.poll(() => devices.getState().status).toBe('ready');
		const table = devices.getState().value;
		const unread = fleet.find(id => table?.rowOf(id) === -1) ?? '';
		expect(await devices.find(unread)).toBe(true);
		expect(await devices.find(unread.toLowerCase())).toBe(false);
		expect(devices.getState()).toMatchObject({isComplete: false, value: {size: 1001}});
		const {fetchedAt} = devices.getState();
		devices.refresh();
		await expect.poll(() => devices.getState().status === 'ready' && devices.getState().fetchedAt !== fetchedAt).toBe(true);
		expect(devices.getState().value?.rowOf(unread)).toBe(1000);
		expect(status.getState()).toMatchObject({service: 'connected'});
	});

	it('are not read by a hub that nobody looks at', () => {
		const {devices} = openHub(large.emulator);
		expect(devices.getState()).toEqual({status: 'idle', isComplete: false});
	});
});

describe('the devices of a small hub', () => {
	const small = setUpEmulator({deviceIds: ['press-01', 'pump-17']});

	it('show their state', async () => {
		const client = await openDevice(small.emulator, 'press-01');
		await createRegistry(small.emulator).addDevices([
			{deviceId: 'off-1', status: 'disabled'},
			{deviceId: 'cert-1', authentication: {type: 'certificateAuthority'}},
		]);
		const {devices} = openHub(small.emulator);
		watch(devices);
		await expect.poll(() => devices.getState().isComplete).toBe(true);
		const table = devices.getState().value;
		const row = (deviceId: string) => table?.rowOf(deviceId) ?? -1;
		expect(table?.isConnected(row('press-01'))).toBe(true);
		expect(table?.isConnected(row('pump-17'))).toBe(false);
		expect(table?.isEnabled(row('off-1'))).toBe(false);
		expect(table?.authentication(row('cert-1'))).toBe('certificateAuthority');
		expect(table?.authentication(row('press-01'))).toBe('sas');
		expect(table?.lastActivityAt(row('press-01'))).toBeGreaterThan(Date.now() - 600_000);
		expect(table?.lastActivityAt(row('pump-17'))).toBe(0);
		await client.close();
	});

	it('that are new appear when read anew, and those that are gone leave', async () => {
		const {devices} = openHub(small.emulator);
		watch(devices);
		registerDevices(small.emulator, ['gone-1']);
		await expect.poll(() => devices.getState().status).toBe('ready');
		devices.refresh();
		await expect.poll(() => devices.getState().value?.rowOf('gone-1')).toBeGreaterThanOrEqual(0);
		registerDevices(small.emulator, ['new-1']);
		small.emulator.core.registry.delete('gone-1', '*');
		devices.refresh();
		await expect.poll(() => devices.getState().value?.rowOf('new-1')).toBeGreaterThanOrEqual(0);
		expect(devices.getState().value?.rowOf('gone-1')).toBe(-1);
	});

	it('stay the same object while they stay the same', async () => {
		const {devices} = openHub(small.emulator);
		const {told} = watch(devices);
		await expect.poll(() => devices.getState().totalCount).toBeDefined();
		const {value, fetchedAt} = devices.getState();
		devices.refresh();
		await expect.poll(() => devices.getState().status === 'ready' && told.at(-1)?.fetchedAt !== fetchedAt).toBe(true);
		expect(devices.getState().value).toBe(value);
	});

	it('can be listed by a policy that may not read statistics', async () => {
		const hub = openHub(small.emulator, {policyName: 'service'});
		watch(hub.devices);
		watch(hub.status);
		await expect.poll(() => hub.devices.getState().status).toBe('ready');
		// Statistics are asked for after the list: read anew, it tells that they have been.
		const {fetchedAt} = hub.devices.getState();
		hub.devices.refresh();
		await expect.poll(() => hub.devices.getState().status === 'ready' && hub.devices.getState().fetchedAt !== fetchedAt).toBe(true);
		expect(hub.devices.getState().totalCount).toBeUndefined();
		expect(hub.status.getState()).toMatchObject({service: 'connected'});
	});
});
