import {HubError} from '../errors.js';
import {createSas, parseSas, type SasTarget} from '../sas/token.js';
import {type NamedKey, verifySas} from '../sas/verify.js';
import {Secret} from '../secret.js';
import type {HubAddress} from './address.js';
import type {DeviceIdentity, DeviceKeys, IdentityStore, SasDesk, SasScope, SasSigner, SecretText} from './management-types.js';

const noKeysHint = 'Sign with the policy instead, or give the policy the right to read the registry.';

const keyOf = (key: SecretText): Secret => new Secret(key.reveal());

/** The identity as it is now, so that a token is never signed with a key that was just replaced. @throws HubError */
async function readIdentity(store: IdentityStore): Promise<DeviceIdentity> {
	await store.refresh();
	const {value, error, status} = store.getState();
	if (value !== undefined && status === 'ready') return value;
	throw error ?? new HubError('unexpected', 'The identity of the device could not be read.', {hint: noKeysHint});
}

async function readKeys(store: IdentityStore): Promise<DeviceKeys> {
	const {keys} = await readIdentity(store);
	if (keys !== undefined) return keys;
	throw new HubError('invalid', 'The device does not sign in with keys.', {hint: 'Sign with the policy instead.'});
}

/** Keys that may have signed a token for the scope; those that cannot be read are left out. */
async function findDeviceKeys(openIdentity: (deviceId: string) => IdentityStore, {deviceId, moduleId}: SasScope): Promise<readonly NamedKey[]> {
	// A module has keys of its own, which are not read here.
	if (deviceId === undefined || moduleId !== undefined) return [];
	try {
		const {primary, secondary} = await readKeys(openIdentity(deviceId));
		return [
			{name: `primary key of ${deviceId}`, key: keyOf(primary)},
			{name: `secondary key of ${deviceId}`, key: keyOf(secondary)},
		];
	} catch (error) {
		if (error instanceof HubError) return [];
		throw error;
	}
}

function targetOf({hostName}: HubAddress, {deviceId, moduleId}: SasScope): SasTarget {
	return {hostName, ...(deviceId === undefined ? {} : {deviceId}), ...(moduleId === undefined ? {} : {moduleId})};
}

/** Shared access signatures made and checked with the keys of a hub's policy and of its devices. */
export function createSasDesk(address: HubAddress, openIdentity: (deviceId: string) => IdentityStore): SasDesk {
	async function findKey({deviceId, moduleId}: SasScope, signer: Exclude<SasSigner, 'policy'>): Promise<Secret> {
		if (deviceId === undefined) {
			throw new HubError('invalid', "A device's key cannot sign for the whole hub.", {hint: 'Sign with the policy, or for the device.'});
		}
		if (moduleId !== undefined) {
			throw new HubError('invalid', "A device's key cannot sign for a module, which has keys of its own.", {hint: 'Sign with the policy.'});
		}
		const keys = await readKeys(openIdentity(deviceId));
		return keyOf(keys[signer]);
	}

	return {
		async sign(scope, lifetimeSeconds, signer) {
			const isPolicy = signer === 'policy';
			const key = isPolicy ? address.key : await findKey(scope, signer);
			const expiresAt = Date.now() + lifetimeSeconds * 1000;
			return new Secret(createSas(targetOf(address, scope), key, expiresAt, isPolicy ? address.policyName : undefined));
		},
		async verify(text, scope) {
			const token = parseSas(text.reveal());
			const policy: NamedKey = {name: `key of policy ${address.policyName}`, key: address.key, policyName: address.policyName};
			const keys = [policy, ...(await findDeviceKeys(openIdentity, scope))];
			return verifySas(token, {keys, target: targetOf(address, scope), now: Date.now()});
		},
	};
}
