import type {Delivery, Receiver, Sender} from 'rhea';

/** The wire library keeps these on its links without declaring them. */
type LinkState = {readonly credit: number; readonly delivery_count: number};

/**
 * How many more messages a link may be given now.
 * The library lowers a link's credit only when a message is written, a tick after it was queued, and its queue is shared by all links of
 * a session: queueing more than the credit would block the others. So messages that are queued and not yet written are counted here.
 */
export function countCredit(sender: Sender): {room(): number; take(): void} {
	const link = sender as Sender & LinkState;
	let queued = link.delivery_count;
	return {
		room() {
			// Draining moves the delivery count on without messages.
			queued = Math.max(queued, link.delivery_count);
			return sender.is_open() && sender.sendable() ? Math.max(0, link.credit - (queued - link.delivery_count)) : 0;
		},
		take() {
			queued++;
		},
	};
}

/** Lets the client have this many messages on the way, all the time. A window that is set on an open link is not filled before its first message. */
export function grantCredit(receiver: Receiver, messages: number): void {
	receiver.set_credit_window(messages);
	receiver.add_credit(messages);
}

/** Lets go of a delivery whose link is gone: the library keeps unsettled ones in the session's buffer, which is finite, for good. */
export function forgetDelivery(delivery: Delivery): void {
	const state = delivery as {settled: boolean; remote_settled: boolean};
	state.settled = true;
	state.remote_settled = true;
}
