import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {createServer, type TLSSocket} from 'node:tls';
import {type AmqpConnection, serveConnection} from './amqp-front/connection.js';
import {askForCertificate} from './client-certificate.js';
import {createTimers} from './core/timers.js';
import {createGate} from './gate.js';
import {listenOnLoopback} from './loopback.js';
import type {FrontOptions, StreamFront} from './types.js';

const mostConnections = 2_000;
/** Connections that nobody has signed in on yet; the oldest goes when there are more. A fleet that starts opens hundreds at once, and each has little time and room. */
const mostWithoutSignIn = 500;
const handshakeMs = 5000;
/** How long clients may take to hang up when the hub closes. */
const farewellMs = 500;

/**
 * AMQP 1.0 over TLS: devices, the service's side of IoT Hub and the Event Hubs-compatible endpoint, on one port.
 * @throws the system's error when the port cannot be had.
 */
export async function startAmqpFront({core, certificate, port}: FrontOptions): Promise<StreamFront> {
	const timers = createTimers(core.options.clock);
	const sockets = new Set<Socket>();
	const connections = new Map<Duplex, AmqpConnection>();

	const makeRoom = () => {
		const strangers = [...connections].filter(([, connection]) => !connection.hasSignedIn());
		if (strangers.length > mostWithoutSignIn) strangers[0]?.[0].destroy();
	};
	const accept = (stream: Duplex, protocol: 'Amqp' | 'AmqpWs', ownPort: number): AmqpConnection => {
		const connection = serveConnection(stream, {core, port: ownPort, timers, protocol});
		stream.once('close', () => connections.delete(stream));
		connections.set(stream, connection);
		makeRoom();
		return connection;
	};
	const createTlsServer = () => {
		const server = createServer({
			...askForCertificate,
			cert: certificate.cert,
			key: certificate.key,
			minVersion: 'TLSv1.2',
			handshakeTimeout: handshakeMs,
			noDelay: true,
		});
		server.maxConnections = mostConnections;
		server.on('connection', (socket: Socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		});
		// Also told of handshakes that take too long; nobody else closes those.
		server.on('tlsClientError', (_error, socket) => socket.destroy());
		return server.on('secureConnection', (socket: TLSSocket) => accept(socket, 'Amqp', socket.localPort ?? port));
	};

	const {port: boundPort, servers} = await listenOnLoopback(createTlsServer, port);
	// A failed accept (no file descriptors left) concerns the client that was not accepted.
	for (const server of servers) server.on('error', () => {});

	return {
		port: boundPort,
		gate: createGate(servers),
		accept: stream => accept(stream, 'AmqpWs', boundPort),
		async close() {
			const closed = [
				...servers.map(server => new Promise<unknown>(resolve => server.close(resolve))),
				...[...connections.keys()].map(stream => new Promise<unknown>(resolve => stream.once('close', resolve))),
			];
			for (const connection of connections.values()) connection.end({condition: 'amqp:connection:forced', description: 'The hub is shutting down.'});
			const timer = setTimeout(() => {
				for (const stream of [...sockets, ...connections.keys()]) stream.destroy();
			}, farewellMs);
			await Promise.all(closed);
			clearTimeout(timer);
			timers.cancelAll();
		},
	};
}
