import {Secret} from '../secret.js';
import type {HubAddress} from './address.js';
import {createC2dStore, createReadOnlyC2dStore} from './c2d/store.js';
import {deviceConnectionString} from './device-connection-string.js';
import {createDeviceDirectory} from './devices.js';
import {createMethodCalls} from './methods.js';
import {createIdentityStores} from './registry/identity-stores.js';
import {createRest} from './rest.js';
import {createSasDesk} from './sas.js';
import {createStatusKeeper, followRecovery} from './status.js';
import {createTelemetryFeed} from './telemetry/feed.js';
import {createTelemetryHistory} from './telemetry/history.js';
import type {RingLimits} from './telemetry/ring.js';
import {createTokenSource} from './token.js';
import {createTwinStores} from './twin.js';
import type {Hub} from './types.js';
import {createWriter} from './writer.js';

export type ConnectOptions = {
	/** The hub gets no `writer`, and its REST client cannot write. */
	readonly isReadOnly?: boolean;
	/** Of the built-in endpoint. Default `$Default`. */
	readonly consumerGroup?: string;
	/** What the telemetry feed keeps. Default 20,000 messages or 64 MiB, whichever is met first. */
	readonly ringLimits?: RingLimits;
	/** Most messages that the message counts read back. Default 500,000. */
	readonly mostPastMessages?: number;
};

/**
 * A hub to look at. Nothing is loaded and nothing is connected before somebody subscribes to a store or calls the writer; what fails
 * then appears in the snapshots as a HubError.
 */
export function connectHub(address: HubAddress, options: ConnectOptions = {}): Hub {
	const {isReadOnly = false, consumerGroup = '$Default', ringLimits, mostPastMessages} = options;
	const tokens = createTokenSource(address);
	const status = createStatusKeeper(tokens);
	const rest = createRest(address, tokens, {isReadOnly, observer: status});
	const devices = createDeviceDirectory(rest);
	const telemetry = createTelemetryFeed(address, {consumerGroup, onRecovery, ...(ringLimits ? {ringLimits} : {})});
	const history = createTelemetryHistory(address, telemetry, {consumerGroup, ...(mostPastMessages === undefined ? {} : {mostMessages: mostPastMessages})});
	const twins = createTwinStores(rest);
	const identities = createIdentityStores(rest);
	const methods = createMethodCalls();
	const c2d = isReadOnly ? undefined : createC2dStore(address, tokens);
	const writer = createWriter(rest, {identities, twins, devices, methods, c2d});
	const stopFollowing = followRecovery(status.owner.store, onRecovery);
	const identity = (deviceId: string) => identities.open(deviceId).store;
	/** Something got through: what else failed while the hub was away need not wait until its own pause is over. */
	function onRecovery(): void {
		if (devices.directory.getState().status === 'failed') devices.directory.refresh();
		if (telemetry.feed.getState().status === 'failed') telemetry.feed.reconnect();
		twins.refreshFailed();
		identities.refreshFailed();
	}

	return {
		hostName: address.hostName,
		policyName: address.policyName,
		consumerGroup,
		status: status.owner.store,
		devices: devices.directory,
		telemetry: telemetry.feed,
		history: history.history,
		twin: deviceId => twins.open(deviceId).store,
		methods: methods.calls,
		identity,
		c2d: c2d?.store ?? createReadOnlyC2dStore(),
		sas: createSasDesk(address, identity),
		deviceConnectionString: (deviceId, key) => new Secret(deviceConnectionString(address, deviceId, key.reveal())),
		...(writer ? {writer} : {}),
		async close() {
			stopFollowing();
			methods.close();
			devices.close();
			twins.close();
			identities.close();
			await Promise.all([history.close(), c2d?.close()]);
			await telemetry.close();
			rest.close();
			status.owner.close();
		},
	};
}
