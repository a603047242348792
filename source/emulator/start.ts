import {randomBytes} from 'node:crypto';
import {loadCertificate} from './certificate.js';
import {createCore} from './core/core.js';
import {HubFault} from './core/fault.js';
import type {Clock, CoreOptions, HubCore, Permission, Policy} from './core/types.js';
import {type DeviceStore, openDeviceStore} from './device-store.js';
import {EmulatorError} from './emulator-error.js';
import {requireLoopbackName} from './loopback.js';
import {createConnectionStrings} from './start-connection-strings.js';
import {openDirectory} from './start-directory.js';
import {followFaults} from './start-faults.js';
import {startFronts} from './start-fronts.js';
import type {Emulator, EmulatorOptions} from './types.js';

/** The policies every IoT Hub is born with ("Control access to IoT Hub using shared access signatures"). */
const builtInPolicies: readonly (readonly [name: string, permissions: readonly Permission[]])[] = [
	['iothubowner', ['RegistryRead', 'RegistryWrite', 'ServiceConnect', 'DeviceConnect']],
	['service', ['ServiceConnect']],
	['device', ['DeviceConnect']],
	['registryRead', ['RegistryRead']],
	['registryReadWrite', ['RegistryRead', 'RegistryWrite']],
];
const maxPartitions = 32;
const createKey = () => randomBytes(32).toString('base64');

/** The machine's clock, as far ahead as the function says. */
function createClock(offsetMs: () => number): Clock {
	return {
		now: () => Date.now() + offsetMs(),
		offsetMs,
		after(delayMs, task) {
			const timer = setTimeout(task, delayMs).unref();
			return () => clearTimeout(timer);
		},
	};
}

function createPolicies(store: DeviceStore | undefined): readonly Policy[] {
	return builtInPolicies.map(([name, permissions]) => ({name, permissions, key: store?.policyKey(name, createKey) ?? createKey()}));
}

function createHub(options: CoreOptions, dataDirectory: string | undefined): HubCore {
	try {
		return createCore(options);
	} catch (error) {
		if (dataDirectory === undefined) throw error;
		throw new EmulatorError(
			`The devices stored in ${dataDirectory} cannot be read.`,
			'Move its hub.db away to start with an empty hub, or choose another data directory.',
			{cause: error},
		);
	}
}

function registerMissing(core: HubCore, deviceIds: readonly string[]): void {
	for (const deviceId of deviceIds) {
		try {
			core.registry.put(deviceId, {deviceId}, undefined);
		} catch (error) {
			if (!(error instanceof HubFault) || error.faultName !== 'DeviceAlreadyExists') throw error;
		}
	}
}

function requirePartitionCount(partitionCount: number | undefined): void {
	if (partitionCount === undefined || (Number.isInteger(partitionCount) && partitionCount >= 1 && partitionCount <= maxPartitions)) return;
	throw new EmulatorError(`A hub cannot have ${partitionCount} partitions.`, `Choose a whole number from 1 to ${maxPartitions}.`);
}

/**
 * Starts a local hub: its core, its certificate and its three fronts, all of which accept connections when this resolves.
 * @throws EmulatorError when the host name, a port or the data directory cannot be used; nothing is left running then.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
	requirePartitionCount(options.partitionCount);
	const hostName = await requireLoopbackName(options.hostName ?? 'localhost');
	const closers: (() => void | Promise<void>)[] = [];
	const close = async () => {
		for (const closeNext of closers.splice(0).reverse()) await closeNext();
	};
	try {
		const directory = await openDirectory(options.dataDirectory);
		closers.push(directory.close);
		const store = options.dataDirectory === undefined ? undefined : await openDeviceStore(directory.path);
		if (store !== undefined) closers.push(store.close);
		const {authority, certificate, caFile} = await loadCertificate(directory.path, hostName);
		const {partitionCount, feedbackDelayMs, consumerGroups} = options;
		let readOffset = () => 0;
		const core = createHub(
			{
				hostNames: [...new Set([hostName, 'localhost'])],
				eventHubName: 'telemetry',
				policies: createPolicies(store),
				partitionCount,
				feedbackDelayMs,
				consumerGroups,
				clock: createClock(() => readOffset()),
				devices: store?.devices,
			},
			options.dataDirectory,
		);
		readOffset = core.faults.clockOffsetMs;
		closers.push(core.close);
		store?.follow(core);
		// What faults have changed in devices must not outlive them.
		closers.push(() => core.faults.clearAll());
		registerMissing(core, options.deviceIds ?? []);
		const fronts = await startFronts({core, certificate}, options.ports);
		closers.push(fronts.close);
		const following = followFaults(core, fronts.gates, {authority, hostName, certificate});
		closers.push(following.close);
		const address = {hostName, ports: fronts.ports, caFile};
		return {core, ...address, ca: certificate.ca, ...createConnectionStrings(core, address), settleFaults: following.settle, close};
	} catch (error) {
		await close();
		throw error;
	}
}
