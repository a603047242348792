import {createDevice, type RunningDevice} from './device.js';
import {deviceFaults} from './faults.js';
import {createTimers} from './timers.js';
import type {Fleet, FleetOptions, SimulatedDevice} from './types.js';

const defaultStartRatePerSecond = 50;

/** Runs simulated devices, each with its own client of the device SDK. They start one after another, so that the hub is not rushed. */
export function startFleet({devices, ca, endpoint, startRatePerSecond = defaultStartRatePerSecond, onEvent = () => undefined}: FleetOptions): Fleet {
	const specs = new Map(devices.map(device => [device.deviceId, device]));
	const running = new Map<string, RunningDevice>();
	const timers = createTimers();
	let waiting = devices.length;
	let isClosed = false;
	const {promise: started, resolve: resolveStarted} = Promise.withResolvers<void>();
	if (waiting === 0) resolveStarted();

	const create = (device: SimulatedDevice): RunningDevice => {
		const clientCount = device.fault === undefined ? 1 : (deviceFaults[device.fault].clientCount ?? 1);
		const created = together(Array.from({length: clientCount}, () => createDevice(device, {ca, endpoint}, onEvent)));
		specs.set(device.deviceId, device);
		running.set(device.deviceId, created);
		return created;
	};
	for (const device of devices) create(device);

	for (const [index, {deviceId}] of devices.entries()) {
		timers.after((index * 1000) / startRatePerSecond, () => {
			const countDown = (): void => {
				if (--waiting === 0) resolveStarted();
			};
			const device = running.get(deviceId);
			if (device === undefined) countDown();
			else device.start().then(countDown, countDown);
		});
	}

	return {
		get connectedCount() {
			return [...running.values()].filter(device => device.isConnected).length;
		},
		started,
		devices: specs,
		async run(device) {
			if (isClosed) return;
			const previous = running.get(device.deviceId);
			const created = create(device);
			await previous?.close();
			// It tells its own failures.
			void created.start();
		},
		async stop(deviceId) {
			const device = running.get(deviceId);
			running.delete(deviceId);
			specs.delete(deviceId);
			await device?.close();
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
