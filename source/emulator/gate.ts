import {once} from 'node:events';
import type {AddressInfo, Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import type {Server} from 'node:tls';
import type {Certificate} from './types.js';

/** How often another program may hold the port that is to be opened again, and how long to wait for it. */
const attemptsToReopen = 20;
const reopenDelayMs = 100;

/** The listener of a front, from outside. */
export type Gate = {
	/** Stops listening and cuts every connection, as a firewall does. */
	shut(): Promise<void>;
	/** Listens again, on the same port. @throws the system's error when another program has taken it for good */
	open(): Promise<void>;
	/** The server certificate from now on. Connections that are open stay. */
	present(certificate: Certificate): void;
};

async function listenAgain(server: Server, {port, address}: AddressInfo): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			server.listen({port, host: address});
			await once(server, 'listening');
			return;
		} catch (error) {
			if (attempt === attemptsToReopen) throw error;
			await delay(reopenDelayMs);
		}
	}
}

/** @param servers of one front, listening */
export function createGate(servers: readonly Server[]): Gate {
	const sockets = new Set<Socket>();
	const addresses = new Map(servers.map(server => [server, server.address() as AddressInfo]));
	for (const server of servers) {
		// The connection below TLS, which is there first.
		server.on('connection', (socket: Socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		});
	}

	return {
		async shut() {
			const closed = servers.filter(server => server.listening).map(server => new Promise(resolve => server.close(resolve)));
			for (const socket of sockets) socket.destroy();
			await Promise.all(closed);
		},
		async open() {
			for (const [server, address] of addresses) if (!server.listening) await listenAgain(server, address);
		},
		present({cert, key}) {
			for (const server of servers) server.setSecureContext({cert, key, minVersion: 'TLSv1.2'});
		},
	};
}
