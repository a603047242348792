import {UsageError} from '../errors.js';
import type {SimulateOptions} from '../options.js';
import {show} from '../safe-text.js';
import type {FleetEvent} from '../simulator/types.js';
import {type CommandStreams, waitForStop} from './emulator.js';
import {planFleet} from './fleet-plan.js';

/** `time device event text`, one line whatever the device sent. */
function formatEvent({deviceId, type, text}: FleetEvent, now: Date): string {
	return `${now.toISOString()} ${show(deviceId)} ${type.padEnd(12)} ${show(text)}`.trimEnd();
}

/**
 * `iot-tui simulate`: registers the devices that are missing at a hub and runs them until SIGTERM or SIGINT.
 * Events go to stdout, one line each; the identities stay registered, so that the next run finds them.
 * @throws UsageError for a connection string that is none
 * @throws HubError when the hub refuses to register or cannot be reached
 */
export async function runSimulate({hubConnectionString, devices, prefix}: SimulateOptions, {stdout, stderr, stop}: CommandStreams): Promise<void> {
	if (devices === 0) throw new UsageError('There is nothing to simulate with --devices 0.', 'Leave --devices out for 12, or give another number.');
	const stopped = waitForStop(stop);
	const [{parseHubAddress}, {ensureDevices}, {startFleet}] = await Promise.all([
		import('../hub/address.js'),
		import('../hub/identities.js'),
		import('../simulator/fleet.js'),
	]);
	const address = parseHubAddress(hubConnectionString);
	const plan = planFleet(devices, prefix);
	const credentials = await ensureDevices(
		address,
		plan.map(device => device.deviceId),
	);
	const connectionStrings = new Map(credentials.map(({deviceId, connectionString}) => [deviceId, connectionString]));
	const fleet = startFleet({
		devices: plan.map(device => ({...device, connectionString: connectionStrings.get(device.deviceId) ?? ''})),
		ca: address.ca,
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
