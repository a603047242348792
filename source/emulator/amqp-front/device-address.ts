import {HubFault} from '../core/fault.js';
import type {DeviceSessions} from './device-sessions.js';
import type {AmqpNode} from './node.js';

/** Device that an address of `/devices/{id}/…` names, its id percent-encoded. @throws HubFault AmqpAddressNotFound when it is not well-formed */
export function readDeviceId(match: RegExpExecArray): string {
	try {
		return decodeURIComponent(match[1] ?? '');
	} catch {
		throw new HubFault('AmqpAddressNotFound', 'The device id in the address is not well-formed.');
	}
}

/** What the addresses of devices have in common: their form, and that only the device itself and policies that may connect devices get in. */
export function addressOfDevice(devices: DeviceSessions, suffix: string): Required<Pick<AmqpNode, 'pattern' | 'authorize' | 'resourceOf'>> {
	return {
		pattern: new RegExp(`^/?devices/([^/]+)/${suffix}/?$`, 'i'),
		authorize: (principal, match) => devices.authorize(principal, readDeviceId(match)),
		resourceOf: match => `devices/${readDeviceId(match)}`,
	};
}
