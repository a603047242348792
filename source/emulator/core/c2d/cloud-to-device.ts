import {randomUUID} from 'node:crypto';
import type {ConnectionTable} from '../connections.js';
import {type Device, type DeviceTable, isListening} from '../devices.js';
import type {Events} from '../events.js';
import {HubFault} from '../fault.js';
import type {FeedbackTable} from '../feedback.js';
import {measureMessage} from '../message-size.js';
import type {CloudToDevice, FeedbackStatus} from '../messages.js';
import type {Timers} from '../timers.js';
import type {C2dItem} from './queue.js';

/** Rules of "Understand cloud-to-device messaging from an IoT hub". */
const longestQueue = 50;
const largestMessageBytes = 64 * 1024;
const timeToLiveMs = 60 * 60 * 1000;
const usualLockMs = 60 * 1000;
const mostDeliveries = 10;

/** What the rest of the core asks of the queues besides the contract. */
export type CloudToDeviceTable = CloudToDevice & {
	/** Starts the clock of a queue from an earlier run. What expired meanwhile goes with its first tick, when those who persist it listen. */
	resume(device: Device): void;
	/** Stops the clock of a device that is deleted. */
	forget(device: Device): void;
};

/** Queues of messages to devices: locks, deliveries, expiry and feedback, by the rules of "Send cloud-to-device messages". */
export function createCloudToDevice(
	devices: DeviceTable,
	connections: ConnectionTable,
	feedback: FeedbackTable,
	timers: Timers,
	events: Events,
): CloudToDeviceTable {
	const cancels = new Map<Device, () => void>();

	const settle = (device: Device, item: C2dItem, statusCode: FeedbackStatus) => feedback.report(device, item.message, statusCode);
	const tellChanged = ({deviceId}: Device) => events.emit({type: 'device-changed', deviceId});
	const notify = (device: Device) => {
		if (isListening(device, 'c2d') && device.queue.firstUnlocked() !== undefined) device.connection?.link.notifyC2d();
	};

	const stopClock = (device: Device): void => {
		cancels.get(device)?.();
		cancels.delete(device);
	};

	/** Sets the clock of a queue to the next moment that matters. */
	const setClock = (device: Device): void => {
		stopClock(device);
		if (device.queue.count > 0)
			cancels.set(
				device,
				timers.at(device.queue.nextDeadline(), () => refresh(device)),
			);
	};

	/** Brings the queue up to the present time. */
	const refresh = (device: Device): void => {
		const {queue} = device;
		const unlocked = queue.unlock(timers.now());
		const expired = queue.expire(timers.now());
		for (const item of expired) settle(device, item, 'Expired');
		setClock(device);
		if (expired.length > 0) tellChanged(device);
		if (unlocked > 0) notify(device);
	};

	const take = (deviceId: string, lockToken: string): {readonly device: Device; readonly item: C2dItem} => {
		const device = devices.require(deviceId);
		refresh(device);
		const item = device.queue.findLocked(lockToken);
		if (item === undefined) throw new HubFault('DeviceMessageLockLost');
		return {device, item};
	};

	const finish = (device: Device, item: C2dItem, statusCode: FeedbackStatus) => {
		device.queue.remove(item);
		settle(device, item, statusCode);
		refresh(device);
		tellChanged(device);
	};

	connections.onListening((device, feature) => {
		if (feature !== 'c2d') return;
		refresh(device);
		notify(device);
	});

	return {
		resume: setClock,
		forget: stopClock,
		send(deviceId, message) {
			const device = devices.require(deviceId);
			if (measureMessage(message) > largestMessageBytes) throw new HubFault('MessageTooLarge', 'A cloud-to-device message may have at most 64 KB.');
			refresh(device);
			const {queue} = device;
			if (queue.count >= longestQueue) throw new HubFault('DeviceMaximumQueueDepthExceeded');
			const enqueuedAt = timers.now();
			const expiresAt = message.system.absoluteExpiryTime ?? enqueuedAt + timeToLiveMs;
			const body = Buffer.from(message.body);
			queue.add({message: {...message, body}, sequenceNumber: queue.nextSequenceNumber, enqueuedAt, expiresAt, deliveryCount: 0, lock: undefined});
			tellChanged(device);
			refresh(device);
			notify(device);
		},
		receive(deviceId, lockMs = usualLockMs) {
			const device = devices.require(deviceId);
			refresh(device);
			const item = device.queue.firstUnlocked();
			if (item === undefined) return undefined;
			const token = randomUUID();
			const lockedUntil = timers.now() + lockMs;
			item.lock = {token, until: lockedUntil};
			refresh(device);
			if (device.connection !== undefined) device.lastActivityAt = timers.now();
			const {sequenceNumber, deliveryCount, enqueuedAt} = item;
			return {...item.message, lockToken: token, lockedUntil, sequenceNumber, deliveryCount, enqueuedAt};
		},
		complete(deviceId, lockToken) {
			const {device, item} = take(deviceId, lockToken);
			finish(device, item, 'Success');
		},
		reject(deviceId, lockToken) {
			const {device, item} = take(deviceId, lockToken);
			finish(device, item, 'Rejected');
		},
		abandon(deviceId, lockToken) {
			const {device, item} = take(deviceId, lockToken);
			item.deliveryCount += 1;
			item.lock = undefined;
			if (item.deliveryCount >= mostDeliveries) return finish(device, item, 'DeliveryCountExceeded');
			refresh(device);
			tellChanged(device);
			notify(device);
		},
		purge(deviceId) {
			const device = devices.require(deviceId);
			refresh(device);
			const purged = device.queue.items();
			for (const item of purged) {
				device.queue.remove(item);
				settle(device, item, 'Purged');
			}
			refresh(device);
			if (purged.length > 0) tellChanged(device);
			return purged.length;
		},
	};
}
