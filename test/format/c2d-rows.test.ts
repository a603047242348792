import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {messagesRows, outcomeOf, queueRows} from '../../source/format/c2d-rows.js';
import type {C2dFeedback, C2dSnapshot, FeedbackStatus} from '../../source/hub/management-types.js';
import {textsOf} from '../helpers/rows.js';

type Sent = C2dSnapshot['sent'][number];

const sentOf = (part: Partial<Sent> = {}): Sent => ({deviceId: 'press-01', body: 'on', properties: {}, messageId: 'm1', ack: 'full', sentAt: 1000, ...part});
const feedbackOf = (status: FeedbackStatus, part: Partial<C2dFeedback> = {}): C2dFeedback => ({
	messageId: 'm1',
	deviceId: 'press-01',
	status,
	description: '',
	enqueuedAt: 2000,
	...part,
});
const snapshotOf = (part: Partial<C2dSnapshot>): C2dSnapshot => ({sent: [], feedback: [], status: 'receiving', ...part});

describe('a message that was sent', () => {
	test.each<[FeedbackStatus, string]>([
		['Success', 'good'],
		['Expired', 'bad'],
		['DeliveryCountExceeded', 'bad'],
		['Rejected', 'bad'],
		['Purged', 'warning'],
	])('is told as %s when the feedback says so', (status, tone) => {
		const outcome = outcomeOf(sentOf(), [feedbackOf(status)]);
		expect(outcome).toEqual({text: expect.stringContaining(status), tone});
	});

	test.each<[Sent['ack'], RegExp]>([
		['full', /waiting for feedback/],
		['positive', /only success gives feedback/],
		['negative', /only failure gives feedback/],
		['none', /no feedback was asked for/],
	])('with %s feedback and none yet is only accepted', (ack, words) => {
		const {text} = outcomeOf(sentOf({ack}), []);
		expect(text).toMatch(/^accepted by the hub/);
		expect(text).toMatch(words);
	});

	test('does not take the feedback of another message or another device', () => {
		const others = [feedbackOf('Success', {messageId: 'm2'}), feedbackOf('Success', {deviceId: 'PRESS-01'})];
		expect(outcomeOf(sentOf(), others).text).toMatch(/waiting/);
	});

	test('takes the newest feedback', () => {
		expect(outcomeOf(sentOf(), [feedbackOf('Expired'), feedbackOf('Success')]).text).toMatch(/Success/);
	});

	test('that the hub refused says why, and what to do', () => {
		const error = new HubError('quota', 'The queue is full.', {hint: 'Purge it.'});
		expect(outcomeOf(sentOf({error}), []).text).toBe('✕ not sent: The queue is full. Purge it.');
	});

	test('that was under way when the connection was cut may have been taken', () => {
		const cause = Object.assign(new Error('cut'), {code: 'amqp:connection:forced'});
		const error = new HubError('unreachable', 'The hub cannot be reached.', {hint: '', cause});
		expect(outcomeOf(sentOf({error}), []).text).toBe('✕ not confirmed: The hub cannot be reached.');
	});
});

describe('the view of messages', () => {
	test('has those of one device, the newest first, and harmless', () => {
		const sent = [sentOf(), sentOf({messageId: 'm2', deviceId: 'pump-17'}), sentOf({messageId: 'm3', body: '\u001b[2J', sentAt: 4000})];
		const rows = textsOf(messagesRows(snapshotOf({sent}), 'press-01', 80, 9000));
		expect(rows.filter(row => / m\d /.test(row)).map(row => row.slice(12))).toEqual([' m3 \\x1b[2J', ' m1 on']);
		expect(rows[1]).toContain('5s ago');
	});

	test('says that there is none', () => {
		expect(textsOf(messagesRows(snapshotOf({}), 'press-01', 80, 0)).join('')).toMatch(/Nothing was sent/);
	});

	test('says how many messages wait and what reading feedback means', () => {
		const text = textsOf(queueRows({count: 3, readAt: 1000}, snapshotOf({}), 200, 3000)).join('\n');
		expect(text).toMatch(/3 waiting {2}read 2s ago/);
		expect(text).toMatch(/batches, up to 15 s late/);
		expect(text).toMatch(/no other reader of the hub sees any more/);
	});

	test('says why feedback cannot be read', () => {
		const error = new HubError('unauthorized', 'The policy lacks service connect.', {hint: 'Use another.'});
		expect(textsOf(queueRows(undefined, snapshotOf({status: 'failed', error}), 200, 0)).join('\n')).toMatch(
			/cannot be read: The policy lacks service connect\. Use another\./,
		);
	});
});
