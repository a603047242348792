import type {Socket} from 'node:net';
import {createServer} from 'node:tls';
import {type AmqpConnection, serveConnection} from './amqp-front/connection.js';
import {createTimers} from './core/timers.js';
import {listenOnLoopback} from './loopback.js';
import type {Front, FrontOptions} from './types.js';

const mostConnections = 2_000;
/** Connections that nobody has signed in on yet; the oldest goes when there are more. */
const mostWithoutSignIn = 50;
const handshakeMs = 10_000;
/** How long clients may take to hang up when the hub closes. */
const farewellMs = 500;

/**
 * AMQP 1.0 over TLS: the service's side of IoT Hub and the Event Hubs-compatible endpoint, on one port.
 * @throws the system's error when the port cannot be had.
 */
export async function startAmqpFront({core, certificate, port}: FrontOptions): Promise<Front> {
	const timers = createTimers(core.options.clock);
	const sockets = new Set<Socket>();
	const connections = new Map<Socket, AmqpConnection>();

	const makeRoom = () => {
		const strangers = [...connections].filter(([, connection]) => !connection.hasSignedIn());
		if (strangers.length > mostWithoutSignIn) strangers[0]?.[0].destroy();
	};
	const accept = (socket: Socket) => {
		socket.setNoDelay(true);
		socket.once('close', () => connections.delete(socket));
		connections.set(socket, serveConnection(socket, {core, port: socket.localPort ?? port, timers}));
		makeRoom();
	};
	const createTlsServer = () => {
		const server = createServer({cert: certificate.cert, key: certificate.key, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMs});
		server.maxConnections = mostConnections;
		server.on('connection', (socket: Socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		});
		return server.on('secureConnection', accept);
	};

	const {port: boundPort, servers} = await listenOnLoopback(createTlsServer, port);
	// A failed accept (no file descriptors left) concerns the client that was not accepted.
	for (const server of servers) server.on('error', () => {});

	return {
		port: boundPort,
		async close() {
			const closed = servers.map(server => new Promise(resolve => server.close(resolve)));
			for (const connection of connections.values()) connection.end({condition: 'amqp:connection:forced', description: 'The hub is shutting down.'});
			const timer = setTimeout(() => {
				for (const socket of sockets) socket.destroy();
			}, farewellMs);
			await Promise.all(closed);
			clearTimeout(timer);
			timers.cancelAll();
		},
	};
}
