import {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import type {C2dRequest} from '../management-types.js';
import {translateError} from '../translate-error.js';
import {openServiceConnection, type ServiceConnection} from './connection.js';
import {createMessage} from './message.js';

const answerTimeoutMs = 15_000;
/** A connection that has nothing to send is closed after this time. */
const idleMs = 60_000;

export type C2dSender = {
	/** Resolves when the hub has taken the message. Never repeated by itself. @throws HubError */
	send(request: C2dRequest): Promise<void>;
	close(): Promise<void>;
};

/** Sends cloud-to-device messages over one AMQP connection, opened for the first of them. */
export function createC2dSender(address: HubAddress): C2dSender {
	const closing = new AbortController();
	let current: Promise<ServiceConnection> | undefined;
	let sendCount = 0;
	let timer: NodeJS.Timeout | undefined;

	/** The next message gets a new connection. */
	function drop(connecting: Promise<ServiceConnection>): void {
		if (current === connecting) current = undefined;
		connecting.then(
			connection => connection.close(),
			() => undefined,
		);
	}

	function connect(): Promise<ServiceConnection> {
		if (current) return current;
		const connecting = openServiceConnection(address, closing.signal);
		current = connecting;
		connecting.then(connection => connection.ended).catch(() => drop(connecting));
		return connecting;
	}

	async function sendOnce(request: C2dRequest): Promise<void> {
		const message = await createMessage(request);
		const connecting = connect();
		const connection = await connecting;
		const late = Promise.withResolvers<never>();
		const limit = setTimeout(() => {
			late.reject(
				new HubError('timeout', 'The hub did not confirm the message in time; whether it took it is not known.', {
					hint: 'Look at the number of messages that wait for the device before you send it again.',
				}),
			);
			drop(connecting);
		}, answerTimeoutMs);
		try {
			await Promise.race([connection.transport.send(request.deviceId, message), connection.ended, late.promise]);
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
			const connection = await current?.catch(() => undefined);
			current = undefined;
			await connection?.close();
		},
	};
}
