import {randomInt} from 'node:crypto';
import type {ConnectionTable} from './connections.js';
import {type Device, type DeviceTable, isListening} from './devices.js';
import {HubFault} from './fault.js';
import type {Timers} from './timers.js';
import type {MethodCall, MethodResponse, Methods} from './types.js';

/** Limits of "Understand and invoke direct methods from IoT Hub". */
const longestPayloadBytes = 128 * 1024;
const longestTimeoutSeconds = 300;
const shortestResponseTimeoutSeconds = 5;
/** The service does not publish its limit; this one keeps a silent device from gathering calls without end. */
const mostCallsPerDevice = 128;
/** Printable ASCII without space and without $ ( ) < > @ , ; : \ " / [ ] ? = { } */
const methodNamePattern = /^[!#%&'*+\-.0-9A-Z^_`a-z|~]{1,1024}$/;

type PendingCall = {readonly call: MethodCall; resolve(response: MethodResponse): void; fail(fault: HubFault): void; cancelTimer(): void};
type DeviceCalls = {readonly waiting: Set<PendingCall>; readonly inFlight: Map<string, PendingCall>};

/** Direct methods: waits for the device, hands it the call, waits for its answer. */
export function createMethods(devices: DeviceTable, connections: ConnectionTable, timers: Timers): Methods & {close(): void} {
	const callsByDevice = new Map<string, DeviceCalls>();
	// Decimal and small: some devices read the id as a number of 32 bits. Not from 1, so that what a device still answers to an earlier run of
	// the hub is no answer to the first calls of this one.
	let lastRequestId = randomInt(2 ** 16);
	let isClosed = false;

	const forget = (deviceId: string, calls: DeviceCalls) => {
		if (calls.waiting.size + calls.inFlight.size === 0) callsByDevice.delete(deviceId);
	};

	const dispatch = (device: Device, calls: DeviceCalls, pending: PendingCall) => {
		const {methodName, payload, responseTimeoutInSeconds} = pending.call;
		lastRequestId += 1;
		const requestId = String(lastRequestId);
		calls.inFlight.set(requestId, pending);
		pending.cancelTimer = timers.at(timers.now() + responseTimeoutInSeconds * 1000, () => {
			calls.inFlight.delete(requestId);
			forget(device.deviceId, calls);
			pending.fail(new HubFault('GatewayTimeout'));
		});
		device.connection?.link.deliverMethod({requestId, methodName, payload});
	};

	const wait = (device: Device, calls: DeviceCalls, pending: PendingCall) => {
		calls.waiting.add(pending);
		pending.cancelTimer = timers.at(timers.now() + pending.call.connectTimeoutInSeconds * 1000, () => {
			calls.waiting.delete(pending);
			forget(device.deviceId, calls);
			pending.fail(new HubFault('DeviceNotOnline'));
		});
	};

	connections.onListening((device, feature) => {
		const calls = callsByDevice.get(device.deviceId);
		if (feature !== 'methods' || calls === undefined) return;
		for (const pending of [...calls.waiting]) {
			calls.waiting.delete(pending);
			pending.cancelTimer();
			dispatch(device, calls, pending);
		}
	});

	return {
		invoke: (deviceId, call) =>
			new Promise((resolve, reject) => {
				if (isClosed) throw shutDown();
				checkCall(call);
				const device = devices.require(deviceId);
				if (!isListening(device, 'methods') && call.connectTimeoutInSeconds === 0) throw new HubFault('DeviceNotOnline');
				const calls = callsByDevice.get(deviceId) ?? {waiting: new Set(), inFlight: new Map()};
				if (calls.waiting.size + calls.inFlight.size >= mostCallsPerDevice) throw new HubFault('DeviceMaximumInflightMethodExceeded');
				callsByDevice.set(deviceId, calls);
				const pending: PendingCall = {call, resolve, fail: reject, cancelTimer: () => {}};
				if (isListening(device, 'methods')) dispatch(device, calls, pending);
				else wait(device, calls, pending);
			}),
		complete(deviceId, requestId, response) {
			const calls = callsByDevice.get(deviceId);
			const pending = calls?.inFlight.get(requestId);
			if (calls === undefined || pending === undefined) return;
			calls.inFlight.delete(requestId);
			forget(deviceId, calls);
			pending.cancelTimer();
			if (Buffer.byteLength(response.payload) > longestPayloadBytes) {
				pending.fail(new HubFault('MessageTooLarge', "The device's answer exceeds 128 KB."));
			} else pending.resolve(response);
		},
		close() {
			isClosed = true;
			for (const {waiting, inFlight} of callsByDevice.values()) {
				for (const pending of [...waiting, ...inFlight.values()]) pending.fail(shutDown());
			}
			callsByDevice.clear();
		},
	};
}

function shutDown(): HubFault {
	return new HubFault('ServerError', 'The local hub is shutting down.');
}

function checkCall({methodName, payload, responseTimeoutInSeconds, connectTimeoutInSeconds}: MethodCall): void {
	if (!methodNamePattern.test(methodName)) {
		throw new HubFault('ArgumentInvalid', 'A method name has printable ASCII characters other than space and $()<>@,;:\\"/[]?={}.');
	}
	checkTimeout('responseTimeoutInSeconds', responseTimeoutInSeconds, shortestResponseTimeoutSeconds);
	checkTimeout('connectTimeoutInSeconds', connectTimeoutInSeconds, 0);
	if (Buffer.byteLength(payload) > longestPayloadBytes) throw new HubFault('MessageTooLarge', 'A method payload may have at most 128 KB.');
}

function checkTimeout(name: string, seconds: number, shortest: number): void {
	if (Number.isInteger(seconds) && seconds >= shortest && seconds <= longestTimeoutSeconds) return;
	throw new HubFault('ArgumentInvalid', `${name} must be a whole number from ${shortest} to ${longestTimeoutSeconds}.`);
}
