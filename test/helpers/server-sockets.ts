import {subscribe, unsubscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';
import {onTestFinished} from 'vitest';

/** Collects the sockets that servers of this process accept from now on, so that a test can cut them. */
export function followServerSockets(port: () => number): {cut(): number} {
	const sockets = new Set<Socket>();
	const note = (message: unknown): void => {
		const socket = (message as {readonly socket: Socket}).socket;
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	};
	subscribe('net.server.socket', note);
	onTestFinished(() => void unsubscribe('net.server.socket', note));
	return {
		cut() {
			const open = [...sockets].filter(socket => socket.localPort === port());
			for (const socket of open) socket.resetAndDestroy();
			return open.length;
		},
	};
}
