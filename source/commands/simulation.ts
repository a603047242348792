import {createStore} from 'zustand/vanilla';
import {EmulatorError} from '../emulator/emulator-error.js';
import type {Emulator} from '../emulator/types.js';
import {UsageError} from '../errors.js';
import {show} from '../safe-text.js';
import {Secret} from '../secret.js';
import type {SimulatedNow, Simulation} from '../simulation.js';
import {bendConnectionString} from '../simulator/credentials.js';
import {deviceFaults} from '../simulator/faults.js';
import {startFleet} from '../simulator/fleet.js';
import {profiles} from '../simulator/profiles.js';
import type {Fleet, FleetEvent, ProfileId, SimulatedDevice} from '../simulator/types.js';
import type {PlannedDevice} from './fleet-plan.js';

const isProfileId = (kind: string): kind is ProfileId => Object.hasOwn(profiles, kind);

/** What an event of a device's program changes in what is told of it; undefined: nothing. */
function follow(before: SimulatedNow, {type, text}: FleetEvent): SimulatedNow | undefined {
	const {failure, ...rest} = before;
	if (type === 'connected') return {...rest, isConnected: true};
	if (type === 'disconnected') return {...before, isConnected: false};
	if (type !== 'error' || before.isConnected || failure === text) return undefined;
	return {...rest, failure: text};
}

/** Runs simulated devices on a hub in this thread, and keeps what their programs say of their connections. */
export function startSimulation(emulator: Emulator, plan: readonly PlannedDevice[]): {readonly fleet: Fleet; readonly simulation: Simulation} {
	const store = createStore<ReadonlyMap<string, SimulatedNow>>(
		() => new Map(plan.map(({deviceId, profileId}) => [deviceId, {deviceId, kind: profileId, isConnected: false}])),
	);
	const keep = (deviceId: string, now: SimulatedNow | undefined): void => {
		const devices = new Map(store.getState());
		if (now === undefined) devices.delete(deviceId);
		else devices.set(deviceId, now);
		store.setState(devices, true);
	};
	const fleet = startFleet({
		devices: plan.map(device => ({...device, connectionString: emulator.deviceConnectionString(device.deviceId)})),
		ca: emulator.ca,
		endpoint: {host: 'localhost', ports: emulator.ports},
		onEvent(event) {
			const before = store.getState().get(event.deviceId);
			const now = before === undefined ? undefined : follow(before, event);
			if (now !== undefined) keep(event.deviceId, now);
		},
	});

	const find = (deviceId: string): SimulatedDevice => {
		const device = fleet.devices.get(deviceId);
		if (device === undefined) throw new UsageError(`No device ${show(deviceId)} is simulated.`, `Type simulate ${show(deviceId)} to run one.`);
		return device;
	};
	const run = async (device: SimulatedDevice): Promise<void> => {
		keep(device.deviceId, {deviceId: device.deviceId, kind: device.profileId, isConnected: false});
		await fleet.run(device);
	};
	const readConnectionString = (deviceId: string): string => {
		try {
			return emulator.deviceConnectionString(deviceId);
		} catch (error) {
			if (error instanceof EmulatorError) throw new UsageError(error.message, error.hint);
			throw new UsageError(`The hub has no device ${show(deviceId)}.`, 'Register it first (n), or correct the id: upper and lower case count.');
		}
	};

	return {
		fleet,
		simulation: {
			getState: store.getState,
			subscribe: listener => store.subscribe(() => listener()),
			kinds: Object.keys(profiles),
			async start(deviceId, kind = 'tutorial') {
				if (!isProfileId(kind)) {
					throw new UsageError(`There is no kind ${show(kind)} of simulated device.`, `The kinds are ${Object.keys(profiles).join(', ')}.`);
				}
				await run({deviceId, profileId: kind, connectionString: readConnectionString(deviceId)});
			},
			restart: async deviceId => run(find(deviceId)),
			async stop(deviceId) {
				find(deviceId);
				await fleet.stop(deviceId);
				keep(deviceId, undefined);
			},
			async credential(deviceId) {
				const device = fleet.devices.get(deviceId);
				if (device === undefined) return undefined;
				return new Secret(bendConnectionString(device.connectionString, device.fault === undefined ? {summary: ''} : deviceFaults[device.fault]));
			},
		},
	};
}
