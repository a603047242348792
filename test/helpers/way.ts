import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

/** A network between devices and the hub that a test can break. */
export type Way = {
	readonly port: number;
	/** Connections of devices that are open, and how many there ever were. */
	readonly openCount: number;
	readonly madeCount: number;
};

/** What the way does with the hub's bytes from a certain piece on: nothing, lose the connection, or swallow everything. */
export type WayBreak = 'none' | 'cut' | 'swallow';

/**
 * Leads to a port of this machine. Pieces are what the hub sends at once, so that counting them reaches every step of a protocol.
 * @param onPiece told of the number of each piece of the hub, and of its connection, before it is passed on
 */
export async function startWay(hubPort: number, onPiece: (number: number, connection: number) => WayBreak): Promise<Way> {
	const sockets = new Set<Socket>();
	const devices = new Set<Socket>();
	let madeCount = 0;
	const server = createServer(device => {
		const hub = connect({port: hubPort, host: '127.0.0.1'});
		let pieces = 0;
		let isSwallowing = false;
		const end = () => {
			device.destroy();
			hub.destroy();
		};
		const connection = ++madeCount;
		devices.add(device);
		for (const socket of [device, hub]) {
			sockets.add(socket);
			socket.on('error', end).on('close', () => {
				sockets.delete(socket);
				end();
			});
		}
		device.on('close', () => devices.delete(device)).on('data', bytes => isSwallowing || hub.write(bytes));
		hub.on('data', bytes => {
			if (isSwallowing) return;
			const wayBreak = onPiece(++pieces, connection);
			isSwallowing = wayBreak === 'swallow';
			if (wayBreak === 'cut') end();
			if (wayBreak === 'none') device.write(bytes);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return {
		port: (server.address() as AddressInfo).port,
		get openCount() {
			return devices.size;
		},
		get madeCount() {
			return madeCount;
		},
	};
}
