import rhea, {type Message} from 'rhea';
import type {C2dDelivery} from '../core/messages.js';
import {countCredit} from './credit.js';
import {addressOfDevice, readDeviceId} from './device-address.js';
import {createLockedDeliveries} from './locked-deliveries.js';
import {writeQueueAnnotations} from './message-fields.js';
import type {AmqpNode, AmqpPeer, Outcome} from './node.js';

function writeMessage(deviceId: string, message: C2dDelivery): Message {
	const {messageId, correlationId, userId, contentType, contentEncoding, absoluteExpiryTime} = message.system;
	const {'iothub-ack': _written, ...application} = message.application;
	return {
		message_id: messageId,
		correlation_id: correlationId,
		user_id: userId,
		to: `/devices/${encodeURIComponent(deviceId)}/messages/devicebound`,
		content_type: contentType,
		content_encoding: contentEncoding,
		// A date is a whole number, and none when it is out of range: the library can write nothing else.
		absolute_expiry_time: absoluteExpiryTime === undefined ? undefined : new Date(absoluteExpiryTime),
		application_properties: {...application, ...(message.ack !== 'none' && {'iothub-ack': message.ack})},
		message_annotations: writeQueueAnnotations(message),
		body: rhea.message.data_section(message.body),
	};
}

/**
 * `/devices/{id}/messages/devicebound`: the device's queue. Accepting completes a message, rejecting rejects it, releasing abandons it
 * ("Understand cloud-to-device messaging from an IoT hub"). What is not settled when the link ends comes back when its lock runs out.
 */
export function createDeviceC2dNode(peer: AmqpPeer): AmqpNode {
	const {core, devices, isCongested} = peer;
	const settle = (deviceId: string, lockToken: string, outcome: Outcome) => {
		if (outcome === 'accepted') core.c2d.complete(deviceId, lockToken);
		else if (outcome === 'rejected') core.c2d.reject(deviceId, lockToken);
		else core.c2d.abandon(deviceId, lockToken);
	};

	return {
		...addressOfDevice(peer, 'messages/devicebound'),
		openOutgoing(sender, {match, end}) {
			const deviceId = readDeviceId(core, match);
			const credit = countCredit(sender);
			const locked = createLockedDeliveries(core.options.clock);
			const pump = () => {
				locked.forgetLapsed();
				while (credit.room() > 0 && !isCongested()) {
					const message = core.c2d.receive(deviceId);
					if (message === undefined) return;
					// Clients that settle by lock token find it in the delivery's tag.
					const tag = Buffer.from(message.lockToken.replaceAll('-', ''), 'hex');
					locked.add(sender.send(writeMessage(deviceId, message), tag), message);
					credit.take();
				}
			};
			const {setListening, leave} = devices.join(deviceId, {end, notifyC2d: pump});
			setListening('c2d', true);
			return {
				onSendable: pump,
				onOutcome(delivery, outcome) {
					const lockToken = locked.take(delivery);
					if (lockToken !== undefined) settle(deviceId, lockToken, outcome);
				},
				onClose() {
					locked.close();
					leave();
				},
			};
		},
	};
}
