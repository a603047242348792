import type {HubAddress} from './address.js';
import {createDeviceDirectory} from './devices.js';
import {createMethodCalls} from './methods.js';
import {createRest} from './rest.js';
import {createStatusKeeper} from './status.js';
import {createTelemetryFeed} from './telemetry/feed.js';
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
};

/**
 * A hub to look at. Nothing is loaded and nothing is connected before somebody subscribes to a store or calls the writer; what fails
 * then appears in the snapshots as a HubError.
 */
export function connectHub(address: HubAddress, options: ConnectOptions = {}): Hub {
	const tokens = createTokenSource(address);
	const status = createStatusKeeper(tokens);
	const rest = createRest(address, tokens, {isReadOnly: options.isReadOnly ?? false, observer: status});
	const devices = createDeviceDirectory(rest);
	const {consumerGroup = '$Default', ringLimits} = options;
	const telemetry = createTelemetryFeed(address, {consumerGroup, ...(ringLimits ? {ringLimits} : {})});
	const twins = createTwinStores(rest);
	const methods = createMethodCalls();
	const writer = createWriter(rest, twins, methods);
	return {
		hostName: address.hostName,
		policyName: address.policyName,
		status: status.owner.store,
		devices: devices.directory,
		telemetry: telemetry.feed,
		twin: deviceId => twins.open(deviceId).store,
		methods: methods.calls,
		...(writer ? {writer} : {}),
		async close() {
			methods.close();
			devices.close();
			twins.close();
			await telemetry.close();
			rest.close();
			status.owner.close();
		},
	};
}
