import {isOutcomeUnknown} from '../errors.js';
import type {C2dFeedback, C2dSnapshot, FeedbackStatus} from '../hub/management-types.js';
import {blank, type Safe, safe, show, widthOf} from '../safe-text.js';
import {type Row, span, type Tone} from './cells.js';
import {failureWords} from './failure-rows.js';
import {age, clockTime} from './time.js';
import {sentenceRows, wrapWords} from './wrap-words.js';

type Sent = C2dSnapshot['sent'][number];
type Outcome = {readonly text: Safe; readonly tone: Tone};

const statusWords: Readonly<Record<FeedbackStatus, Outcome>> = {
	Success: {text: safe`✓ Success: the device completed it`, tone: 'good'},
	Expired: {text: safe`✕ Expired: nobody took it in time`, tone: 'bad'},
	DeliveryCountExceeded: {text: safe`✕ DeliveryCountExceeded: the device gave it back too often`, tone: 'bad'},
	Rejected: {text: safe`✕ Rejected: the device refused it`, tone: 'bad'},
	Purged: {text: safe`⊘ Purged: thrown away before delivery`, tone: 'warning'},
};

/** Whether the hub would tell how it ended: with `positive` only success, with `negative` only failure. */
const unheard: Readonly<Record<Sent['ack'], Safe>> = {
	none: safe`accepted by the hub; no feedback was asked for`,
	positive: safe`accepted by the hub, not confirmed; only success gives feedback`,
	negative: safe`accepted by the hub; only failure gives feedback`,
	full: safe`accepted by the hub, waiting for feedback`,
};

/** What has become of a message that was sent. */
export function outcomeOf(message: Sent, feedback: readonly C2dFeedback[]): Outcome {
	if (message.error !== undefined) {
		const verdict = isOutcomeUnknown(message.error) ? safe`not confirmed` : safe`not sent`;
		return {text: safe`✕ ${verdict}: ${failureWords(message.error)}`, tone: 'bad'};
	}
	const record = feedback.findLast(({messageId, deviceId}) => messageId === message.messageId && deviceId === message.deviceId);
	return record === undefined ? {text: unheard[message.ack], tone: message.ack === 'full' ? 'info' : 'muted'} : statusWords[record.status];
}

/** One message: when it was sent, its id and its beginning, and below what has become of it. */
function sentRows(message: Sent, feedback: readonly C2dFeedback[], width: number, now: number): readonly Row[] {
	const {text, tone} = outcomeOf(message, feedback);
	const when = safe`  ${age(now - message.sentAt)} ago  `;
	const body = message.body === '' ? safe`empty` : show(message.body, {maxLength: 200});
	return [
		[span(clockTime(message.sentAt), 'muted'), span(safe` ${show(message.messageId)} `, 'accent'), span(body)],
		...wrapWords(text, Math.max(8, width - widthOf(when))).map((line, index) => [span(index === 0 ? when : blank(widthOf(when)), 'muted'), span(line, tone)]),
	];
}

/** What is known of the queue of the device. */
export type QueueFacts = {readonly count: number; readonly readAt: number} | undefined;

/** How many messages wait, and what reading feedback means. */
export function queueRows(queue: QueueFacts, {status, error}: C2dSnapshot, width: number, now: number): readonly Row[] {
	const depth: Row =
		queue === undefined
			? [span(safe`queue  not read yet`, 'muted')]
			: [
					span(safe`queue  `, 'muted'),
					span(safe`${queue.count} waiting`, queue.count > 0 ? 'warning' : 'plain'),
					span(safe`  read ${age(now - queue.readAt)} ago`, 'muted'),
				];
	const reading =
		status === 'failed' ? sentenceRows(safe`✕ Feedback cannot be read: ${error === undefined ? blank(0) : failureWords(error)}`, width, 'bad') : [];
	const words = safe`Feedback comes in batches, up to 15 s late. While this is open it is read, and what is read here no other reader of the hub sees any more.`;
	return [depth, ...reading, ...sentenceRows(words, width, 'muted')];
}

/** The messages of a device, the newest first, or that there are none. */
export function messagesRows({sent, feedback}: C2dSnapshot, deviceId: string, width: number, now: number): readonly Row[] {
	const own = sent.filter(message => message.deviceId === deviceId);
	if (own.length === 0) return [[span(safe`Nothing was sent to this device from here yet. n writes a message.`, 'muted')]];
	return own.toReversed().flatMap(message => sentRows(message, feedback, width, now));
}
