import type {Duplex} from 'node:stream';
import type {ByteReader} from './byte-reader.js';

/** Who signs in. Without a password nobody does: a hub answers with a refusal, which is an answer. */
export type MqttSignIn = {readonly clientId: string; readonly userName: string; readonly password?: string};

const keepAliveSeconds = 60;
const flags = {userName: 0x80, password: 0x40, cleanSession: 0x02} as const;

function encodeText(text: string): Buffer {
	const bytes = Buffer.from(text);
	const length = Buffer.alloc(2);
	length.writeUInt16BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

/** MQTT 3.1.1, 2.2.3: seven bits a byte, the lowest first. */
function encodeLength(length: number): Buffer {
	const bytes: number[] = [];
	for (let left = length; left > 0 || bytes.length === 0; left = Math.floor(left / 128)) bytes.push((left % 128) | (left >= 128 ? 0x80 : 0));
	return Buffer.from(bytes);
}

/** MQTT 3.1.1, 3.1. With a password the session is kept, so that subscriptions and messages of the real device survive. */
export function encodeConnect({clientId, userName, password}: MqttSignIn): Buffer {
	const connectFlags = flags.userName | (password === undefined ? flags.cleanSession : flags.password);
	const body = Buffer.concat([
		encodeText('MQTT'),
		Buffer.from([4, connectFlags, 0, keepAliveSeconds]),
		encodeText(clientId),
		encodeText(userName),
		...(password === undefined ? [] : [encodeText(password)]),
	]);
	return Buffer.concat([Buffer.from([0x10]), encodeLength(body.length), body]);
}

/** MQTT 3.1.1, table 3.1. */
const codeWords: Readonly<Record<number, string>> = {
	0: 'accepted',
	1: 'unacceptable protocol version',
	2: 'identifier rejected',
	3: 'server unavailable',
	4: 'bad user name or password',
	5: 'not authorized',
};

/** The return code of a CONNACK and its words. */
export type ConnackAnswer = {readonly code: number; readonly words: string};

/** Sends CONNECT and reads the answer. @throws when it is no CONNACK, or none comes */
export async function signInOverMqtt(stream: Duplex, reader: ByteReader, signIn: MqttSignIn): Promise<ConnackAnswer> {
	stream.write(encodeConnect(signIn));
	const [type, length, , code = -1] = await reader.take(4);
	if (type !== 0x20 || length !== 2) throw new Error('The answer to an MQTT CONNECT is no CONNACK.');
	return {code, words: `CONNACK ${code}, ${codeWords[code] ?? 'unknown code'}`};
}

export const disconnectPacket = Buffer.from([0xe0, 0]);
