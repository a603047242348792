import type {Device, DeviceTable} from './devices.js';
import {HubFault} from './fault.js';
import {readOwn} from './json.js';
import type {JsonObject} from './types.js';

/** What tells a device's place below an edge device. */
type ScopedDevice = Pick<Device, 'deviceId' | 'identity'>;

/** The scope that a device has if it is an edge device. The generation in it belongs to no other device, nor to this one made again. */
const ownScope = ({deviceId, identity}: ScopedDevice) => `ms-azure-iot-edge://${deviceId}-${identity.generationId}`;

/** The scopes as identities and twins show them: those of an edge device, or of a leaf device the one of its parent, under both names. */
export function renderScopes(device: ScopedDevice): {readonly deviceScope?: string; readonly parentScopes?: readonly string[]} {
	const {isEdge, parentScopes} = device.identity;
	if (isEdge) return {deviceScope: ownScope(device), parentScopes};
	const [deviceScope] = parentScopes;
	return deviceScope === undefined ? {} : {deviceScope, parentScopes};
}

/** Scopes of the parents after a document was applied: an edge device gives them in `parentScopes`, a leaf device in `deviceScope`. @throws HubFault InvalidDeviceScope */
export function readParentScopes(document: JsonObject, device: ScopedDevice, devices: DeviceTable): readonly string[] {
	const {isEdge, parentScopes: current} = device.identity;
	const own = ownScope(device);
	const require = (scope: unknown): string => {
		if (typeof scope === 'string' && scope !== own && (current.includes(scope) || isScopeOfEdge(scope, devices))) return scope;
		throw new HubFault('InvalidDeviceScope', 'The scope of a parent must be the deviceScope of another edge device.');
	};
	const scope = readOwn(document, 'deviceScope') ?? '';
	if (isEdge && scope !== '' && scope !== own && !current.includes(String(scope))) {
		throw new HubFault('InvalidDeviceScope', 'The deviceScope of an edge device is made by the hub and cannot be changed.');
	}
	const given = readOwn(document, isEdge ? 'parentScopes' : 'deviceScope');
	if (given === undefined || given === own) return current;
	const scopes = isEdge ? (given ?? []) : scope === '' ? [] : [scope];
	if (!Array.isArray(scopes) || scopes.length > 1) throw new HubFault('InvalidDeviceScope', 'parentScopes must be a list of one scope or none.');
	return scopes.map(require);
}

function isScopeOfEdge(scope: string, devices: DeviceTable): boolean {
	const deviceId = /^ms-azure-iot-edge:\/\/(.+)-\d+$/.exec(scope)?.[1];
	const device = deviceId === undefined ? undefined : devices.get(deviceId);
	return device?.identity.isEdge === true && ownScope(device) === scope;
}
