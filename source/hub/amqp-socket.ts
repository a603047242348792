import tls from 'node:tls';
import type {HubAddress} from './address.js';

/**
 * The TLS connection below an AMQP connection to the hub. It can be ended in every state and tells why it failed, neither of which the
 * AMQP libraries offer while they are still connecting.
 */
export type AmqpSocket = {
	/** What `rhea` calls instead of opening a socket of its own. */
	connect(port: number, host: string, options: unknown, onConnected: () => void): tls.TLSSocket;
	/** Why there is no connection (any more), where the socket knows. */
	failure(): Error | undefined;
	/** With an error, which is all that the libraries listen for: without one their heartbeats would go on for two minutes. */
	destroy(): void;
};

export function createAmqpSocket(address: HubAddress): AmqpSocket {
	let socket: tls.TLSSocket | undefined;
	let failure: Error | undefined;
	return {
		connect(_port, _host, _options, onConnected) {
			const {hostName: host, amqpsPort: port, ca} = address;
			socket = tls.connect({host, port, servername: host, ...(ca === undefined ? {} : {ca})}, onConnected);
			return socket.once('error', error => {
				failure = error;
			});
		},
		failure: () => failure,
		destroy: () => socket?.destroy(new Error('The connection was ended here.')),
	};
}
