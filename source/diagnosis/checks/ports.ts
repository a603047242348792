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

/** Whether a port is refused or swallowed tells which of both a firewall does, and is the first thing that its keeper asks. */
function describeCause(code: string, name: PortName): string | undefined {
	const title = portTitles[name];
	const sdk = name === 'mqtts' ? ' Device SDKs report this as "not authorized".' : '';
	const end = `${sdk} It is not a matter of keys.`;
	if (code === 'ECONNREFUSED') return `The ${title} port is refused: nothing listens there, or a firewall on the way rejects the connection.${end}`;
	if (code === 'ETIMEDOUT')
		return `The ${title} port is swallowed, not refused: no answer comes back at all, so a firewall on the way drops the packets.${end}`;
	return undefined;
}

export function judgePort({answer: {port, address, fault}, name}: {readonly answer: TcpAnswer; readonly name: PortName}): Judgement {
	if (fault === undefined) return {verdict: 'pass', evidence: `TCP ${port} is open${address === undefined ? '' : ` at ${address}`}`};
	const cause = describeCause(fault.code, name);
	const evidence = `TCP ${port}: ${fault.code}, ${meanings[fault.code] ?? fault.message}`;
	return {verdict: 'fail', reason: reasons[name], evidence, ...(cause === undefined ? {} : {cause})};
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
