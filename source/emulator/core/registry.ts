import {createBulk} from './bulk.js';
import {createQueue} from './c2d/queue.js';
import type {Device, DeviceTable} from './devices.js';
import {readParentScopes, renderScopes} from './edge-scope.js';
import {checkIfMatch, formatIdentityEtag} from './etag.js';
import type {Events} from './events.js';
import {HubFault} from './fault.js';
import {checkDeviceId, createIdentity, updateIdentity} from './identity.js';
import {readOwn} from './json.js';
import type {Timers} from './timers.js';
import {formatTime} from './timestamps.js';
import {createTwin} from './twin/record.js';
import type {TwinTable} from './twin/twins.js';
import type {Identity, JsonObject, Registry} from './types.js';

const longestList = 1000;

/** What has to happen elsewhere when a device may no longer be connected. */
export type Evict = {disable(device: Device): void; remove(device: Device): void};

/** The identity registry ("Understand the identity registry in your IoT hub"). */
export function createRegistry(devices: DeviceTable, twins: TwinTable, timers: Timers, events: Events, evict: Evict): Registry {
	const create = (deviceId: string, document: JsonObject): Device => {
		if (devices.get(deviceId) !== undefined) throw new HubFault('DeviceAlreadyExists', `A device with ID '${deviceId}' is already registered.`);
		const now = timers.now();
		const identity = createIdentity(document, now);
		const device = devices.add({
			deviceId,
			identity: {...identity, parentScopes: readParentScopes(document, {deviceId, identity}, devices)},
			twin: createTwin(now),
			queue: createQueue(),
			connection: undefined,
			connectionStateUpdatedAt: 0,
			lastActivityAt: 0,
		});
		events.emit({type: 'device-changed', deviceId});
		return device;
	};

	const update = (deviceId: string, document: JsonObject, ifMatch: string): Device => {
		const device = devices.require(deviceId);
		checkIfMatch(ifMatch, formatIdentityEtag(device.identity.version));
		const identity = updateIdentity(device.identity, document, timers.now());
		device.identity = {...identity, parentScopes: readParentScopes(document, {deviceId, identity}, devices)};
		events.emit({type: 'device-changed', deviceId});
		if (device.identity.status === 'disabled') evict.disable(device);
		return device;
	};

	const remove = (deviceId: string, ifMatch: string | undefined): void => {
		const device = devices.require(deviceId);
		checkIfMatch(ifMatch, formatIdentityEtag(device.identity.version));
		devices.remove(deviceId);
		evict.remove(device);
		events.emit({type: 'device-deleted', deviceId});
	};

	const put = (deviceId: string, document: JsonObject, ifMatch: string | undefined): Identity => {
		checkDeviceId(deviceId);
		if ((readOwn(document, 'deviceId') ?? deviceId) !== deviceId) {
			throw new HubFault('ArgumentInvalid', 'The deviceId of the body must be the one of the address.');
		}
		return renderIdentity(ifMatch === undefined ? create(deviceId, document) : update(deviceId, document, ifMatch));
	};

	return {
		put,
		get: deviceId => renderIdentity(devices.require(deviceId)),
		delete: remove,
		list(top = longestList) {
			const count = top >= 1 && top <= longestList ? Math.floor(top) : longestList;
			const identities: Identity[] = [];
			for (const device of devices.values()) {
				if (identities.length === count) break;
				identities.push(renderIdentity(device));
			}
			return identities;
		},
		bulk: createBulk(devices, {put, remove, patchTwin: twins.write.patch}),
		statistics() {
			let enabledDeviceCount = 0;
			for (const {identity} of devices.values()) if (identity.status === 'enabled') enabledDeviceCount += 1;
			return {totalDeviceCount: devices.size, enabledDeviceCount, disabledDeviceCount: devices.size - enabledDeviceCount};
		},
	};
}

function renderIdentity(device: Device): Identity {
	const {deviceId, identity} = device;
	return {
		deviceId,
		generationId: identity.generationId,
		etag: formatIdentityEtag(identity.version),
		connectionState: device.connection === undefined ? 'Disconnected' : 'Connected',
		status: identity.status,
		statusReason: identity.statusReason,
		connectionStateUpdatedTime: formatTime(device.connectionStateUpdatedAt),
		statusUpdatedTime: formatTime(identity.statusUpdatedAt),
		lastActivityTime: formatTime(device.lastActivityAt),
		cloudToDeviceMessageCount: device.queue.count,
		authentication: identity.authentication,
		capabilities: {iotEdge: identity.isEdge},
		...renderScopes(device),
	};
}
