import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {connect, type TLSSocket} from 'node:tls';
import type {TelemetryEvent} from '../../source/emulator/core/messages.js';
import type {HubCore} from '../../source/emulator/core/types.js';
import type {Emulator} from '../../source/emulator/types.js';

/** Packet types of MQTT 3.1.1, section 2.2.1. */
export const packetTypes = {
	connect: 1,
	connack: 2,
	publish: 3,
	puback: 4,
	subscribe: 8,
	suback: 9,
	unsubscribe: 10,
	unsuback: 11,
	pingreq: 12,
	pingresp: 13,
	disconnect: 14,
} as const;

type Packet = {readonly type: number; readonly flags: number; readonly body: Buffer};
type Publish = {readonly topic: string; readonly payload: Buffer; readonly qos: number; readonly messageId: number};

/** A connection that sends whatever bytes it is given. */
export type WireClient = {
	readonly socket: TLSSocket;
	send(bytes: Buffer): void;
	/** The next packet of this type that was not taken yet; rejects when the connection ends first. */
	next(type: number): Promise<Packet>;
	nextPublish(): Promise<Publish>;
	/** Packets that were not taken. */
	readonly waiting: readonly Packet[];
	/** Resolves when the other side has hung up. */
	readonly ended: Promise<void>;
	close(): void;
};

function text(value: string | Buffer): Buffer {
	const bytes = Buffer.from(value);
	const length = Buffer.alloc(2);
	length.writeUInt16BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

function lengthBytes(length: number): Buffer {
	const digits: number[] = [];
	do {
		const digit = length % 128;
		length = Math.floor(length / 128);
		digits.push(length > 0 ? digit | 0x80 : digit);
	} while (length > 0);
	return Buffer.from(digits);
}

export function packet(type: number, flags: number, ...parts: readonly Buffer[]): Buffer {
	const body = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([(type << 4) | flags]), lengthBytes(body.length), body]);
}

export type ConnectOptions = {
	readonly clientId: string;
	readonly userName?: string;
	readonly password?: string;
	readonly isClean?: boolean;
	readonly keepAliveSeconds?: number;
	readonly will?: {readonly topic: string; readonly payload: string};
};

export function connectPacket({clientId, userName, password, isClean = true, keepAliveSeconds = 60, will}: ConnectOptions): Buffer {
	const flags = (userName === undefined ? 0 : 0x80) | (password === undefined ? 0 : 0x40) | (will === undefined ? 0 : 0x04) | (isClean ? 0x02 : 0);
	const payload = [clientId, will?.topic, will?.payload, userName, password].flatMap(value => (value === undefined ? [] : [text(value)]));
	return packet(packetTypes.connect, 0, text('MQTT'), Buffer.from([4, flags, keepAliveSeconds >> 8, keepAliveSeconds & 0xff]), ...payload);
}

export function publishPacket(topic: string, payload: string | Buffer, {qos = 0, messageId = 1, isRetained = false} = {}): Buffer {
	const id = Buffer.from([messageId >> 8, messageId & 0xff]);
	return packet(packetTypes.publish, (qos << 1) | (isRetained ? 1 : 0), text(topic), ...(qos > 0 ? [id] : []), Buffer.from(payload));
}

export function subscribePacket(filters: readonly (readonly [filter: string, qos: number])[], messageId = 1): Buffer {
	const parts = filters.flatMap(([filter, qos]) => [text(filter), Buffer.from([qos])]);
	return packet(packetTypes.subscribe, 2, Buffer.from([messageId >> 8, messageId & 0xff]), ...parts);
}

export function unsubscribePacket(filter: string, messageId = 1): Buffer {
	return packet(packetTypes.unsubscribe, 2, Buffer.from([messageId >> 8, messageId & 0xff]), text(filter));
}

export function pubackPacket(messageId: number): Buffer {
	return packet(packetTypes.puback, 0, Buffer.from([messageId >> 8, messageId & 0xff]));
}

