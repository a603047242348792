import {randomUUID} from 'node:crypto';
import rhea, {type Message} from 'rhea';
import {HubFault} from '../core/fault.js';
import type {FeedbackBatch} from '../core/messages.js';
import {countCredit} from './credit.js';
import {createLockedDeliveries} from './locked-deliveries.js';
import {writeQueueAnnotations} from './message-fields.js';
import type {AmqpNode, AmqpPeer} from './node.js';

/** Feedback batches as the service sends them ("Send cloud-to-device messages", message feedback). */
function toAmqpMessage(batch: FeedbackBatch, hubName: string): Message {
	return {
		message_id: randomUUID(),
		to: '/messages/serviceBound/feedback',
		user_id: hubName,
		content_type: 'application/vnd.microsoft.iothub.feedback.json',
		content_encoding: 'utf-8',
		message_annotations: writeQueueAnnotations(batch),
		body: rhea.message.data_section(Buffer.from(JSON.stringify(batch.records))),
	};
}

/** `/messages/serviceBound/feedback`: what became of messages whose sender asked. Accepting (or rejecting) a batch removes it, everything else gives it back. */
export function createFeedbackNode({core, isCongested}: AmqpPeer): AmqpNode {
	const giveBack = (lockToken: string) => {
		try {
			core.feedback.release(lockToken);
		} catch (error) {
			// The lock has ended in this moment, and the core has put the batch back already.
			if (!(error instanceof HubFault)) throw error;
		}
	};
	return {
		pattern: /^\/?messages\/servicebound\/feedback$/i,
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openOutgoing(sender) {
			const credit = countCredit(sender);
			const locked = createLockedDeliveries(core.options.clock);
			const pump = () => {
				locked.forgetLapsed();
				while (credit.room() > 0 && !isCongested()) {
					const batch = core.feedback.take();
					if (batch === undefined) return;
					locked.add(sender.send(toAmqpMessage(batch, core.options.hostNames[0] ?? '')), batch);
					credit.take();
				}
			};
			const stopListening = core.feedback.onAvailable(pump);
			return {
				onSendable: pump,
				onOutcome(delivery, outcome) {
					const lockToken = locked.take(delivery);
					if (lockToken === undefined) return;
					if (outcome === 'released') core.feedback.release(lockToken);
					else core.feedback.complete(lockToken);
				},
				onClose() {
					stopListening();
					for (const lockToken of locked.close()) giveBack(lockToken);
				},
			};
		},
	};
}
