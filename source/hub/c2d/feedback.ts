import type {AmqpMessage} from 'azure-iothub/dist/common-amqp/amqp_message.js';
import type {HubError} from '../../errors.js';
import type {HubAddress} from '../address.js';
import {asJsonObject, asText} from '../json-value.js';
import {keepTrying} from '../keep-trying.js';
import type {C2dFeedback, FeedbackStatus} from '../management-types.js';
import {parseServiceTime} from '../registry/identity-document.js';
import type {TokenSource} from '../token.js';
import {openServiceConnection} from './connection.js';

const linkAddress = '/messages/serviceBound/feedback';

const statuses: ReadonlySet<unknown> = new Set<FeedbackStatus>(['Success', 'Expired', 'DeliveryCountExceeded', 'Rejected', 'Purged']);

function isFeedbackStatus(value: unknown): value is FeedbackStatus {
	return statuses.has(value);
}

function parseRecord(item: unknown): C2dFeedback | undefined {
	const {originalMessageId, deviceId, statusCode, description, enqueuedTimeUtc} = asJsonObject(item);
	if (!isFeedbackStatus(statusCode)) return undefined;
	return {
		messageId: asText(originalMessageId),
		deviceId: asText(deviceId),
		status: statusCode,
		description: asText(description),
		enqueuedAt: parseServiceTime(enqueuedTimeUtc),
	};
}

function readBody(message: AmqpMessage): unknown {
	const body: unknown = message.body;
	return typeof body === 'object' && body !== null ? Reflect.get(body, 'content') : undefined;
}

/** The records of one feedback batch (`application/vnd.microsoft.iothub.feedback.json`); what is none is left out. */
export function parseFeedback(body: unknown): readonly C2dFeedback[] {
	const text = body instanceof Uint8Array ? Buffer.from(body).toString() : asText(body);
	try {
		const batch: unknown = JSON.parse(text);
		return Array.isArray(batch) ? batch.map(parseRecord).filter(record => record !== undefined) : [];
	} catch {
		return [];
	}
}

export type FeedbackHandlers = {
	onConnecting(): void;
	onReceiving(): void;
	onFeedback(records: readonly C2dFeedback[]): void;
	onFailure(error: HubError): void;
};

/** Receives the hub's feedback and completes every batch, until the signal ends it or trying makes no sense. */
export async function receiveFeedback(address: HubAddress, tokens: TokenSource, handlers: FeedbackHandlers, signal: AbortSignal): Promise<void> {
	async function receive(onSuccess: () => void): Promise<void> {
		handlers.onConnecting();
		const connection = await openServiceConnection(address, tokens, signal);
		const stopped = Promise.withResolvers<never>();
		const stop = () => stopped.reject(signal.reason);
		signal.addEventListener('abort', stop, {once: true});
		if (signal.aborted) stop();
		try {
			const link = await Promise.race([connection.attachReceiver(linkAddress), stopped.promise]);
			// The connection ends with it; without a listener it would be thrown.
			link.on('error', () => undefined);
			link.on('message', (batch: AmqpMessage) => {
				handlers.onFeedback(parseFeedback(readBody(batch)));
				// Optional in its type, and called all the same where the link is gone; the batch comes again then.
				link.accept(batch, () => undefined);
			});
			onSuccess();
			handlers.onReceiving();
			await Promise.race([connection.ended, stopped.promise]);
		} finally {
			signal.removeEventListener('abort', stop);
			await connection.close();
		}
	}
	await keepTrying(receive, handlers.onFailure, signal);
}
