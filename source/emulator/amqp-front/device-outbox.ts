import type {Message, Sender} from 'rhea';
import {countCredit} from './credit.js';
import type {LinkRequest} from './node.js';
import {sendSettled} from './settling.js';

/** Messages kept for a client that gives no credit or does not read; with more the link is ended. */
const mostWaiting = 200;

/** What the hub tells a device on a link: method calls, answers about the twin, desired properties. Nothing of it is sent twice. */
export type Outbox = {
	push(message: Message): void;
	flush(): void;
};

/** Must be made before the link is answered. */
export function createOutbox(sender: Sender, {isCongested, end}: {readonly isCongested: () => boolean; readonly end: LinkRequest['end']}): Outbox {
	const credit = countCredit(sender);
	let waiting: readonly Message[] = [];
	sendSettled(sender);

	const flush = () => {
		while (waiting.length > 0 && credit.room() > 0 && !isCongested()) {
			const [message, ...rest] = waiting;
			waiting = rest;
			if (message !== undefined) sender.send(message);
			credit.take();
		}
	};
	return {
		push(message) {
			if (waiting.length >= mostWaiting) return end({condition: 'amqp:resource-limit-exceeded', description: 'The client does not take its messages.'});
			waiting = [...waiting, message];
			flush();
		},
		flush,
	};
}
