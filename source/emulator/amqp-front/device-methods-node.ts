import rhea, {type Message} from 'rhea';
import {HubFault} from '../core/fault.js';
import type {MethodRequest} from '../core/types.js';
import {readMethodAnswer} from '../device-payload.js';
import {addressOfDevice, readDeviceId} from './device-address.js';
import {openInbox} from './device-inbox.js';
import {createOutbox} from './device-outbox.js';
import {readMessage} from './message-fields.js';
import type {AmqpNode, AmqpPeer} from './node.js';

/** Answers a device may have on the way. */
const credit = 50;

/**
 * `/devices/{id}/methods/devicebound`: calls go out on one link with the request id as correlation id, answers come in on another
 * ("Understand and invoke direct methods", AMQP).
 */
export function createDeviceMethodsNode(peer: AmqpPeer): AmqpNode {
	const {core, devices, isCongested} = peer;
	const takeAnswer = (deviceId: string, message: Message) => {
		const {body, system, application} = readMessage(message);
		const status = Number(application['IoThub-status']);
		if (!Number.isInteger(status)) throw new HubFault('ArgumentInvalid', 'The answer must have the application property IoThub-status.');
		core.methods.complete(deviceId, system.correlationId ?? '', {status, payload: readMethodAnswer(body)});
	};
	return {
		...addressOfDevice(peer, 'methods/devicebound'),
		openOutgoing(sender, {match, end}) {
			const outbox = createOutbox(sender, {isCongested, end});
			const deliverMethod = ({requestId, methodName, payload}: MethodRequest) =>
				outbox.push({
					correlation_id: requestId,
					application_properties: {'IoThub-methodname': methodName},
					body: rhea.message.data_section(Buffer.from(payload)),
				});
			const {setListening, leave} = devices.join(readDeviceId(core, match), {end, deliverMethod});
			setListening('methods', true);
			return {onSendable: outbox.flush, onClose: leave};
		},
		openIncoming: (receiver, request) => openInbox(peer, receiver, request, {credit, take: takeAnswer}),
	};
}
