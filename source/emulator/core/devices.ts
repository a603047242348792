import type {C2dQueue} from './c2d/queue.js';
import {HubFault} from './fault.js';
import type {IdentityRecord} from './identity.js';
import type {TwinRecord} from './twin/record.js';
import type {DeviceFeature, DeviceLink} from './types.js';

/** A signed-in device's open connection. */
export type LiveConnection = {readonly link: DeviceLink; readonly listening: Set<DeviceFeature>};

/** Everything the hub knows of one device. The parts are replaced whole, never changed in place. */
export type Device = {
	readonly deviceId: string;
	/** Grows with every device ever added, so that a walk over devices can be taken up again. */
	readonly ordinal: number;
	readonly queue: C2dQueue;
	identity: IdentityRecord;
	twin: TwinRecord;
	connection: LiveConnection | undefined;
	/** Milliseconds since 1970; 0: never. */
	connectionStateUpdatedAt: number;
	lastActivityAt: number;
};

export type DeviceTable = {
	readonly size: number;
	get(deviceId: string): Device | undefined;
	/** @throws HubFault DeviceNotFound */
	require(deviceId: string): Device;
	add(device: Omit<Device, 'ordinal'>): Device;
	remove(deviceId: string): void;
	/** In order of creation. */
	values(): IterableIterator<Device>;
};

export function createDeviceTable(): DeviceTable {
	const devices = new Map<string, Device>();
	let ordinal = 0;
	return {
		get size() {
			return devices.size;
		},
		get: deviceId => devices.get(deviceId),
		require(deviceId) {
			const device = devices.get(deviceId);
			if (device === undefined) throw new HubFault('DeviceNotFound', deviceId);
			return device;
		},
		add(parts) {
			ordinal += 1;
			const device: Device = {...parts, ordinal};
			devices.set(device.deviceId, device);
			return device;
		},
		remove(deviceId) {
			devices.delete(deviceId);
		},
		values: () => devices.values(),
	};
}

/** Whether the device is connected and has subscribed to the feature. */
export function isListening(device: Device, feature: DeviceFeature): boolean {
	return device.connection?.listening.has(feature) ?? false;
}
