import {EventEmitter} from 'node:events';
import type {Duplex} from 'node:stream';
import {Aedes, type Client, type ConnectPacket, type SubscribePacket} from 'aedes';
import {readClientCertificate} from '../client-certificate.js';
import type {DeviceProtocol, HubCore} from '../core/types.js';
import type {AcceptedStream} from '../types.js';
import {createKeptSessions} from './kept-sessions.js';
import {guardPackets, type PacketGuard} from './packet-guard.js';
import {takePublished, takeWill} from './publishing.js';
import {openSession, type Session} from './session.js';
import {signIn} from './sign-in.js';
import {isAllowedFilter, isSentTo, readTopic} from './topics.js';

/** Speaks MQTT 3.1.1 on streams. */
export type MqttBroker = {
	/** Takes over a stream that has just been opened. */
	accept(stream: Duplex, protocol: DeviceProtocol): AcceptedStream;
	close(): Promise<void>;
};

/** What is known of one connection from its first byte on. */
type Connection = {readonly stream: Duplex; readonly protocol: DeviceProtocol; readonly guard: PacketGuard; connect?: ConnectPacket; session?: Session};

/** IoT Hub waits 1.5 times the keep-alive of the client, 1767 seconds at most, also when the client asks for none. */
const maxKeepAliveSeconds = 1178;
/** Where messages go in aedes after the core has them. A subscription to `#` covers it, so what is forwarded is decided by the topic. */
const deadTopic = 'taken';
/** aedes' own life signs, which nobody here listens to. */
const heartbeatIntervalMs = 24 * 60 * 60 * 1000;

/**
 * An MQTT server that asks the core for everything. aedes keeps the protocol; the hub's rules are in the functions it calls.
 * @param connectTimeoutMs how long a client may take to send its CONNECT
 */
export async function createMqttBroker(core: HubCore, connectTimeoutMs: number): Promise<MqttBroker> {
	const connections = new WeakMap<Client, Connection>();
	const keptSessions = createKeptSessions();
	let isClosing = false;

	const broker = await Aedes.createBroker({
		persistence: keptSessions,
		connectTimeout: connectTimeoutMs,
		heartbeatInterval: heartbeatIntervalMs,
		preConnect(client, packet, done) {
			const connection = connections.get(client);
			if (connection === undefined) return done(null, false);
			packet.keepalive = Math.min(packet.keepalive || maxKeepAliveSeconds, maxKeepAliveSeconds);
			connection.connect = packet;
			done(null, true);
		},
		authenticate(client, userName, password, done) {
			const connection = connections.get(client);
			const result = attempt(() => {
				if (connection?.connect === undefined || connection.stream.destroyed) throw new Error('The connection is gone.');
				const {will} = connection.connect;
				const device = signIn(core, client.id, userName, password, readClientCertificate(connection.stream));
				if (will && readTopic(device.deviceId, will.topic)?.kind !== 'telemetry') throw new Error('The will has another topic than telemetry.');
				connection.session = openSession(core, client, connection, device);
				connection.guard.allowMessages();
			});
			// False becomes CONNACK 5 for every reason, which is what the service answers.
			done(null, result === undefined);
		},
		authorizePublish(client, packet, done) {
			const connection = client === null ? undefined : connections.get(client);
			const session = connection?.session;
			const error = attempt(() => {
				if (session === undefined || isClosing) throw new Error('Nobody is signed in.');
				if (packet === connection?.connect?.will) takeWill(core, session, packet);
				else takePublished(core, session, packet);
			});
			packet.topic = deadTopic;
			packet.retain = false;
			done(error);
		},
		authorizeSubscribe(client, subscription, done) {
			const session = connections.get(client)?.session;
			if (session === undefined || !isAllowedFilter(session.deviceId, subscription.topic))
				return done(new Error('The topic is not one that this device may subscribe to.'));
			// A request may follow in the same segment, before aedes tells of the subscription.
			if (session.noteFilter(subscription.topic)) done(null, subscription);
			else done(new Error('The device has too many subscriptions.'));
		},
		authorizeForward(client, packet) {
			const session = connections.get(client)?.session;
			if (session === undefined || !isSentTo(session.deviceId, packet.topic)) return null;
			// The only messages with QoS 1 that go out are from the device's queue.
			if (packet.qos === 1) packet.messageId = session.takeMessageId();
			return packet;
		},
	});
	const sessionOf = (client: Client): Session | undefined => connections.get(client)?.session;
	broker.on('clientReady', client => {
		const session = sessionOf(client);
		if (client.closed || session === undefined) return;
		// A session that was kept has its subscriptions already; the SDKs do not subscribe again after they have renewed their token.
		session.addFilters(keptSessions.filtersOf(client));
		session.becomeReady();
	});
	broker.on('subscribe', (subscriptions, client) => sessionOf(client)?.addFilters(subscriptions.map(({topic}) => topic)));
	broker.on('unsubscribe', (topics, client) => sessionOf(client)?.removeFilters(topics));
	broker.on('ack', (packet, client) => sessionOf(client)?.acknowledge(packet.messageId ?? 0));
	const stopListening = core.onEvent(event => {
		if (event.type === 'device-deleted') keptSessions.forget(event.deviceId);
	});

	return {
		accept(stream, protocol) {
			const connection: Connection = {stream, protocol, guard: guardPackets(stream)};
			const client = broker.handle(stream);
			connections.set(client, connection);
			capRequestedQos(client);
			stream.once('close', () => connection.session?.end());
			return {hasSignedIn: () => connection.session !== undefined};
		},
		async close() {
			isClosing = true;
			stopListening();
			await new Promise<void>(resolve => broker.close(() => resolve()));
		},
	};
}

/** aedes grants the QoS that the SUBSCRIBE asks for, whatever `authorizeSubscribe` makes of it: the packet is changed before aedes sees it. */
function capRequestedQos(client: Client): void {
	const parser: unknown = Reflect.get(client, '_parser');
	if (!(parser instanceof EventEmitter)) throw new Error('aedes keeps its parser elsewhere now.');
	parser.prependListener('packet', (packet: SubscribePacket | {readonly cmd: ''}) => {
		if (packet.cmd !== 'subscribe') return;
		for (const subscription of packet.subscriptions) subscription.qos = subscription.qos === 0 ? 0 : 1;
	});
}

/** The error that `action` ends with, if any. */
function attempt(action: () => void): Error | undefined {
	try {
		action();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