/** Opens a connection to the hub's MQTT port, over TLS that is verified. */
export async function openWire(emulator: Pick<Emulator, 'ca'> & {readonly ports: {readonly mqtts: number}}): Promise<WireClient> {
	const socket = connect({host: 'localhost', port: emulator.ports.mqtts, ca: emulator.ca});
	const waiting: Packet[] = [];
	const listeners = new Set<() => void>();
	const tellAll = (): void => {
		for (const listener of [...listeners]) listener();
	};
	let unread = Buffer.alloc(0);
	let hasEnded = false;
	socket.on('data', chunk => {
		unread = Buffer.concat([unread, chunk]);
		for (let taken = takePacket(unread); taken !== undefined; taken = takePacket(unread)) {
			waiting.push(taken.packet);
			unread = taken.rest;
		}
		tellAll();
	});
	const ended = new Promise<void>(resolve => socket.once('close', () => resolve()));
	socket.once('close', () => {
		hasEnded = true;
		tellAll();
	});
	// The hub hangs up on purpose in many tests.
	const opened = once(socket, 'secureConnect');
	socket.on('error', () => undefined);
	await opened;

	const next = (type: number): Promise<Packet> =>
		new Promise((resolve, reject) => {
			const look = (): void => {
				const index = waiting.findIndex(candidate => candidate.type === type);
				if (index < 0 && !hasEnded) return;
				listeners.delete(look);
				const [found] = index < 0 ? [] : waiting.splice(index, 1);
				if (found === undefined) reject(new Error('The hub has hung up.'));
				else resolve(found);
			};
			listeners.add(look);
			look();
		});
	return {
		socket,
		send: bytes => void socket.write(bytes),
		next,
		async nextPublish() {
			return readPublish(await next(packetTypes.publish));
		},
		waiting,
		ended,
		close: () => socket.destroy(),
	};
}

function takePacket(bytes: Buffer): {packet: Packet; rest: Buffer<ArrayBuffer>} | undefined {
	let length = 0;
	for (let digit = 0; digit < 4; digit++) {
		const byte = bytes[1 + digit];
		if (byte === undefined) return undefined;
		length += (byte & 0x7f) * 128 ** digit;
		if (byte >= 0x80) continue;
		const end = 2 + digit + length;
		if (bytes.length < end) return undefined;
		const first = bytes[0] ?? 0;
		return {packet: {type: first >> 4, flags: first & 0xf, body: Buffer.from(bytes.subarray(2 + digit, end))}, rest: Buffer.from(bytes.subarray(end))};
	}
	throw new Error('The hub sent a length of more than four bytes.');
}

function readPublish({flags, body}: Packet): Publish {
	const qos = (flags >> 1) & 3;
	const topicEnd = 2 + body.readUInt16BE(0);
	return {
		topic: body.subarray(2, topicEnd).toString(),
		qos,
		messageId: qos > 0 ? body.readUInt16BE(topicEnd) : 0,
		payload: body.subarray(qos > 0 ? topicEnd + 2 : topicEnd),
	};
}

/** A device's own token, or a wrong one. */
export function createDeviceToken(
	core: HubCore,
	deviceId: string,
	{key = readDeviceKey(core, deviceId), host = 'localhost', expiresInSeconds = 3600} = {},
): string {
	const resource = encodeURIComponent(`${host}/devices/${deviceId}`);
	const expiry = Math.floor(Date.now() / 1000) + expiresInSeconds;
	const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(`${resource}\n${expiry}`).digest('base64');
	return `SharedAccessSignature sr=${resource}&sig=${encodeURIComponent(signature)}&se=${expiry}`;
}

export function readDeviceKey(core: HubCore, deviceId: string, name: 'primaryKey' | 'secondaryKey' = 'primaryKey'): string {
	const key = core.registry.get(deviceId).authentication.symmetricKey[name];
	if (key === null) throw new Error(`${deviceId} has no keys.`);
	return key;
}

/** Connects as a device and returns what the CONNACK says. */
export async function signInOverWire(emulator: Emulator, deviceId: string, options: Partial<ConnectOptions> = {}) {
	const client = await openWire(emulator);
	const password = options.password ?? createDeviceToken(emulator.core, deviceId);
	client.send(connectPacket({clientId: deviceId, userName: `localhost/${deviceId}/?api-version=2021-04-12`, ...options, password}));
	const {body} = await client.next(packetTypes.connack);
	return {client, isSessionPresent: body[0] === 1, returnCode: body[1] ?? -1};
}

/** What the hub has stored of a device's telemetry, oldest first. */
export function readTelemetry(core: HubCore, deviceId: string): readonly TelemetryEvent[] {
	return Array.from({length: core.telemetry.partitionCount}, (_, partition) => {
		return core.telemetry.read(partition, core.telemetry.resolve(partition, {kind: 'earliest'}), 1000).filter(event => event.deviceId === deviceId);
	}).flat();
}
