/** What the parts of the AMQP front say to each other. */
import type {AmqpError, Delivery, Message, Receiver, Sender} from 'rhea';
import type {HubCore, Principal} from '../core/types.js';
import type {DeviceSessions} from './device-sessions.js';

/** One client's connection, as the nodes behind its links see it. */
export type AmqpPeer = {
	readonly core: HubCore;
	/** Port that this front listens on. */
	readonly port: number;
	/** The client takes its bytes too slowly: send nothing until `onSendable` is called again. */
	isCongested(): boolean;
	/** Devices that the client speaks for on this connection. */
	readonly devices: DeviceSessions;
	/** Verifies a token and keeps what it allows until it expires. @throws HubFault */
	signIn(token: string): void;
};

/** A link that a client asks for. */
export type LinkRequest = {
	/** Address as the client gave it. */
	readonly address: string;
	/** What the node's pattern found in the address. */
	readonly match: RegExpExecArray;
	/** Closes the link, at any later time, with a reason. `onClose` follows. */
	end(error: AmqpError): void;
};

/** The client sends. */
export type IncomingLink = {
	/** Settles the delivery, or throws a HubFault to have it rejected with that. */
	onMessage(message: Message, delivery: Delivery): void;
	onClose?(): void;
};

export type Outcome = 'accepted' | 'rejected' | 'released';

/** The client receives. */
export type OutgoingLink = {
	/** There may be credit and room now. */
	onSendable(): void;
	/** @throws HubFault to tell a client that waits for the hub why its outcome came to nothing */
	onOutcome?(delivery: Delivery, outcome: Outcome): void;
	onClose?(): void;
};

/**
 * An address of the hub, or a family of them. One per connection, so that it may keep what belongs together there.
 * Opening throws a HubFault to refuse the link.
 */
export type AmqpNode = {
	/** Matched against the address without scheme and host. */
	readonly pattern: RegExp;
	/** Checks that the principal may use the node; absent: open to all. @throws HubFault */
	authorize?(principal: Principal, match: RegExpExecArray): void;
	/** Path below the host that a token must cover, when it is not the address itself. */
	resourceOf?(match: RegExpExecArray): string;
	openIncoming?(receiver: Receiver, request: LinkRequest): IncomingLink;
	openOutgoing?(sender: Sender, request: LinkRequest): OutgoingLink;
};
