import {EventEmitter} from 'node:events';
import type {Amqp as AmqpBase} from 'azure-iothub/dist/common-amqp/amqp.js';
import type {ReceiverLink} from 'azure-iothub/dist/common-amqp/receiver_link.js';
import type {SenderLink} from 'azure-iothub/dist/common-amqp/sender_link.js';
import type {HubAddress} from '../address.js';
import {createAmqpSocket} from '../amqp-socket.js';
import {closeInTime} from '../close-in-time.js';
import {loadServiceAmqp} from '../load-clients.js';
import type {TokenSource} from '../token.js';

const userAgent = 'iot-tui';
/** For the connection, and for each link. */
const stepTimeoutMs = 15_000;
/** Less than what is left of a token when its source signs the next one. */
const renewMs = 10 * 60_000;
/** Of a connection that says nothing for so long, the other end is gone: the hub keeps it alive twice in that time. */
const silenceMs = 60_000;

/** A signed-in connection to the hub's AMQP side. Its failures are the hub's own: `{condition, description}`, or a socket's error. */
export type ServiceConnection = {
	/** Links, by their address. The signal that the connection was opened with gives these up, too. */
	attachSender(address: string): Promise<SenderLink>;
	attachReceiver(address: string): Promise<ReceiverLink>;
	/** Rejects when the connection ends by itself, or was given up; nothing is sent on it after that. */
	readonly ended: Promise<never>;
	close(): Promise<void>;
};

type Done<T> = (error: unknown, result?: T) => void;

function call<T>(start: (done: Done<T>) => void): Promise<T | undefined> {
	return new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))));
}

function requireLink<T>(link: T | undefined): T {
	if (link === undefined) throw new Error('The client library gave no link.');
	return link;
}

/** The library tells nobody of a link that the hub ends without an error; of others it tells by itself, with the error. */
function onQuietEnd(link: ReceiverLink, tell: () => void): void {
	const receiver: unknown = Reflect.get(link, '_rheaReceiver');
	// It has none when the link has ended already.
	if (!(receiver instanceof EventEmitter)) tell();
	else
		receiver.on('receiver_close', () => {
			if (!Reflect.get(receiver, 'error')) tell();
		});
}

/**
 * The service SDK's AMQP layer. Its transport class, one step up, tries for minutes without a word on a port that nobody listens at, and
 * throws out of an event when a connection is cut in the middle of a send: an error becomes its own cause there.
 */
async function createBase(address: HubAddress, socket: ReturnType<typeof createAmqpSocket>): Promise<AmqpBase> {
	const {AmqpBase} = await loadServiceAmqp();
	const base = new AmqpBase(false);
	// What nobody listens to would be written to the terminal, or thrown.
	const container: unknown = Reflect.get(base, '_rheaContainer');
	if (container instanceof EventEmitter) for (const event of ['error', 'protocol_error', 'disconnected']) container.on(event, () => undefined);
	const {hostName: host, amqpsPort: port} = address;
	const connect = base.connect.bind(base);
	const policyOverride = {idle_time_out: silenceMs, connection_details: () => ({host, port, connect: socket.connect})};
	base.connect = (config, done) => connect({...config, policyOverride}, done);
	return base;
}

/**
 * Opens a connection with a limit of its own. The token is put anew before it runs out.
 * @throws what the connection failed with
 */
export async function openServiceConnection(address: HubAddress, tokens: TokenSource, signal: AbortSignal): Promise<ServiceConnection> {
	signal.throwIfAborted();
	const socket = createAmqpSocket(address);
	const base = await createBase(address, socket);
	const {promise: ended, reject} = Promise.withResolvers<never>();
	let isOver = false;
	ended.catch(() => undefined);

	/** A connection that was given up must not come back to life with what still waits on it. */
	function end(reason: unknown): void {
		if (isOver) return;
		isOver = true;
		reject(reason);
		socket.destroy();
	}
	// The library says "disconnected" for everything: the socket knows better.
	const explain = (error: unknown) => socket.failure() ?? error;
	base.setDisconnectHandler(error => end(explain(error)));

	/** Waits for a step of the way; without a limit one whose answer got lost would take minutes. What waits for it has not been sent. */
	async function inTime<T>(step: Promise<T>): Promise<T> {
		const fail = () => end(Object.assign(new Error('The connection was not made in time.'), {code: 'ETIMEDOUT'}));
		const timer = setTimeout(fail, stepTimeoutMs);
		const giveUp = () => end(signal.reason);
		if (signal.aborted) giveUp();
		signal.addEventListener('abort', giveUp, {once: true});
		try {
			return await Promise.race([step, ended]);
		} finally {
			clearTimeout(timer);
			signal.removeEventListener('abort', giveUp);
		}
	}

	async function putToken(): Promise<void> {
		const token = await tokens.current();
		await call<void>(done => base.putToken(address.hostName, token, done));
	}

	async function connect(): Promise<void> {
		try {
			await call(done => base.connect({uri: `amqps://${address.hostName}:${address.amqpsPort}`, userAgentString: userAgent}, done));
			await call<void>(done => base.initializeCBS(done));
			await putToken();
		} catch (error) {
			throw explain(error);
		}
	}

	try {
		await inTime(connect());
	} catch (error) {
		end(error);
		throw error;
	}
	const renewal = setInterval(() => void putToken().catch(end), renewMs).unref();
	ended.catch(() => clearInterval(renewal));
	return {
		ended,
		attachSender: async link => requireLink(await inTime(call<SenderLink>(done => base.attachSenderLink(link, null, done)))),
		async attachReceiver(address) {
			const link = requireLink(await inTime(call<ReceiverLink>(done => base.attachReceiverLink(address, null, done))));
			onQuietEnd(link, () => end(Object.assign(new Error('The hub ended the link.'), {code: 'amqp:link:detach-forced'})));
			return link;
		},
		async close() {
			clearInterval(renewal);
			const wasOver = isOver;
			isOver = true;
			// A connection that is over has no answer to a close.
			if (!wasOver) await closeInTime(call(done => base.disconnect(done)));
			socket.destroy();
		},
	};
}
