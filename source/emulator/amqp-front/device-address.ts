import type {HubCore} from '../core/types.js';
import type {AmqpNode, AmqpPeer} from './node.js';

function isRegistered(core: HubCore, deviceId: string): boolean {
	try {
		return core.registry.get(deviceId).deviceId === deviceId;
	} catch {
		return false;
	}
}

/** Device that an address of `/devices/{id}/…` names. Some SDKs percent-encode the id there and some do not; a device of just that name comes first. */
export function readDeviceId(core: HubCore, match: RegExpExecArray): string {
	const written = match[1] ?? '';
	if (!written.includes('%') || isRegistered(core, written)) return written;
	try {
		return decodeURIComponent(written);
	} catch {
		return written;
	}
}

/** What the addresses of devices have in common: their form, and that only the device itself and policies that may connect devices get in. */
export function addressOfDevice({core, devices}: AmqpPeer, suffix: string): Required<Pick<AmqpNode, 'pattern' | 'authorize' | 'resourceOf'>> {
	return {
		pattern: new RegExp(`^/?devices/([^/]+)/${suffix}/?$`, 'i'),
		authorize: (principal, match) => devices.authorize(principal, readDeviceId(core, match)),
		resourceOf: match => `devices/${readDeviceId(core, match)}`,
	};
}
