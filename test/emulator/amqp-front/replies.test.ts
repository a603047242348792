import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Message, Sender} from 'rhea';
import {expect, test} from 'vitest';
import {createReplies} from '../../../source/emulator/amqp-front/replies.js';

test('answers wait while the client does not read, and go out in order when it reads on', async () => {
	const sent: Message[] = [];
	const link = {
		credit: 10,
		delivery_count: 0,
		session: {outgoing: {transfer_window: () => 2048, next_delivery_id: 0, next_pending_delivery: 0}},
		local: {attach: {}},
		target: {address: 'answers'},
		is_open: () => true,
		sendable: () => true,
		send(message: Message) {
			sent.push(message);
			link.credit--;
			link.delivery_count++;
		},
	};
	let isCongested = true;
	const replies = createReplies({isCongested: () => isCongested});
	const {onSendable} = replies.open(link as unknown as Sender);
	for (const message_id of ['a', 'b']) replies.to({message_id, reply_to: 'answers', body: undefined})({body: 'x'});
	await nextTurn();
	expect(sent).toEqual([]);
	isCongested = false;
	onSendable();
	expect(sent.map(({correlation_id}) => correlation_id)).toEqual(['a', 'b']);
});
