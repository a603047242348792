import {onTestFinished} from 'vitest';
import type {Emulator} from '../../source/emulator/types.js';
import {parseHubAddress} from '../../source/hub/address.js';
import {type ConnectOptions, connectHub} from '../../source/hub/connect.js';
import type {Hub, HubWriter, LiveStore} from '../../source/hub/types.js';
import {findPolicyKey} from './emulator.js';

export type HubTestOptions = ConnectOptions & {
	/** Shared access policy. Default: iothubowner. */
	readonly policyName?: string;
	/** Base64 key, when it is not to be the policy's own. */
	readonly key?: string;
};

/** The address of the emulator's hub, for another policy or with another key. */
export function addressOf(emulator: Emulator, {policyName = 'iothubowner', key}: HubTestOptions = {}) {
	const wanted = key ?? findPolicyKey(emulator, policyName);
	return parseHubAddress(
		emulator.hubConnectionString
			.replace(/SharedAccessKeyName=[^;]*/, `SharedAccessKeyName=${policyName}`)
			.replace(/SharedAccessKey=[^;]*/, `SharedAccessKey=${wanted}`),
	);
}

/** The hub as the console sees it; closed when the test ends. */
export function openHub(emulator: Emulator, options: HubTestOptions = {}): Hub {
	const hub = connectHub(addressOf(emulator, options), options);
	onTestFinished(() => hub.close());
	return hub;
}

/** The writing side of a hub that is not read-only. */
export function writerOf(hub: Hub): HubWriter {
	if (!hub.writer) throw new Error('The hub is read-only.');
	return hub.writer;
}

/** What the device list shows of a device; undefined when it is not in there. */
export function rowOf(hub: Hub, deviceId: string) {
	const table = hub.devices.getState().value;
	const row = table?.rowOf(deviceId) ?? -1;
	return row < 0 || !table ? undefined : {isEnabled: table.isEnabled(row), authentication: table.authentication(row)};
}

/** Keeps a store running until the test ends, as a pane does; collects what it tells. */
export function watch<T>(store: LiveStore<T>): {readonly told: readonly T[]; stop(): void} {
	const told: T[] = [];
	const stop = store.subscribe(() => void told.push(store.getState()));
	onTestFinished(stop);
	return {told, stop};
}

/** Registers devices directly in the hub. */
export function registerDevices(emulator: Emulator, deviceIds: readonly string[]): void {
	for (const deviceId of deviceIds) emulator.core.registry.put(deviceId, {deviceId}, undefined);
}
