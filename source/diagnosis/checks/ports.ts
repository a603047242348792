import {type Check, createCheck} from '../check.js';
import type {TcpAnswer} from '../probes/types.js';
import {type Reason, remedies} from '../remedies/reasons.js';
import type {Judgement, PortName} from '../types.js';

export const portNames: readonly PortName[] = ['mqtts', 'amqps', 'https'];
export const portTitles: Readonly<Record<PortName, string>> = {mqtts: 'MQTT', amqps: 'AMQP', https: 'HTTPS'};
const reasons: Readonly<Record<PortName, Reason>> = {mqtts: 'mqtt-port-blocked', amqps: 'amqp-port-blocked', https: 'https-port-blocked'};

/** What became of a connection that did not come about: the first thing that the keeper of a firewall asks. */
const fates: Readonly<Record<string, {readonly word: string; readonly evidence: string; title(port: string): string; cause(port: string): string}>> = {
	ECONNREFUSED: {
		word: 'refused',
		evidence: 'refused: nothing listens there, or a firewall rejects',
		title: port => `The ${port} port is refused`,
		cause: port => `The ${port} port is refused: nothing listens there, or a firewall on the way rejects the connection.`,
	},
	ETIMEDOUT: {
		word: 'timeout',
		evidence: 'no answer: a firewall drops the packets',
		title: port => `The ${port} port does not answer`,
		cause: port => `The ${port} port is swallowed, not refused: no answer comes back at all, so a firewall on the way drops the packets.`,
	},
	ECONNRESET: {
		word: 'reset',
		evidence: 'reset: something in between hangs up',
		title: port => `Connections to the ${port} port are reset`,
		cause: port => `Somebody takes connections to the ${port} port and hangs up at once: a firewall or a proxy on the way, as a rule.`,
	},
	EHOSTUNREACH: noRoute('host'),
	ENETUNREACH: noRoute('network'),
};

function noRoute(to: string) {
	return {
		word: 'no route',
		evidence: `no route to the ${to}`,
		title: (port: string) => `There is no way to the ${port} port`,
		cause: () => `This machine, or a router on the way, knows no route to the ${to} of the hub.`,
	};
}

/** A connection that is refused, swallowed and cut each have a cause of their own. */
export function judgePort({answer: {port, address, fault}, name}: {readonly answer: TcpAnswer; readonly name: PortName}): Judgement {
	if (fault === undefined) return {verdict: 'pass', evidence: `TCP ${port} is open${address === undefined ? '' : ` at ${address}`}`};
	const fate = fates[fault.code];
	const evidence = `TCP ${port}: ${fault.code}, ${fate?.evidence ?? fault.message}`;
	if (fate === undefined) return {verdict: 'fail', reason: reasons[name], evidence};
	const sdk = name === 'mqtts' ? ' Device SDKs report this as "not authorized".' : '';
	const cause = `${fate.cause(portTitles[name])}${sdk} It is not a matter of keys.`;
	const nextStep =
		fault.code === 'ECONNREFUSED' ? {nextStep: `Check host name and port; a local hub must be running. ${remedies[reasons[name]].nextStep}`} : {};
	return {verdict: 'fail', reason: reasons[name], evidence, word: fate.word, title: fate.title(portTitles[name]), cause, ...nextStep};
}

export const portChecks: readonly Check[] = portNames.map(name =>
	createCheck({
		id: `C2-${name}`,
		group: 'way',
		title: `The ${portTitles[name]} port is open`,
		observe: async ({probes}, signal) => ({answer: await probes.connect(name, signal), name}),
		judge: judgePort,
	}),
);
