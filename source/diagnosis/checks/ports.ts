import {type Check, createCheck} from '../check.js';
import type {TcpAnswer} from '../probes/types.js';
import type {Reason} from '../remedies/reasons.js';
import type {Judgement, PortName} from '../types.js';

export const portNames: readonly PortName[] = ['mqtts', 'amqps', 'https'];
export const portTitles: Readonly<Record<PortName, string>> = {mqtts: 'MQTT', amqps: 'AMQP', https: 'HTTPS'};
const reasons: Readonly<Record<PortName, Reason>> = {mqtts: 'mqtt-port-blocked', amqps: 'amqp-port-blocked', https: 'https-port-blocked'};

/** How a connection that does not come about tells apart a firewall that drops, and a closed port. */
const meanings: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'refused: nothing listens there, or a firewall rejects',
	ETIMEDOUT: 'no answer: a firewall drops the packets',
	EHOSTUNREACH: 'no route to the host',
	ENETUNREACH: 'no route to the network',
	ECONNRESET: 'reset: something in between hangs up',
};

export function judgePort({answer: {port, address, fault}, name}: {readonly answer: TcpAnswer; readonly name: PortName}): Judgement {
	if (fault === undefined) return {verdict: 'pass', evidence: `TCP ${port} is open${address === undefined ? '' : ` at ${address}`}`};
	return {verdict: 'fail', reason: reasons[name], evidence: `TCP ${port}: ${fault.code}, ${meanings[fault.code] ?? fault.message}`};
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
