import {createAccess} from './access.js';
import {createCloudToDevice} from './c2d/cloud-to-device.js';
import {createConnections} from './connections.js';
import {createDeviceTable} from './devices.js';
import {createEvents} from './events.js';
import {HubFault} from './fault.js';
import {createEffects} from './faults/effects.js';
import {guardVerbs} from './faults/guard.js';
import {createFaults} from './faults.js';
import {createFeedback} from './feedback.js';
import {createMethods} from './methods.js';
import {createQuery} from './query/query.js';
import {createRegistry} from './registry.js';
import {readStoredDevice, writeStoredDevice} from './stored-device.js';
import {createTelemetry} from './telemetry/telemetry.js';
import {createTimers} from './timers.js';
import {createTwins} from './twin/twins.js';
import type {CoreOptions, HubCore} from './types.js';

const defaultFeedbackDelayMs = 15_000;

/** The whole hub without its wires. @throws HubFault IotHubFormatError when a stored device cannot be read */
export function createCore(options: CoreOptions): HubCore {
	const timers = createTimers(options.clock);
	const events = createEvents();
	const devices = createDeviceTable();
	const connections = createConnections(devices, timers, events);
	const twins = createTwins(devices, timers, events);
	const methods = createMethods(devices, connections, timers);
	const feedback = createFeedback(timers, options.feedbackDelayMs ?? defaultFeedbackDelayMs);
	const c2d = createCloudToDevice(devices, connections, feedback, timers, events);
	const registry = createRegistry(devices, twins, timers, events, {
		disable: device => connections.end(device, new HubFault('DeviceDisabled')),
		remove(device) {
			connections.end(device, new HubFault('DeviceNotFound'));
			c2d.forget(device);
			feedback.forget(device.deviceId);
		},
	});

	const stored = (options.devices ?? []).map(readStoredDevice);
	for (const device of stored.sort((one, other) => one.identity.createdAt - other.identity.createdAt)) c2d.resume(devices.add(device));

	const telemetry = createTelemetry(options, devices, timers);
	const faults = createFaults(createEffects({c2d, telemetry, registry}));
	const access = createAccess(options, devices, timers);
	const guarded = guardVerbs({access, telemetry, twins, c2d, connections}, faults, {
		eventHubName: options.eventHubName,
		schedule: (delayMs, task) => void timers.at(timers.now() + delayMs, task),
		cut(deviceId, fault) {
			const device = devices.get(deviceId);
			if (device !== undefined) connections.end(device, fault);
		},
	});

	return {
		options,
		registry,
		methods,
		...guarded,
		feedback,
		faults,
		query: createQuery(devices),
		exportDevice: deviceId => writeStoredDevice(devices.require(deviceId)),
		onEvent: events.onEvent,
		close() {
			timers.cancelAll();
			methods.close();
		},
	};
}
