import type {Receiver, Sender} from 'rhea';

/** The wire library keeps these on its links and sessions without declaring them. */
type LinkState = {
	readonly credit: number;
	readonly delivery_count: number;
	readonly session: {readonly outgoing: {transfer_window(): number; readonly next_delivery_id: number; readonly next_pending_delivery: number}};
};

/** How many more messages the client's session takes, one that comes in several frames counted once; none before its first flow. */
function measureWindow({session: {outgoing}}: LinkState): number {
	return outgoing.transfer_window() - (outgoing.next_delivery_id - outgoing.next_pending_delivery) || 0;
}

/**
 * How many more messages a link may be given now.
 * The library lowers a link's credit only when a message is written, a tick after it was queued, so messages that are queued and not yet
 * written are counted here. Its queue is shared by all links of a session and has no way back: what is queued beyond the credit blocks the
 * others, and what is queued beyond the window is sent when the window opens, even if the client has detached the link by then. Clients
 * drop the connection at such a message (AMQP 1.0, 2.8.17: `unattached-handle`).
 */
export function countCredit(sender: Sender): {room(): number; take(): void} {
	const link = sender as Sender & LinkState;
	let queued = link.delivery_count;
	return {
		room() {
			// Draining moves the delivery count on without messages.
			queued = Math.max(queued, link.delivery_count);
			if (!sender.is_open() || !sender.sendable()) return 0;
			return Math.max(0, Math.min(link.credit - (queued - link.delivery_count), measureWindow(link)));
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

/** Gives back the credit that is left, when everything that was there has been queued. */
export function finishDraining(sender: Sender): void {
	sender.set_drained(true);
	(sender.connection as unknown as {_register(): void})._register();
}
