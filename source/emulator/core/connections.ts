import type {Device, DeviceTable, LiveConnection} from './devices.js';
import type {Events} from './events.js';
import {HubFault} from './fault.js';
import type {Timers} from './timers.js';
import type {Connections, DeviceFeature} from './types.js';

/** What the rest of the core asks of connections besides the contract. */
export type ConnectionTable = Connections & {
	/** Ends the device's connection, if it has one, and tells its front why. */
	end(device: Device, fault: HubFault): void;
	/** `listener` runs when a device begins to listen for a feature. */
	onListening(listener: (device: Device, feature: DeviceFeature) => void): void;
};

/** One connection per identity; the newest wins. */
export function createConnections(devices: DeviceTable, timers: Timers, events: Events): ConnectionTable {
	const listeners: ((device: Device, feature: DeviceFeature) => void)[] = [];
	const cancelExpiry = new Map<LiveConnection, () => void>();

	const remove = (device: Device, connection: LiveConnection, fault: HubFault | undefined) => {
		if (device.connection !== connection) return false;
		device.connection = undefined;
		device.connectionStateUpdatedAt = timers.now();
		cancelExpiry.get(connection)?.();
		cancelExpiry.delete(connection);
		events.emit({type: 'device-disconnected', deviceId: device.deviceId, ...(fault && {fault})});
		return true;
	};

	const end = (device: Device, fault: HubFault) => {
		const {connection} = device;
		if (connection !== undefined && remove(device, connection, fault)) connection.link.close(fault);
	};

	const expireAt = (device: Device, connection: LiveConnection, at: number) => {
		cancelExpiry.get(connection)?.();
		const cancel = timers.at(at, () => end(device, new HubFault('IotHubUnauthorizedAccess', 'The token has expired.')));
		cancelExpiry.set(connection, cancel);
	};

	return {
		get count() {
			return cancelExpiry.size;
		},
		end,
		onListening(listener) {
			listeners.push(listener);
		},
		open(deviceId, link, expiresAt) {
			const device = devices.require(deviceId);
			if (device.identity.status === 'disabled') throw new HubFault('DeviceDisabled');
			end(device, new HubFault('ConnectionForcefullyClosedOnNewConnection'));
			const connection: LiveConnection = {link, listening: new Set()};
			device.connection = connection;
			device.connectionStateUpdatedAt = timers.now();
			device.lastActivityAt = timers.now();
			expireAt(device, connection, expiresAt);
			events.emit({type: 'device-connected', deviceId, protocol: link.protocol});
			return {
				deviceId,
				setListening(feature, isListening) {
					if (device.connection !== connection) return;
					if (!isListening) {
						connection.listening.delete(feature);
						return;
					}
					if (connection.listening.has(feature)) return;
					connection.listening.add(feature);
					for (const listener of listeners) listener(device, feature);
				},
				renew(newExpiresAt) {
					if (device.connection === connection) expireAt(device, connection, newExpiresAt);
				},
				close() {
					remove(device, connection, undefined);
				},
			};
		},
	};
}
