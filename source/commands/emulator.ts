import type {Emulator} from '../emulator/types.js';
import {UsageError} from '../errors.js';
import type {EmulatorCommandOptions} from '../options.js';
import {show} from '../safe-text.js';
import type {Fleet} from '../simulator/types.js';
import {createFaultControl, splitFault} from './fault-control.js';
import {type PlannedDevice, planFleet} from './fleet-plan.js';
import {toJsonLine} from './json-line.js';

type Output = {write(text: string): unknown};
/** `stop` ends the command as SIGTERM and SIGINT do. */
export type CommandStreams = {readonly stdout: Output; readonly stderr: Output; readonly stop?: AbortSignal};

/** Resolves at the first SIGTERM or SIGINT, or when `stop` says so; a second signal ends the process at once. */
export function waitForStop(stop: AbortSignal | undefined): Promise<void> {
	return new Promise(resolve => {
		const signals = ['SIGTERM', 'SIGINT'] as const;
		const leave = () => {
			for (const signal of signals) process.off(signal, leave);
			resolve();
		};
		for (const signal of signals) process.on(signal, leave);
		stop?.addEventListener('abort', leave, {once: true});
		if (stop?.aborted === true) leave();
	});
}

async function start(options: EmulatorCommandOptions, plan: readonly PlannedDevice[]): Promise<Emulator> {
	const [{startEmulator}, {EmulatorError}] = await Promise.all([import('../emulator/start.js'), import('../emulator/emulator-error.js')]);
	try {
		return await startEmulator({
			hostName: options.hostName,
			ports: {https: options.httpsPort, mqtts: options.mqttsPort, amqps: options.amqpsPort},
			dataDirectory: options.dataDirectory,
			partitionCount: options.partitions,
			deviceIds: plan.map(device => device.deviceId),
		});
	} catch (error) {
		if (error instanceof EmulatorError) throw new UsageError(error.message, error.hint);
		throw error;
	}
}

async function simulate(emulator: Emulator, plan: readonly PlannedDevice[]): Promise<Fleet | undefined> {
	if (plan.length === 0) return undefined;
	const {startFleet} = await import('../simulator/fleet.js');
	const devices = plan.map(device => ({...device, connectionString: emulator.deviceConnectionString(device.deviceId)}));
	return startFleet({devices, ca: emulator.ca, endpoint: {host: 'localhost', ports: emulator.ports}});
}

/** The one line of `--json`: everything another program needs to use the hub. */
function formatJson(emulator: Emulator, plan: readonly PlannedDevice[]): string {
	const {hostName, ports, caFile, hubConnectionString, eventHubConnectionString} = emulator;
	const devices = plan.map(({deviceId}) => ({deviceId, connectionString: emulator.deviceConnectionString(deviceId)}));
	return toJsonLine({hostName, ports, caFile, hubConnectionString, eventHubConnectionString, devices});
}

/** More would push the rest off a screen. */
const mostListedDevices = 12;
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function formatText(emulator: Emulator, plan: readonly PlannedDevice[], faults: readonly string[]): string {
	const {hostName, ports, caFile} = emulator;
	const lines = [
		`A local IoT Hub named ${hostName} is running, for this machine only.`,
		'',
		`  HTTPS ${ports.https}   MQTT ${ports.mqtts}   AMQP ${ports.amqps}`,
		`  CA certificate ${caFile}`,
		'',
		'iot-tui in another terminal:',
		`  export IOTHUB_CONNECTION_STRING=${quote(emulator.hubConnectionString)}`,
		'',
		'Programs with an Azure SDK must trust the CA certificate; those on Node do with:',
		`  export NODE_EXTRA_CA_CERTS=${quote(caFile)}`,
		'Service SDKs ignore the ports in the connection string: start with --https-port 443 and --amqps-port 5671 for them.',
		'',
		'Telemetry, for an Event Hubs SDK:',
		`  ${emulator.eventHubConnectionString}`,
		'',
		...(plan.length === 0 ? ['No devices are simulated; --devices N simulates some.'] : [`${plan.length} simulated devices:`]),
		...plan.slice(0, mostListedDevices).map(({deviceId}) => `  ${emulator.deviceConnectionString(deviceId)}`),
		...(plan.length > mostListedDevices ? [`  and ${plan.length - mostListedDevices} more, which --json lists`] : []),
		'',
		...(faults.length === 0 ? [] : [`Wrong on purpose: ${faults.join(', ')}`, '']),
		'Ctrl+C stops the hub.',
	];
	return `${lines.map(line => show(line)).join('\n')}\n`;
}

/**
 * `iot-tui emulator`: runs a local hub, with simulated devices if wanted, until SIGTERM or SIGINT.
 * With `isJson` exactly one line goes to stdout, once every port accepts connections.
 * @throws UsageError when a port, the host name or the data directory cannot be used, and for an unknown fault
 */
export async function runEmulator(options: EmulatorCommandOptions, {stdout, stderr, stop}: CommandStreams): Promise<void> {
	const stopped = waitForStop(stop);
	const plan = planFleet(options.devices);
	const emulator = await start(options, plan);
	let fleet: Fleet | undefined;
	try {
		fleet = await simulate(emulator, plan);
		// A fault may delete a device, whose connection string is told all the same.
		const announcement = options.isJson ? formatJson(emulator, plan) : formatText(emulator, plan, options.faults);
		const control = createFaultControl(emulator, fleet);
		for (const fault of options.faults) await control.set(...splitFault(fault));
		stdout.write(announcement);
		if (fleet === undefined) return await stopped;
		await Promise.race([fleet.started, stopped]);
		stderr.write(`${fleet.connectedCount} of ${plan.length} simulated devices are connected.\n`);
		await stopped;
	} finally {
		await fleet?.close();
		await emulator.close();
	}
}
