import {UsageError} from '../errors.js';
import type {HubAddress} from '../hub/address.js';
import type {RegisteredDevice} from '../hub/identities.js';
import type {SimulateOptions} from '../options.js';
import {show} from '../safe-text.js';
import {isDeviceFault} from '../simulator/faults.js';
import type {DeviceFault, FleetEvent, HubEndpoint} from '../simulator/types.js';
import {type CommandStreams, waitForStop} from './emulator.js';
import {refuseFault} from './fault-control.js';
import {planFleet} from './fleet-plan.js';

/** `time device event text`, one line whatever the device sent. */
function formatEvent({deviceId, type, text}: FleetEvent, now: Date): string {
	return `${now.toISOString()} ${show(deviceId)} ${type.padEnd(12)} ${show(text)}`.trimEnd();
}

function readFault(name: string | undefined): DeviceFault | undefined {
	if (name === undefined || isDeviceFault(name)) return name;
	throw refuseFault(name, ['device']);
}

/** Where a local hub listens; undefined for one at the usual ports. */
function readEndpoint({hostName, httpsPort, amqpsPort, mqttsPort}: HubAddress): HubEndpoint | undefined {
	if (httpsPort === 443 && amqpsPort === 5671 && mqttsPort === 8883) return undefined;
	return {host: hostName, ports: {https: httpsPort, mqtts: mqttsPort, amqps: amqpsPort}};
}

/**
 * `iot-tui simulate`: registers the devices that are missing at a hub and runs them until SIGTERM or SIGINT.
 * Events go to stdout, one line each; the identities stay registered, so that the next run finds them.
 * @throws UsageError for a connection string that is none and for an unknown fault
 * @throws HubError when the hub refuses to register or cannot be reached
 */
export async function runSimulate(options: SimulateOptions, {stdout, stderr, stop}: CommandStreams): Promise<void> {
	const {hubConnectionString, devices, prefix, protocol} = options;
	const fault = readFault(options.fault);
	if (devices === 0) throw new UsageError('There is nothing to simulate with --devices 0.', 'Leave --devices out for 12, or give another number.');
	const stopped = waitForStop(stop);
	const [{parseHubAddress}, {ensureDevices}, {startFleet}] = await Promise.all([
		import('../hub/address.js'),
		import('../hub/identities.js'),
		import('../simulator/fleet.js'),
	]);
	const address = parseHubAddress(hubConnectionString);
	const plan = planFleet(devices, prefix);
	const stopping = new AbortController();
	void stopped.then(() => stopping.abort());
	const deviceIds = plan.map(device => device.deviceId);
	const onWait = (waitMs: number) => stderr.write(`${show(address.hostName)} throttles; asking again in ${Math.ceil(waitMs / 1000)} s.\n`);
	let credentials: readonly RegisteredDevice[];
	try {
		credentials = await ensureDevices(address, deviceIds, {signal: stopping.signal, onWait});
	} catch (error) {
		if (stopping.signal.aborted) return;
		throw error;
	}
	const connectionStrings = new Map(credentials.map(({deviceId, connectionString}) => [deviceId, connectionString]));
	const fleet = startFleet({
		devices: plan.map(device => ({...device, protocol, fault, connectionString: connectionStrings.get(device.deviceId) ?? ''})),
		ca: address.ca,
		endpoint: readEndpoint(address),
		onEvent: event => stdout.write(`${formatEvent(event, new Date())}\n`),
	});
	try {
		await Promise.race([fleet.started, stopped]);
		stderr.write(`${fleet.connectedCount} of ${plan.length} simulated devices are connected to ${show(address.hostName)}. Ctrl+C stops them.\n`);
		await stopped;
	} finally {
		await fleet.close();
		stderr.write(`The devices are stopped. Their ${plan.length} identities stay registered at ${show(address.hostName)}.\n`);
	}
}
