import type {Connection} from 'rhea-promise';
import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {type AmqpSocket, createAmqpSocket} from '../amqp-socket.js';
import {closeInTime} from '../close-in-time.js';
import {loadRhea} from '../load-clients.js';
import {signAmqpPlain} from '../token.js';

/** The Event Hubs-compatible endpoint of a hub. `host` carries the port where it is not 5671. */
export type EventHubEndpoint = {readonly host: string; readonly eventHubName: string};

const timeoutMs = 10_000;

/** Reads `amqps://{host}:{port}/{name}/$management` out of the detach that redirects. */
function parseRedirect(error: unknown): EventHubEndpoint | undefined {
	if (typeof error !== 'object' || error === null || Reflect.get(error, 'condition') !== 'amqp:link:redirect') return undefined;
	const info: unknown = Reflect.get(error, 'info');
	const address: unknown = typeof info === 'object' && info !== null ? Reflect.get(info, 'address') : undefined;
	if (typeof address !== 'string') return undefined;
	const url = URL.parse(address.replace(/^amqps:/, 'https:'));
	const eventHubName = url?.pathname.split('/')[1];
	if (!url || !eventHubName) return undefined;
	const port = url.port === '' || url.port === '5671' ? '' : `:${url.port}`;
	return {host: `${url.hostname}${port}`, eventHubName: decodeURIComponent(eventHubName)};
}

async function createQuietConnection(address: HubAddress, socket: AmqpSocket): Promise<Connection> {
	const {Connection, ConnectionEvents} = await loadRhea();
	const {hostName, amqpsPort} = address;
	const connection = new Connection({
		transport: 'tls',
		host: hostName,
		hostname: hostName,
		port: amqpsPort,
		reconnect: false,
		connection_details: () => ({host: hostName, port: amqpsPort, connect: socket.connect}),
		...(await signAmqpPlain(address)),
	});
	// An event that nobody listens to would be written to the terminal.
	for (const event of [ConnectionEvents.error, ConnectionEvents.protocolError, ConnectionEvents.disconnected]) connection.on(event, () => undefined);
	return connection;
}

/** Opens the link that is refused. @returns the error of the refusal */
async function askForRefusal(connection: Connection, address: HubAddress, abortSignal: AbortSignal): Promise<unknown> {
	const {ConnectionEvents} = await loadRhea();
	await connection.open({abortSignal});
	const refusal = Promise.withResolvers<unknown>();
	abortSignal.addEventListener('abort', () => refusal.reject(abortSignal.reason), {once: true});
	connection.on(ConnectionEvents.disconnected, context =>
		refusal.reject(context.error ?? new HubError('unreachable', 'The hub ended the connection.', {hint: 'Try again in a moment.', isRetryable: true})),
	);
	const source = {address: `amqps://${address.hostName}/messages/events/$management`};
	const link = connection.createReceiver({source, credit_window: 0, abortSignal, onError: context => refusal.resolve(context.receiver?.error)});
	link.catch(refusal.reject);
	return await refusal.promise;
}

/**
 * Asks the hub for its Event Hubs-compatible endpoint: a receiver on `messages/events/$management` is refused with
 * `amqp:link:redirect`, which names it. Needs the permission ServiceConnect.
 * @throws what the connection failed with
 */
export async function findEventHubEndpoint(address: HubAddress, signal: AbortSignal): Promise<EventHubEndpoint> {
	const socket = createAmqpSocket(address);
	const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
	try {
		const connection = await createQuietConnection(address, socket);
		const refusal = await askForRefusal(connection, address, limit);
		const endpoint = parseRedirect(refusal);
		if (endpoint) {
			// The library never says that a connection was lost while it waited for the hub's close.
			await closeInTime(connection.close({abortSignal: limit}));
			signal.throwIfAborted();
			return endpoint;
		}
		throw refusal ?? new HubError('unexpected', 'The hub did not name its event endpoint.', {hint: 'Try again.', isRetryable: true});
	} catch (error) {
		throw limit.aborted ? limit.reason : error;
	} finally {
		socket.destroy();
	}
}
