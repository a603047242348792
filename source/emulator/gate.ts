import {once} from 'node:events';
import {type AddressInfo, createServer, type Server as NetServer, type Socket} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import type {Server} from 'node:tls';
import type {Certificate} from './types.js';

/** How often another program may hold the port that is to be opened again, and how long to wait for it. */
const attemptsToReopen = 20;
const reopenDelayMs = 100;

/** What a port does: serve, refuse connections, or take them and never say a word. */
export type GateState = 'open' | 'shut' | 'silent';
/** The listener of a front, from outside. */
export type Gate = {
	/**
	 * A change cuts every connection and keeps the port's number. `shut`: nothing listens, as behind a firewall that rejects. `silent`: connections
	 * come about and bytes go nowhere, as behind one that swallows them.
	 * @throws the system's error when another program has taken the port for good
	 */
	turn(state: GateState): Promise<void>;
	/** The server certificate from now on. Connections that are open stay. */
	present(certificate: Certificate): void;
};

async function listenAgain(server: NetServer, {port, address}: AddressInfo): Promise<void> {
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
	let state: GateState = 'open';
	let silent: readonly NetServer[] = [];

	const watch = (server: NetServer) =>
		// The connection below TLS, which is there first.
		server.on('connection', (socket: Socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
		});
	for (const server of servers) watch(server);

	async function shut(): Promise<void> {
		const listening = [...servers, ...silent].filter(server => server.listening);
		const closed = listening.map(server => new Promise(resolve => server.close(resolve)));
		for (const socket of sockets) socket.destroy();
		await Promise.all(closed);
		silent = [];
	}

	async function listenSilently(): Promise<void> {
		silent = servers.map(() => watch(createServer(socket => void socket.on('error', () => undefined).resume())));
		for (const [index, address] of [...addresses.values()].entries()) {
			const server = silent[index];
			if (server !== undefined) await listenAgain(server, address);
		}
	}

	return {
		async turn(wanted) {
			if (wanted === state) return;
			await shut();
			state = 'shut';
			if (wanted === 'silent') await listenSilently();
			if (wanted === 'open') for (const [server, address] of addresses) await listenAgain(server, address);
			state = wanted;
		},
		present({cert, key}) {
			for (const server of servers) server.setSecureContext({cert, key, minVersion: 'TLSv1.2'});
		},
	};
}
