import rhea from 'rhea';
import {HubFault} from '../core/fault.js';
import {grantCredit} from './credit.js';
import type {AmqpNode, AmqpPeer} from './node.js';
import {createReplies} from './replies.js';

const requestCredit = 50;

function readToken(body: unknown): string {
	if (typeof body === 'string') return body;
	if (Buffer.isBuffer(body)) return body.toString();
	throw new HubFault('IotHubUnauthorizedAccess', 'The request holds no token.');
}

/**
 * Claims-based security: `put-token` requests on `$cbs` ("AMQP CBS 1.0", and "Control access to IoT Hub").
 * Success is exactly 200, since azure-iot clients take nothing else; a bad token is answered 401 and the connection lives on.
 */
export function createCbsNode(peer: AmqpPeer): AmqpNode {
	const replies = createReplies(peer);

	const handle = (properties: Readonly<Record<string, unknown>>, body: unknown): readonly [status: number, description: string] => {
		try {
			if (properties.operation !== 'put-token') throw new HubFault('GenericBadRequest', 'Only put-token is supported on $cbs.');
			const token = readToken(body);
			// azure-eventhub for Python calls its signatures jwt as well.
			const isSignature = token.startsWith('SharedAccessSignature ');
			if (properties.type === 'jwt' && !isSignature) throw new HubFault('IotHubUnauthorizedAccess', 'The local hub takes shared access signatures only.');
			peer.signIn(token);
			return [200, 'OK'];
		} catch (error) {
			const fault = error instanceof HubFault ? error : new HubFault('ServerError');
			return [fault.status, fault.message];
		}
	};

	return {
		pattern: /^\$cbs$/,
		openIncoming(receiver) {
			grantCredit(receiver, requestCredit);
			return {
				onMessage(message, delivery) {
					const reply = replies.to(message);
					const [status, description] = handle(message.application_properties ?? {}, message.body);
					delivery.accept();
					reply({body: undefined, application_properties: {'status-code': rhea.types.wrap_int(status), 'status-description': description}});
				},
			};
		},
		openOutgoing: sender => replies.open(sender),
	};
}
