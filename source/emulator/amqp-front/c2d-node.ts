import {HubFault} from '../core/fault.js';
import type {C2dMessage} from '../core/messages.js';
import {grantCredit} from './credit.js';
import {readMessage} from './message-fields.js';
import type {AmqpNode, AmqpPeer} from './node.js';

/** Messages a client may have on the way. */
const credit = 50;
const acks = ['none', 'positive', 'negative', 'full'] as const;

/** Device that a `to` of `/devices/{id}/messages/devicebound` names, its id percent-encoded. */
function readDeviceId(to: string | undefined): string {
	const encodedId = /^\/devices\/([^/]+)\/messages\/devicebound$/i.exec(to ?? '')?.[1];
	try {
		if (encodedId !== undefined) return decodeURIComponent(encodedId);
	} catch {
		// Falls through to the refusal: the id is not well-formed.
	}
	throw new HubFault('GenericBadRequest', 'The property "to" must be /devices/{deviceId}/messages/devicebound.');
}

function readAck(text: string | undefined): C2dMessage['ack'] {
	const ack = acks.find(known => known === (text ?? 'none').toLowerCase());
	if (ack === undefined) throw new HubFault('GenericBadRequest', 'iothub-ack must be none, positive, negative or full.');
	return ack;
}

/** `/messages/devicebound`: back-end applications send cloud-to-device messages here. A refused message is rejected with the reason; the link stays. */
export function createC2dNode({core}: AmqpPeer): AmqpNode {
	return {
		pattern: /^\/?messages\/devicebound$/i,
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openIncoming(receiver) {
			grantCredit(receiver, credit);
			return {
				onMessage(amqpMessage, delivery) {
					const message = readMessage(amqpMessage);
					core.c2d.send(readDeviceId(message.system.to), {...message, ack: readAck(message.application['iothub-ack'])});
					delivery.accept();
				},
			};
		},
	};
}
