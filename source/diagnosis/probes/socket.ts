import net from 'node:net';
import tls from 'node:tls';
import type {HubAddress} from '../../hub/address.js';
import {onAbort} from '../on-abort.js';
import type {PortName} from '../types.js';
import type {SocketFault} from './types.js';

/** The port of a protocol's listener. Over WebSocket both protocols use the HTTPS port. */
export function portOf(address: HubAddress, name: PortName): number {
	return {mqtts: address.mqttsPort, amqps: address.amqpsPort, https: address.httpsPort}[name];
}

function read(error: unknown, property: string): string {
	const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined;
	return typeof value === 'string' ? value : '';
}

/** What a socket failed with. A name with several addresses fails with one error for all: the first inner one speaks. */
export function faultOf(error: unknown): SocketFault {
	const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
	return {code: read(inner, 'code') || 'EUNKNOWN', message: read(inner, 'message') || String(inner)};
}

/** Where and how TLS connections go; certificates are always verified. An address in numbers cannot be a server name. */
export function tlsOptionsOf({hostName, ca}: HubAddress, port: number): tls.ConnectionOptions {
	return {host: hostName, port, ...(net.isIP(hostName) === 0 ? {servername: hostName} : {}), ...(ca === undefined ? {} : {ca})};
}

/**
 * Waits for the first event of a socket that settles it.
 * @throws the socket's error, or the signal's reason
 */
export async function waitForOpen(socket: net.Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const giveUp = () => reject(signal.reason);
	socket.once(event, resolve).once('error', reject);
	socket.once('close', () => reject(Object.assign(new Error('The connection was closed while it was being made.'), {code: 'ECONNRESET'})));
	const forget = onAbort(signal, giveUp);
	try {
		await promise;
		// An error that comes later belongs to whoever uses the socket; without a listener it would end the process.
		socket.on('error', () => undefined);
	} catch (error) {
		socket.on('error', () => undefined);
		socket.destroy();
		throw error;
	} finally {
		forget();
	}
}

/**
 * A TLS connection to one of the hub's ports, handshake done and certificate verified.
 * @param onCertificate told of the peer's certificate before it is verified
 * @throws what the connection failed with
 */
export async function openTls(
	address: HubAddress,
	name: PortName,
	signal: AbortSignal,
	onCertificate?: (socket: tls.TLSSocket) => void,
): Promise<tls.TLSSocket> {
	const socket = tls.connect(tlsOptionsOf(address, portOf(address, name)));
	if (onCertificate !== undefined) socket.prependOnceListener('secure', () => onCertificate(socket));
	await waitForOpen(socket, 'secureConnect', signal);
	return socket;
}
