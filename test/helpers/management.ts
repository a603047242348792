import {HubError} from '../../source/errors.js';
import {parseHubAddress} from '../../source/hub/address.js';
import type {DeviceIdentity, KeyChange} from '../../source/hub/management-types.js';
import {createSasDesk} from '../../source/hub/sas.js';
import type {Hub} from '../../source/hub/types.js';
import {Secret} from '../../source/secret.js';
import {createFakeHub, devicesOf, type FakeWriter} from './fake-hub.js';

/** 32 bytes of one value, as a key. */
export const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

export const policyKey = keyOf(9);

export const identityOf = (deviceId: string, part: Partial<DeviceIdentity> = {}): DeviceIdentity => ({
	deviceId,
	etag: 'etag1',
	generationId: '638000000000000001',
	isEnabled: true,
	statusReason: '',
	authentication: 'sas',
	keys: {primary: new Secret(keyOf(1)), secondary: new Secret(keyOf(2))},
	isConnected: false,
	connectionStateUpdatedAt: 0,
	lastActivityAt: 0,
	c2dMessageCount: 0,
	...part,
});

const address = parseHubAddress(`HostName=contoso.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=${policyKey}`);

/** A hub in memory whose identities can be read and changed; what was asked of its writer is in `asked`, in order. */
export function createManagedHub(first: readonly DeviceIdentity[], options: {readonly isReadOnly?: boolean} = {}) {
	const identities = new Map(first.map(identity => [identity.deviceId, identity]));
	const asked: unknown[] = [];
	/** Settles the next request instead of the hub. */
	let intercept: (() => Promise<void>) | undefined;

	const current = (deviceId: string): DeviceIdentity => {
		const identity = identities.get(deviceId);
		if (identity === undefined) throw new HubError('not-found', 'The device does not exist.', {hint: 'Check its id.', code: 404001});
		return identity;
	};
	const show = () => fake.devices.set(devicesOf([...identities.values()].map(({deviceId: id, isEnabled}) => ({id, isEnabled}))));
	const store = (identity: DeviceIdentity): DeviceIdentity => {
		identities.set(identity.deviceId, identity);
		fake.identityOf(identity.deviceId).set({status: 'ready', value: identity, fetchedAt: Date.now()});
		show();
		return identity;
	};
	const ask = async (request: unknown) => {
		asked.push(request);
		await intercept?.();
	};
	const change = (identity: DeviceIdentity, wish: KeyChange): DeviceIdentity => {
		const {primary, secondary} = identity.keys ?? {primary: new Secret(''), secondary: new Secret('')};
		if (wish.type === 'swap') return {...identity, keys: {primary: secondary, secondary: primary}};
		return {...identity, keys: {primary, secondary, [wish.which]: wish.type === 'set' ? wish.key : new Secret(keyOf(7))}};
	};
	const writer: FakeWriter = {
		patchDesired: () => Promise.reject(new Error('The test did not ask for this.')),
		invokeMethod() {
			throw new Error('The test did not ask for this.');
		},
		async createDevice(device) {
			await ask({type: 'create', device});
			if (identities.has(device.deviceId)) throw new HubError('exists', 'A device with this id exists already.', {hint: 'Choose another id.', code: 409001});
			const {deviceId, isEnabled, authentication} = device;
			const base = identityOf(deviceId, {isEnabled, authentication: authentication.type});
			return store(authentication.type === 'sas' && authentication.keys ? {...base, keys: authentication.keys} : base);
		},
		async changeKeys(deviceId, wish) {
			await ask({type: 'keys', deviceId, change: wish});
			return store(change(current(deviceId), wish));
		},
		async setStatus(deviceId, isEnabled, statusReason) {
			await ask({type: 'status', deviceId, isEnabled, statusReason});
			return store({...current(deviceId), isEnabled, statusReason});
		},
		async deleteDevice(deviceId) {
			await ask({type: 'delete', deviceId});
			identities.delete(deviceId);
			show();
		},
		async sendC2d(request) {
			await ask({type: 'send', request});
			const snapshot = fake.c2d.getState();
			fake.c2d.set({...snapshot, sent: [...snapshot.sent, {...request, sentAt: Date.now()}]});
			const identity = current(request.deviceId);
			store({...identity, c2dMessageCount: identity.c2dMessageCount + 1});
		},
		async purgeC2d(deviceId) {
			await ask({type: 'purge', deviceId});
			const {c2dMessageCount} = current(deviceId);
			store({...current(deviceId), c2dMessageCount: 0});
			return c2dMessageCount;
		},
	};
	const fake = createFakeHub([], options.isReadOnly ? {} : {writer});
	for (const identity of first) store(identity);
	const hub: Hub = {...fake.hub, sas: createSasDesk(address, fake.hub.identity)};
	return {
		...fake,
		hub,
		asked,
		/** Takes the place of the hub for every request from now on; undefined gives it back. */
		intercept(settle: (() => Promise<void>) | undefined) {
			intercept = settle;
		},
	};
}
