import type {HubPort, InjectedFault, InjectedFaultName} from '../faults.js';

/** A fault as people name it: `name` or `name:argument`. */
export type FaultEntry = {
	/** One phrase for lists. */
	readonly summary: string;
	/** What the argument is, when there can be one; in brackets when it may be left out. */
	readonly argument?: string;
	/** Undefined: the argument is none of those. */
	read(argument: string | undefined): InjectedFault | undefined;
};

const longestSeconds = 300;
const defaultDelaySeconds = 5;
const mostMinutes = 1440;
const ports: readonly HubPort[] = ['https', 'mqtts', 'amqps'];
const portArgument = 'https, mqtts or amqps';

const readPort = (argument: string | undefined): HubPort | undefined => ports.find(port => port === argument);

function readSeconds(argument: string | undefined): number | undefined {
	const seconds = /^\d{1,3}$/.test(argument ?? '') ? Number(argument) : 0;
	return seconds >= 1 && seconds <= longestSeconds ? seconds : undefined;
}

/** Minutes ahead, or behind with a minus; a day at most, and not none. */
function readMinutes(argument: string | undefined): number | undefined {
	const minutes = /^-?\d{1,4}$/.test(argument ?? '') ? Number(argument) : 0;
	return minutes !== 0 && Math.abs(minutes) <= mostMinutes ? minutes : undefined;
}

function onPort(name: 'port-closed' | 'port-silent'): FaultEntry['read'] {
	return argument => {
		const port = readPort(argument);
		return port && {name, port};
	};
}

function withoutArgument(name: 'quota' | 'server-error' | 'unavailable' | 'ip-filter'): FaultEntry['read'] {
	return argument => (argument === undefined ? {name} : undefined);
}

function onDevice(name: 'queue-full' | 'disabled-device' | 'deleted-device'): FaultEntry['read'] {
	return deviceId => (deviceId ? {name, deviceId} : undefined);
}

function inCertificate(name: 'unknown-ca' | 'expired-certificate' | 'wrong-host-name'): FaultEntry['read'] {
	return argument => {
		const port = readPort(argument);
		if (argument === undefined) return {name};
		return port && {name, port};
	};
}

/** Every fault that a hub can be given. */
export const injectableFaults: Readonly<Record<InjectedFaultName, FaultEntry>> = {
	throttling: {
		summary: 'refuses calls with 429 and ends MQTT connections that send',
		argument: `[seconds to wait, 1 to ${longestSeconds}]`,
		read(argument) {
			const retryAfterSeconds = readSeconds(argument);
			if (argument === undefined) return {name: 'throttling'};
			return retryAfterSeconds === undefined ? undefined : {name: 'throttling', retryAfterSeconds};
		},
	},
	quota: {summary: 'has no messages left for today', read: withoutArgument('quota')},
	'server-error': {summary: 'answers service calls with 500', read: withoutArgument('server-error')},
	unavailable: {summary: 'answers service calls with 503', read: withoutArgument('unavailable')},
	'slow-answers': {
		summary: `answers REST calls ${defaultDelaySeconds} seconds late`,
		argument: `[seconds, 1 to ${longestSeconds}]`,
		read(argument) {
			const seconds = argument === undefined ? defaultDelaySeconds : readSeconds(argument);
			return seconds === undefined ? undefined : {name: 'slow-answers', delayMs: seconds * 1000};
		},
	},
	'queue-full': {summary: 'holds 50 messages for a device', argument: 'a device id', read: onDevice('queue-full')},
	'disabled-device': {summary: 'lets a device in no more', argument: 'a device id', read: onDevice('disabled-device')},
	'deleted-device': {summary: 'has lost a device', argument: 'a device id', read: onDevice('deleted-device')},
	'consumer-group-taken': {
		summary: 'has another reader with a higher owner level in a consumer group',
		argument: '[a consumer group]',
		read: consumerGroup => ({name: 'consumer-group-taken', consumerGroup: consumerGroup ?? '$Default'}),
	},
	'port-closed': {
		summary: 'does not listen on a port',
		argument: portArgument,
		read: onPort('port-closed'),
	},
	'port-silent': {summary: 'takes connections on a port and never answers', argument: portArgument, read: onPort('port-silent')},
	'ip-filter': {summary: 'lets no IP address in, and does not say so: 401 for every sign-in', read: withoutArgument('ip-filter')},
	'wrong-clock': {
		summary: 'has another time than this machine',
		argument: `minutes ahead, up to ${mostMinutes}, or behind with a minus`,
		read(argument) {
			const minutes = readMinutes(argument);
			return minutes === undefined ? undefined : {name: 'wrong-clock', aheadMs: minutes * 60_000};
		},
	},
	'unknown-ca': {summary: 'has a certificate of an authority that nobody knows', argument: `[${portArgument}]`, read: inCertificate('unknown-ca')},
	'expired-certificate': {summary: 'has a certificate that ran out yesterday', argument: `[${portArgument}]`, read: inCertificate('expired-certificate')},
	'wrong-host-name': {summary: 'has a certificate for another host', argument: `[${portArgument}]`, read: inCertificate('wrong-host-name')},
};

/** Whether a text is the name of a fault of the hub. */
export function isInjectedFaultName(name: string): name is InjectedFaultName {
	return Object.hasOwn(injectableFaults, name);
}
