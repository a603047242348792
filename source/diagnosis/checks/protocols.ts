import {type Check, createCheck} from '../check.js';
import type {ProtocolAnswer} from '../probes/types.js';
import type {Judgement, Protocol} from '../types.js';

const protocols: readonly Protocol[] = ['mqtt', 'mqtt-ws', 'amqp', 'amqp-ws', 'https'];
const protocolTitles: Readonly<Record<Protocol, string>> = {
	mqtt: 'MQTT',
	'mqtt-ws': 'MQTT over WebSocket',
	amqp: 'AMQP',
	'amqp-ws': 'AMQP over WebSocket',
	https: 'HTTPS',
};

/** Whether the policy's key is good is asked elsewhere: a refusal in the words of the protocol is an answer. */
export function judgeProtocol(answer: ProtocolAnswer): Judgement {
	switch (answer.type) {
		case 'answered':
			return {verdict: 'pass', evidence: answer.words};
		case 'no-upgrade':
			return {verdict: 'warn', reason: 'websocket-refused', evidence: answer.words};
		case 'silent':
			return {verdict: 'fail', reason: 'hub-no-answer', evidence: answer.words};
		case 'failed':
			return {verdict: 'fail', reason: 'protocol-not-spoken', evidence: answer.words};
	}
}

export const protocolChecks: readonly Check[] = protocols.map(protocol =>
	createCheck({
		id: `P-${protocol}`,
		group: 'way',
		title: `${protocolTitles[protocol]} answers as a hub does`,
		observe: ({probes}, signal) => probes.speak(protocol, signal),
		judge: judgeProtocol,
	}),
);
