import type {SenderLink} from 'azure-iothub/dist/common-amqp/sender_link.js';
import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {asJsonObject, asText} from '../json-value.js';
import type {C2dRequest} from '../management-types.js';
import type {TokenSource} from '../token.js';
import {translateError} from '../translate-error.js';
import {openServiceConnection, type ServiceConnection} from './connection.js';
import {createMessage} from './message.js';

const linkAddress = '/messages/devicebound';
const answerTimeoutMs = 15_000;
/** A connection that has nothing to send is closed after this time. */
const idleMs = 60_000;
/** What these conditions mean for a message to a device, in the SDK's words; elsewhere they mean other things. */
const namesByCondition: Readonly<Record<string, (description: string) => string>> = {
	'amqp:not-found': () => 'DeviceNotFoundError',
	// One condition for two limits: the device's queue of messages, and the messages of the hub's day.
	'amqp:resource-limit-exceeded': description => (/quota/i.test(description) ? 'IotHubQuotaExceededError' : 'DeviceMaximumQueueDepthExceededError'),
};

export type C2dSender = {
	/** Resolves when the hub has taken the message. Never repeated by itself. @throws HubError */
	send(request: C2dRequest): Promise<void>;
	close(): Promise<void>;
};
type Line = {readonly connection: ServiceConnection; readonly link: SenderLink};

/** Rejects with what the hub said of the message. */
function transfer(link: SenderLink, message: Parameters<SenderLink['send']>[0]): Promise<void> {
	return new Promise((resolve, reject) => {
		link.send(message, (error: unknown, result) => {
			// A message that the hub gave back without a reason comes without a result, too.
			if (!error && result) return resolve();
			const {condition, description} = asJsonObject(error);
			const name = namesByCondition[asText(condition)]?.(asText(description));
			if (name === undefined) return reject(error ?? new HubError('unexpected', 'The hub gave the message back.', {hint: 'Try again.', isRetryable: true}));
			reject(Object.assign(new Error(name), {name, amqpError: error}));
		});
	});
}

/** Sends cloud-to-device messages over one AMQP connection, opened for the first of them. */
export function createC2dSender(address: HubAddress, tokens: TokenSource): C2dSender {
	const closing = new AbortController();
	let current: Promise<Line> | undefined;
	let sendCount = 0;
	let timer: NodeJS.Timeout | undefined;

	async function openLine(): Promise<Line> {
		const connection = await openServiceConnection(address, tokens, closing.signal);
		try {
			const link = await connection.attachSender(linkAddress);
			// Whoever waits for an answer hears of it; without a listener it would be thrown.
			link.on('error', () => undefined);
			return {connection, link};
		} catch (error) {
			await connection.close();
			throw error;
		}
	}

	/** The next message gets a new connection. */
	function drop(line: Promise<Line>): void {
		if (current === line) current = undefined;
		line.then(
			({connection}) => connection.close(),
			() => undefined,
		);
	}

	function connect(): Promise<Line> {
		if (current) return current;
		const line = openLine();
		current = line;
		line.then(({connection}) => connection.ended).catch(() => drop(line));
		return line;
	}

	async function sendOnce(request: C2dRequest): Promise<void> {
		const message = await createMessage(request);
		const line = connect();
		const {connection, link} = await line;
		const late = Promise.withResolvers<never>();
		const limit = setTimeout(() => {
			late.reject(
				new HubError('timeout', 'The hub did not confirm the message in time; whether it took it is not known.', {
					hint: 'Look at the number of messages that wait for the device before you send it again.',
				}),
			);
			drop(line);
		}, answerTimeoutMs);
		try {
			await Promise.race([transfer(link, message), connection.ended, late.promise]);
		} finally {
			clearTimeout(limit);
		}
	}

	function closeWhenIdle(): void {
		clearTimeout(timer);
		timer = setTimeout(() => {
			if (sendCount === 0 && current) drop(current);
		}, idleMs).unref();
	}

	return {
		async send(request) {
			sendCount++;
			try {
				await sendOnce(request);
			} catch (error) {
				throw translateError(error);
			} finally {
				sendCount--;
				closeWhenIdle();
			}
		},
		async close() {
			closing.abort();
			clearTimeout(timer);
			const line = await current?.catch(() => undefined);
			current = undefined;
			await line?.connection.close();
		},
	};
}
