import type {Amqp} from 'azure-iothub/dist/amqp.js';
import type {HubAddress} from '../address.js';
import {type AmqpSocket, createAmqpSocket} from '../amqp-socket.js';
import {loadServiceAmqp, loadSharedAccessSignature} from '../load-clients.js';

const connectTimeoutMs = 15_000;
const closeTimeoutMs = 1500;
const tokenLifetimeSeconds = 60 * 60;

/** A signed-in connection to the hub's AMQP side. The transport renews its token by itself. */
export type ServiceConnection = {
	readonly transport: Amqp;
	/** Rejects when the connection ends by itself. */
	readonly ended: Promise<never>;
	close(): Promise<void>;
};

/** Rejects with the socket's own error where there is one: the library says "disconnected" for everything. */
function explain(error: unknown, socket: AmqpSocket): unknown {
	return socket.failure() ?? error;
}

/** The service SDK's AMQP transport without its client, which would try for four minutes before it tells anything. */
async function createTransport(address: HubAddress, socket: AmqpSocket): Promise<Amqp> {
	const [{Amqp, AmqpBase}, {SharedAccessSignature}] = await Promise.all([loadServiceAmqp(), loadSharedAccessSignature()]);
	const {hostName, policyName, key, amqpsPort} = address;
	const base = new AmqpBase(false);
	const connect = base.connect.bind(base);
	const connectionDetails = () => ({host: hostName, port: amqpsPort, connect: socket.connect});
	base.connect = (config, done) => connect({...config, policyOverride: {connection_details: connectionDetails}}, done);
	const expiry = Math.ceil(Date.now() / 1000) + tokenLifetimeSeconds;
	const sharedAccessSignature = SharedAccessSignature.create(hostName, policyName, key.reveal(), expiry);
	return new Amqp({host: `${hostName}:${amqpsPort}`, keyName: policyName, sharedAccessSignature}, base);
}

/**
 * Opens a connection with a limit of its own.
 * @throws what the connection failed with
 */
export async function openServiceConnection(address: HubAddress, signal: AbortSignal): Promise<ServiceConnection> {
	signal.throwIfAborted();
	const socket = createAmqpSocket(address);
	const transport = await createTransport(address, socket);
	const {promise: ended, reject} = Promise.withResolvers<never>();
	ended.catch(() => undefined);
	transport.on('disconnect', error => reject(explain(error, socket)));
	const timer = setTimeout(
		() => reject(Object.assign(new Error('The connection was not made in time.'), {code: socket.isConnected() ? 'TimeoutError' : 'ETIMEDOUT'})),
		connectTimeoutMs,
	);
	const giveUp = () => reject(signal.reason);
	signal.addEventListener('abort', giveUp, {once: true});
	try {
		await Promise.race([transport.connect(), ended]);
	} catch (error) {
		socket.destroy();
		throw explain(error, socket);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', giveUp);
	}
	return {
		transport,
		ended,
		async close() {
			const limit = Promise.withResolvers<void>();
			const closeTimer = setTimeout(limit.resolve, closeTimeoutMs);
			await Promise.race([transport.disconnect(), limit.promise]).catch(() => undefined);
			clearTimeout(closeTimer);
			socket.destroy();
		},
	};
}
