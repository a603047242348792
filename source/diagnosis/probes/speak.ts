import {randomUUID} from 'node:crypto';
import type {Duplex} from 'node:stream';
import type {HubAddress} from '../../hub/address.js';
import {redact} from '../../hub/redact.js';
import {signAmqpPlain} from '../../hub/token.js';
import type {Protocol} from '../types.js';
import {signInOverAmqp} from './amqp.js';
import {createByteReader} from './byte-reader.js';
import type {HttpsAnswer} from './https.js';
import {signInOverMqtt} from './mqtt.js';
import {openTls} from './socket.js';
import type {ProtocolAnswer} from './types.js';
import {openWebSocket, UpgradeRefusal} from './web-socket.js';

const apiVersion = 'api-version=2021-04-12';

/** The user name of an MQTT sign-in ("Communicate with an IoT hub using the MQTT protocol"). */
export function mqttUserName(hostName: string, deviceId: string): string {
	return `${hostName}/${deviceId}/?${apiVersion}`;
}

/** A stranger's CONNECT: a hub refuses it with CONNACK 5, and no live connection ends. */
async function speakMqtt(address: HubAddress, stream: Duplex, signal: AbortSignal): Promise<ProtocolAnswer> {
	const clientId = `iot-tui-doctor-${randomUUID()}`;
	const {words} = await signInOverMqtt(stream, createByteReader(stream, signal), {clientId, userName: mqttUserName(address.hostName, clientId)});
	return {type: 'answered', words: `${words} (a stranger asked, no device was touched)`};
}

/** Signs in with the policy, which ends no live connection either. */
async function speakAmqp(address: HubAddress, stream: Duplex, signal: AbortSignal): Promise<ProtocolAnswer> {
	const {username, password} = await signAmqpPlain(address);
	const {words} = await signInOverAmqp(stream, createByteReader(stream, signal), {username, password, hostName: address.hostName});
	return {type: 'answered', words: `${words} (signed in as policy ${address.policyName})`};
}

async function speakHttps(ask: (signal: AbortSignal) => Promise<HttpsAnswer>, signal: AbortSignal): Promise<ProtocolAnswer> {
	const {status, errorName, isJson} = await ask(signal);
	const words = `HTTP status ${status}${errorName === '' ? '' : ` ${errorName}`}`;
	return isJson || errorName !== '' ? {type: 'answered', words} : {type: 'failed', words: `${words}, and not in the form of a hub`};
}

function withStream(
	open: (address: HubAddress, signal: AbortSignal) => Promise<Duplex>,
	speak: (address: HubAddress, stream: Duplex, signal: AbortSignal) => Promise<ProtocolAnswer>,
) {
	return async (address: HubAddress, signal: AbortSignal): Promise<ProtocolAnswer> => {
		const stream = await open(address, signal);
		stream.on('error', () => undefined);
		try {
			return await speak(address, stream, signal);
		} finally {
			stream.destroy();
		}
	};
}

const ways: Readonly<Record<Exclude<Protocol, 'https'>, (address: HubAddress, signal: AbortSignal) => Promise<ProtocolAnswer>>> = {
	mqtt: withStream((address, signal) => openTls(address, 'mqtts', signal), speakMqtt),
	'mqtt-ws': withStream((address, signal) => openWebSocket(address, 'mqtt', signal), speakMqtt),
	amqp: withStream((address, signal) => openTls(address, 'amqps', signal), speakAmqp),
	'amqp-ws': withStream((address, signal) => openWebSocket(address, 'amqp', signal), speakAmqp),
};

/** Speaks a protocol with the hub as far as its sign-in, without the identity of a device. */
export async function speak(
	address: HubAddress,
	protocol: Protocol,
	ask: (signal: AbortSignal) => Promise<HttpsAnswer>,
	signal: AbortSignal,
): Promise<ProtocolAnswer> {
	try {
		return await (protocol === 'https' ? speakHttps(ask, signal) : ways[protocol](address, signal));
	} catch (error) {
		if (error instanceof UpgradeRefusal) return {type: 'no-upgrade', words: error.message};
		if (signal.aborted || (error instanceof Error && error.name === 'AbortError')) return {type: 'silent', words: 'no answer within the time limit'};
		return {type: 'failed', words: redact(error instanceof Error ? error.message : String(error))};
	}
}
