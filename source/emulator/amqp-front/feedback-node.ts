import {randomUUID} from 'node:crypto';
import rhea, {type Delivery, type Message} from 'rhea';
import type {FeedbackBatch} from '../core/messages.js';
import {countCredit, forgetDelivery} from './credit.js';
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

/** A batch that is settled after its lock ran out belongs to somebody else by then; there is nothing to tell the client. */
function settle(action: () => void): void {
	try {
		action();
	} catch {
		// The lock is gone and the core has put the batch back already.
	}
}

/** `/messages/serviceBound/feedback`: what became of messages whose sender asked. Accepting (or rejecting) a batch removes it, everything else gives it back. */
export function createFeedbackNode({core, isCongested}: AmqpPeer): AmqpNode {
	return {
		pattern: /^\/?messages\/servicebound\/feedback$/i,
		authorize: principal => core.access.requirePermission(principal, 'ServiceConnect'),
		openOutgoing(sender) {
			const credit = countCredit(sender);
			const lockTokens = new Map<Delivery, string>();
			const pump = () => {
				while (credit.room() > 0 && !isCongested()) {
					const batch = core.feedback.take();
					if (batch === undefined) return;
					lockTokens.set(sender.send(toAmqpMessage(batch, core.options.hostNames[0] ?? '')), batch.lockToken);
					credit.take();
				}
			};
			const stopListening = core.feedback.onAvailable(pump);
			return {
				onSendable: pump,
				onOutcome(delivery, outcome) {
					const lockToken = lockTokens.get(delivery);
					if (lockToken === undefined) return;
					lockTokens.delete(delivery);
					settle(() => (outcome === 'released' ? core.feedback.release(lockToken) : core.feedback.complete(lockToken)));
				},
				onClose() {
					stopListening();
					for (const [delivery, lockToken] of lockTokens) {
						forgetDelivery(delivery);
						settle(() => core.feedback.release(lockToken));
					}
					lockTokens.clear();
				},
			};
		},
	};
}
