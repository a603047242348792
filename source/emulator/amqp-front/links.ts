import type {AmqpError, Delivery, EventContext, Receiver, Sender, Session} from 'rhea';
import {HubFault} from '../core/fault.js';
import {createRouter} from './addresses.js';
import type {Claims} from './claims.js';
import {toAmqpError} from './conditions.js';
import {finishDraining} from './credit.js';
import {freeLinkName} from './find-link.js';
import type {AmqpPeer, IncomingLink, Outcome, OutgoingLink} from './node.js';
import {agreeToSettling, confirmOutcome, ignoreDelivery} from './settling.js';

/** Links of one connection, refused ones included until the client has let go of them. */
const mostLinks = 64;

type Link = Sender | Receiver;
type OpenLink = Partial<IncomingLink> & Partial<OutgoingLink> & {/** @throws HubFault when no claim allows the link any more */ readonly recheck: () => void};

/** The links of one connection. */
export type Links = {
	/** Registers for the wire library's events. */
	listen(on: (event: string, handle: (context: EventContext) => void) => void): void;
	/** Closes the links that no claim allows any more. */
	recheck(): void;
	/** The socket or the client's window has room again. */
	wake(): void;
	closeAll(): void;
};

export function createLinks({peer, claims, end}: {readonly peer: AmqpPeer; readonly claims: Claims; readonly end: (error: AmqpError) => void}): Links {
	const route = createRouter(peer);
	const attached = new Set<Link>();
	const open = new Map<Link, OpenLink>();

	const release = (link: Link) => {
		const handler = open.get(link);
		open.delete(link);
		handler?.onClose?.();
	};
	const endLink = (link: Link, error: AmqpError) => {
		link.close(error);
		release(link);
	};

	const openLink = (link: Link, opener: 'openIncoming' | 'openOutgoing'): OpenLink => {
		const asked: unknown = (opener === 'openIncoming' ? link.target : link.source)?.address;
		const address = typeof asked === 'string' ? asked : '';
		const {node, match, resource} = route(address, opener);
		const recheck = () => {
			const {authorize} = node;
			if (authorize !== undefined) claims.require(resource, principal => authorize(principal, match));
		};
		recheck();
		link.set_source({address: link.source?.address, filter: link.source?.filter});
		link.set_target({address: link.target?.address});
		if (opener === 'openOutgoing') agreeToSettling(link as Sender);
		const request = {address, match, end: (error: AmqpError) => endLink(link, error)};
		const handler = opener === 'openIncoming' ? node.openIncoming?.(link as Receiver, request) : node.openOutgoing?.(link as Sender, request);
		return {...handler, recheck};
	};

	const attach = (link: Link | undefined, opener: 'openIncoming' | 'openOutgoing') => {
		if (link === undefined) return;
		attached.add(link);
		if (attached.size > mostLinks) return end({condition: 'amqp:resource-limit-exceeded', description: `A connection may have ${mostLinks} links.`});
		try {
			const handler = openLink(link, opener);
			// A node may have ended its link at once, and a connection that is going still takes links.
			if (link.is_open()) open.set(link, handler);
			else handler.onClose?.();
		} catch (error) {
			link.close(toAmqpError(error));
		}
	};
	/** Outcomes that came just before the end of the link are told a tick later, by the library. */
	const leave = (link: Link) => {
		attached.delete(link);
		process.nextTick(release, link);
	};
	const detach = (link: Link | undefined) => {
		if (link === undefined) return;
		freeLinkName(link);
		leave(link);
	};
	const endSession = (session: Session | undefined) => {
		for (const link of [...attached]) if (link.session === session) leave(link);
	};

	const receive = ({receiver, message, delivery}: EventContext) => {
		if (receiver === undefined || message === undefined || delivery === undefined) return;
		try {
			if (Buffer.isBuffer(message)) throw new HubFault('FeatureNotSupported', 'Messages of a foreign format are not supported.');
			const link = open.get(receiver);
			if (link === undefined) ignoreDelivery(delivery);
			else link.onMessage?.(message, delivery);
		} catch (error) {
			delivery.reject(toAmqpError(error));
		}
	};
	const settle = (sender: Sender | undefined, delivery: Delivery | undefined, outcome: Outcome) => {
		if (sender === undefined || delivery === undefined) return;
		try {
			open.get(sender)?.onOutcome?.(delivery, outcome);
			confirmOutcome(delivery);
		} catch (error) {
			if (!(error instanceof HubFault)) throw error;
			confirmOutcome(delivery, toAmqpError(error));
		}
	};
	const wakeLink = (sender: Sender | undefined) => {
		if (sender !== undefined) open.get(sender)?.onSendable?.();
	};

	return {
		listen(on) {
			on('receiver_open', ({receiver}) => attach(receiver, 'openIncoming'));
			on('sender_open', ({sender}) => attach(sender, 'openOutgoing'));
			on('receiver_close', ({receiver}) => detach(receiver));
			on('sender_close', ({sender}) => detach(sender));
			on('session_close', ({session}) => endSession(session));
			on('message', receive);
			on('sendable', ({sender}) => wakeLink(sender));
			on('sender_draining', ({sender}) => {
				wakeLink(sender);
				if (sender !== undefined) setImmediate(finishDraining, sender);
			});
			on('accepted', ({sender, delivery}) => settle(sender, delivery, 'accepted'));
			on('rejected', ({sender, delivery}) => settle(sender, delivery, 'rejected'));
			on('released', ({sender, delivery}) => settle(sender, delivery, 'released'));
		},
		recheck() {
			for (const [link, {recheck}] of [...open]) {
				try {
					recheck();
				} catch (error) {
					endLink(link, toAmqpError(error));
				}
			}
		},
		wake() {
			for (const {onSendable} of [...open.values()]) onSendable?.();
		},
		closeAll() {
			for (const link of [...open.keys()]) release(link);
			attached.clear();
		},
	};
}
