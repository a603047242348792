import {HubFault} from '../fault.js';
import type {InjectedFault} from '../faults.js';

/**
 * Kinds of traffic that a fault can refuse. `identities` and statistics are not counted as messages ("Quotas and throttling"); `service` is
 * everything else that back ends ask for, `telemetry` and `twin` are the device's side, `connection` is a device's connection once it is signed
 * in, `sign-in` is whatever shows a token to the hub.
 */
export type Traffic = 'identities' | 'service' | 'telemetry' | 'twin' | 'connection' | 'sign-in';

type Refusal = {readonly traffic: readonly Traffic[]; create(fault: InjectedFault): HubFault};

const refusals: Partial<Readonly<Record<InjectedFault['name'], Refusal>>> = {
	throttling: {
		traffic: ['identities', 'service', 'telemetry', 'twin'],
		create(fault) {
			const seconds = fault.name === 'throttling' ? fault.retryAfterSeconds : undefined;
			const text = 'The request rate exceeds the limit of this hub.';
			return new HubFault('ThrottlingException', seconds === undefined ? text : `${text} Please wait ${seconds} seconds and try again.`);
		},
	},
	quota: {
		traffic: ['service', 'telemetry', 'twin', 'connection'],
		create: () => new HubFault('IotHubQuotaExceeded', 'Total number of messages on IotHub exceeded the allocated quota.'),
	},
	'server-error': {traffic: ['identities', 'service'], create: () => new HubFault('ServerError', 'An internal error occurred.')},
	// What a client gets whose address no rule allows; the text never names the rule ("Use IP filters").
	'ip-filter': {traffic: ['sign-in'], create: () => new HubFault('IotHubUnauthorizedAccess')},
	unavailable: {traffic: ['identities', 'service'], create: () => new HubFault('ServiceUnavailable')},
};

/** The answer to traffic of this kind while the fault lasts; undefined: the usual one. */
export function findRefusal(fault: InjectedFault, traffic: Traffic): HubFault | undefined {
	const refusal = refusals[fault.name];
	return refusal?.traffic.includes(traffic) === true ? refusal.create(fault) : undefined;
}
