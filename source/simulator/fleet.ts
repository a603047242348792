import {createDevice, type RunningDevice} from './device.js';
import {deviceFaults} from './faults.js';
import {createTimers} from './timers.js';
import type {DeviceFault, Fleet, FleetOptions, SimulatedDevice} from './types.js';

const defaultStartRatePerSecond = 50;

/** Runs simulated devices, each with its own client of the device SDK. They start one after another, so that the hub is not rushed. */
export function startFleet({devices, ca, endpoint, startRatePerSecond = defaultStartRatePerSecond, onEvent = () => undefined}: FleetOptions): Fleet {
	const faults = new Map<string, DeviceFault>();
	const running = new Map<string, RunningDevice>();
	const timers = createTimers();
	let waiting = devices.length;
	let isClosed = false;
	const {promise: started, resolve: resolveStarted} = Promise.withResolvers<void>();
	if (waiting === 0) resolveStarted();

	const create = (device: SimulatedDevice): RunningDevice => {
		const {fault} = device;
		if (fault === undefined) faults.delete(device.deviceId);
		else faults.set(device.deviceId, fault);
		const clientCount = fault === undefined ? 1 : (deviceFaults[fault].clientCount ?? 1);
		const created = together(Array.from({length: clientCount}, () => createDevice(device, {ca, endpoint}, onEvent)));
		running.set(device.deviceId, created);
		return created;
	};
	for (const device of devices) create(device);

	for (const [index, {deviceId}] of devices.entries()) {
		timers.after((index * 1000) / startRatePerSecond, () => {
			const countDown = (): void => {
				if (--waiting === 0) resolveStarted();
			};
			running.get(deviceId)?.start().then(countDown, countDown);
		});
	}

	return {
		get connectedCount() {
			return [...running.values()].filter(device => device.isConnected).length;
		},
		started,
		deviceIds: devices.map(device => device.deviceId),
		faults,
		async setFault(deviceId, fault) {
			const device = devices.find(candidate => candidate.deviceId === deviceId);
			if (device === undefined || isClosed || faults.get(deviceId) === fault) return;
			const previous = running.get(deviceId);
			const created = create({...device, fault});
			await previous?.close();
			// It tells its own failures.
			void created.start();
		},
		async close() {
			if (isClosed) return;
			isClosed = true;
			timers.clear();
			await Promise.all([...running.values()].map(async device => device.close()));
			resolveStarted();
		},
	};
}

/** Several clients as one device. */
function together(clients: readonly RunningDevice[]): RunningDevice {
	return {
		get isConnected() {
			return clients.some(client => client.isConnected);
		},
		async start() {
			await Promise.all(clients.map(async client => client.start()));
		},
		async close() {
			await Promise.all(clients.map(async client => client.close()));
		},
	};
}
