import type {Message, Sender} from 'rhea';
import {HubFault} from '../core/fault.js';
import {countCredit} from './credit.js';
import type {AmqpPeer, OutgoingLink} from './node.js';
import {sendSettled} from './settling.js';

/** Answers kept for a link without credit, or for a client that does not read; one that does not fetch its answers loses the oldest. */
const mostWaiting = 100;

/** Answers to requests on one connection: the links on which a client receives them, and what waits there. */
export type Replies = {
	/** Must be called before the link is answered. */
	open(sender: Sender): OutgoingLink;
	/**
	 * Finds the link whose target address is the request's `reply_to`, else the one opened last. @throws HubFault when there is none
	 * @returns how to answer, when the request has been settled: some clients take no answer before that
	 */
	to(request: Message): (answer: Omit<Message, 'correlation_id' | 'to'>) => void;
};

export function createReplies({isCongested}: Pick<AmqpPeer, 'isCongested'>): Replies {
	const links = new Map<Sender, {readonly push: (message: Message) => void}>();

	return {
		open(sender) {
			sendSettled(sender);
			const credit = countCredit(sender);
			const waiting: Message[] = [];
			const flush = () => {
				while (waiting.length > 0 && credit.room() > 0 && !isCongested()) {
					const message = waiting.shift();
					if (message === undefined) return;
					sender.send(message);
					credit.take();
				}
			};
			links.set(sender, {
				push(message) {
					waiting.push(message);
					if (waiting.length > mostWaiting) waiting.shift();
					flush();
				},
			});
			return {onSendable: flush, onClose: () => links.delete(sender)};
		},
		to(request) {
			const entries = [...links];
			const link = entries.find(([sender]) => sender.target?.address === request.reply_to) ?? entries.at(-1);
			if (link === undefined) throw new HubFault('InvalidOperation', 'There is no link to answer on.');
			// The library writes what settles a message a tick later, and behind what is sent by then.
			return answer => process.nextTick(link[1].push, {...answer, to: request.reply_to, correlation_id: request.message_id});
		},
	};
}
