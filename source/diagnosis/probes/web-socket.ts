import type {Duplex} from 'node:stream';
import {createWebSocketStream, WebSocket} from 'ws';
import type {HubAddress} from '../../hub/address.js';
import {onAbort} from '../on-abort.js';
import {tlsOptionsOf} from './socket.js';

/** Sub-protocols by which a hub tells the two protocols apart. */
const subProtocols = {mqtt: 'mqtt', amqp: 'AMQPWSB10'} as const;

/** The server answered, but not with an upgrade. */
export class UpgradeRefusal extends Error {
	override readonly name = 'UpgradeRefusal';
}

/** A stream inside of a WebSocket. @throws UpgradeRefusal, or what the connection failed with */
export async function openWebSocket(address: HubAddress, protocol: keyof typeof subProtocols, signal: AbortSignal): Promise<Duplex> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const {host: _, port: __, ...trust} = tlsOptionsOf(address, address.httpsPort);
	const socket = new WebSocket(`wss://${address.hostName}:${address.httpsPort}/$iothub/websocket`, [subProtocols[protocol]], trust);
	const giveUp = () => reject(signal.reason);
	const forget = onAbort(signal, giveUp);
	socket.once('open', resolve);
	socket.on('error', reject);
	socket.once('unexpected-response', (_request, response) => reject(new UpgradeRefusal(`HTTP status ${response.statusCode} instead of an upgrade`)));
	try {
		await promise;
		return createWebSocketStream(socket);
	} catch (error) {
		socket.terminate();
		throw error;
	} finally {
		forget();
	}
}
