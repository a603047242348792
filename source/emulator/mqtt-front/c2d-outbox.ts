import {HubFault} from '../core/fault.js';
import type {CloudToDevice} from '../core/messages.js';
import {writeC2dBag} from './property-bag.js';
import {c2dTopic} from './topics.js';

/** Messages on their way to one device at a time. */
const maxUnacknowledged = 16;
const maxMessageId = 0xffff;

/** Hands the messages of one device's queue to its connection and settles them. */
export type C2dOutbox = {
	/** Sends what waits, as long as there is room. */
	fill(): void;
	/** Packet identifier for the message that was sent first of those that have none yet. */
	takeMessageId(): number;
	/**
	 * The device sent a PUBACK: the message is completed. Messages of a connection that ends before that are left alone: MQTT has no abandon,
	 * so their lock runs out, which brings them back without counting as a delivery.
	 */
	acknowledge(messageId: number): void;
};

/**
 * @param send writes one message with QoS 1; its packet identifier is asked for with `takeMessageId`, in the order of the calls
 */
export function createC2dOutbox(c2d: CloudToDevice, deviceId: string, send: (topic: string, body: Buffer) => void): C2dOutbox {
	const lockTokens = new Map<number, string>();
	const unnumbered: number[] = [];
	let lastMessageId = 0;

	function nextMessageId(): number {
		do {
			lastMessageId = (lastMessageId % maxMessageId) + 1;
		} while (lockTokens.has(lastMessageId));
		return lastMessageId;
	}

	return {
		fill() {
			while (lockTokens.size < maxUnacknowledged) {
				const delivery = c2d.receive(deviceId);
				if (delivery === undefined) return;
				const messageId = nextMessageId();
				lockTokens.set(messageId, delivery.lockToken);
				unnumbered.push(messageId);
				send(c2dTopic(deviceId) + writeC2dBag(deviceId, delivery), delivery.body);
			}
		},
		takeMessageId: () => unnumbered.shift() ?? nextMessageId(),
		acknowledge(messageId) {
			const lockToken = lockTokens.get(messageId);
			if (lockToken === undefined) return;
			lockTokens.delete(messageId);
			try {
				c2d.complete(deviceId, lockToken);
			} catch (error) {
				// The lock ran out before the PUBACK came: the message is waiting again, or was delivered a second time.
				if (!(error instanceof HubFault)) throw error;
			}
		},
	};
}
