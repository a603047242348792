import {createServer, type Server} from 'node:tls';
import {askForCertificate} from './client-certificate.js';
import {createGate} from './gate.js';
import {listenOnLoopback} from './loopback.js';
import {createMqttBroker} from './mqtt-front/broker.js';
import type {FrontOptions, StreamFront} from './types.js';

/** Sockets at one time: the 2,000 devices of the project's budget and room for those that are only trying. */
const maxConnections = 2500;
/** TLS handshake and CONNECT get this long each, so that signing in takes 10 seconds at most. */
const signInStepMs = 5000;

/**
 * Listens for devices that speak MQTT 3.1.1 over TLS, as IoT Hub does on port 8883.
 * What a device may do and what it gets is decided by the core; the front translates.
 * @throws the system's error when the port cannot be had
 */
export async function startMqttFront({core, certificate, port}: FrontOptions): Promise<StreamFront> {
	const broker = await createMqttBroker(core, signInStepMs);
	const sockets = new Set<{destroy(): void}>();

	function createListener(): Server {
		const server = createServer({
			...askForCertificate,
			cert: certificate.cert,
			key: certificate.key,
			minVersion: 'TLSv1.2',
			handshakeTimeout: signInStepMs,
			noDelay: true,
		});
		server.maxConnections = maxConnections;
		server.on('connection', socket => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		});
		server.on('secureConnection', socket => broker.accept(socket, 'Mqtt'));
		server.on('tlsClientError', (_error, socket) => socket.destroy());
		return server;
	}

	const listening = await listenOnLoopback(createListener, port);
	return {
		port: listening.port,
		gate: createGate(listening.servers),
		accept: stream => broker.accept(stream, 'MqttWs'),
		async close() {
			const closed = listening.servers.map(server => new Promise<void>(resolve => server.close(() => resolve())));
			await broker.close();
			for (const socket of sockets) socket.destroy();
			await Promise.all(closed);
		},
	};
}
