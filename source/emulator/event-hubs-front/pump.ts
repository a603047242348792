import type {Sender} from 'rhea';
import {countCredit} from '../amqp-front/credit.js';
import {sendSettled} from '../amqp-front/settling.js';
import type {StartPosition, TelemetryEvent} from '../core/messages.js';
import type {HubCore} from '../core/types.js';
import {encodeEvent, encodeEventWithMetrics} from './event-message.js';

/** Most events that one receiver gets in one turn of the event loop: clients add credit while they wait, so credit alone is no bound. */
const mostPerTurn = 500;
/** Bytes after which a turn ends; the socket does not know of them before. */
const mostBytesPerTurn = 1_048_576;

/** Sends the events of one partition to one receiver, from a position on. */
export type Pump = {
	/** There may be something to send, or room for it. Cheap: many calls in one turn make one run. */
	wake(): void;
	stop(): void;
};

/**
 * Must be made before the link is answered, and starts nothing by itself: the first `wake` does.
 * Sends within the credit and only while the client takes its bytes, so that a slow reader costs the others nothing.
 */
export function createPump(
	sender: Sender,
	options: {
		readonly core: HubCore;
		readonly partition: number;
		readonly position: StartPosition;
		readonly hasMetrics: boolean;
		readonly isCongested: () => boolean;
		readonly onFailure: (error: unknown) => void;
	},
): Pump {
	const {core, partition, hasMetrics, isCongested} = options;
	const {telemetry} = core;
	const credit = countCredit(sender);
	sendSettled(sender);
	let next = telemetry.resolve(partition, options.position);
	let scheduled: NodeJS.Immediate | undefined;

	const encode = (event: TelemetryEvent) =>
		hasMetrics ? encodeEventWithMetrics(event, telemetry.state(partition), core.options.clock.now()) : encodeEvent(event);
	const send = () => {
		const events = isCongested() ? [] : telemetry.read(partition, next, Math.min(mostPerTurn, credit.room()));
		let bytes = 0;
		for (const event of events) {
			if (credit.room() < 1) return;
			const encoded = encode(event);
			sender.send(encoded, undefined, 0);
			credit.take();
			next = event.sequenceNumber + 1;
			bytes += encoded.length;
			if (bytes >= mostBytesPerTurn) return wake();
		}
		if (events.length === mostPerTurn) wake();
	};
	const run = () => {
		scheduled = undefined;
		try {
			send();
		} catch (error) {
			options.onFailure(error);
		}
	};
	const wake = () => {
		scheduled ??= setImmediate(run);
	};

	return {
		wake,
		stop() {
			clearImmediate(scheduled);
			scheduled = undefined;
		},
	};
}
