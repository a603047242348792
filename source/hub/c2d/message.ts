import {findC2dFault} from '../../c2d-rules.js';
import {HubError} from '../../errors.js';
import {loadServiceMessage} from '../load-clients.js';
import type {C2dRequest} from '../management-types.js';

/**
 * The AMQP message for a request.
 * @throws HubError kind `invalid` in one sentence
 */
export async function createMessage(request: C2dRequest) {
	const fault = findC2dFault(request);
	if (fault !== undefined) throw new HubError('invalid', fault, {hint: 'Correct the message.'});
	const {Message, AmqpMessage} = await loadServiceMessage();
	const message = new Message(Buffer.from(request.body));
	const {messageId, expiresAt, contentType} = request;
	Object.assign(message, {
		to: `/devices/${encodeURIComponent(request.deviceId)}/messages/devicebound`,
		ack: request.ack,
		...(messageId === '' ? {} : {messageId}),
		// Milliseconds: over AMQP the SDK never sends a message whose expiry is a Date.
		...(expiresAt === undefined ? {} : {expiryTimeUtc: expiresAt}),
		...(contentType ? {contentType, contentEncoding: 'utf-8'} : {}),
	});
	for (const [name, value] of Object.entries(request.properties)) message.properties.add(name, value);
	return AmqpMessage.fromMessage(message);
}
