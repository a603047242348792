import {createDevice} from './device.js';
import {createTimers} from './timers.js';
import type {Fleet, FleetOptions} from './types.js';

const defaultStartRatePerSecond = 50;

/** Runs simulated devices, each with its own client of the device SDK. They start one after another, so that the hub is not rushed. */
export function startFleet({devices, ca, startRatePerSecond = defaultStartRatePerSecond, onEvent = () => undefined}: FleetOptions): Fleet {
	const running = devices.map(device => createDevice(device, ca, onEvent));
	const timers = createTimers();
	let waiting = running.length;
	let isClosed = false;
	const {promise: started, resolve: resolveStarted} = Promise.withResolvers<void>();
	if (waiting === 0) resolveStarted();

	for (const [index, device] of running.entries()) {
		timers.after((index * 1000) / startRatePerSecond, () => {
			const countDown = (): void => {
				if (--waiting === 0) resolveStarted();
			};
			device.start().then(countDown, countDown);
		});
	}

	return {
		get connectedCount() {
			return running.filter(device => device.isConnected).length;
		},
		started,
		async close() {
			if (isClosed) return;
			isClosed = true;
			timers.clear();
			await Promise.all(running.map(async device => device.close()));
			resolveStarted();
		},
	};
}
