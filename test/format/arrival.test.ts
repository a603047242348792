import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {type ArrivalFacts, arrivalCheckRows} from '../../source/format/arrival-checks.js';
import {rowWidth} from '../../source/format/cells.js';
import {intervalText, readInterval} from '../../source/format/interval.js';
import {messageDelays} from '../../source/format/message-delay.js';
import type {FeedSnapshot, JsonObject, TelemetryMessage} from '../../source/hub/types.js';
import {quietFeed} from '../helpers/fake-feed.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const feed: FeedSnapshot = {...quietFeed, openedAt: now - 60_000, lastMessageAt: now - 500, next: 9, ratePerSecond: 1};
const facts: ArrivalFacts = {
	feed,
	consumerGroup: '$Default',
	throttledCount: 0,
	device: {deviceId: 'press-01', isEnabled: true, isConnected: true, claimedAt: now - 25_000},
	filter: '',
	now,
};

const draw = (part: Partial<ArrivalFacts>, width = 120): readonly string[] =>
	arrivalCheckRows({...facts, ...part}, width).map(row => row.map(({text}) => text).join(''));

describe('the checks of a silent device', () => {
	test('stand in order, with what is known and what is not', () => {
		expect(draw({})).toEqual([
			'1 ✓ registered and enabled',
			'2 ✓ connected, claims the hub (claim read 20s ago): does it send at all? Look at its own log',
			'3 ? taken by the hub? A throttle, the daily quota or a message too large show in its metrics',
			'4 ✓ 4 of 4 partitions open, consumer group $Default',
			'5 ✓ messages of other devices come, the last: now',
			'6 ✓ no filter hides messages',
			"7 ? taken elsewhere by a route, or the fallback route is off? Only the hub's settings tell",
			'D asks the doctor.',
		]);
	});

	test.each<[what: string, part: Partial<ArrivalFacts>, row: RegExp]>([
		['is disabled', {device: {...facts.device, isEnabled: false}}, /^1 ✕ disabled in the registry/],
		['is not in the list', {device: {...facts.device, isEnabled: undefined}}, /^1 ▲ not among the devices/],
		['is not connected', {device: {...facts.device, isConnected: false, claimedAt: now}}, /^2 ▲ not connected, claims the hub \(claim read now\)/],
		['meets a throttled hub', {throttledCount: 3}, /^3 ▲ throttled: .*: 3/],
		[
			'is not heard for a failed feed',
			{feed: {...feed, status: 'failed', error: new HubError('unauthorized', 'Refused.', {hint: ''})}},
			/^4 ✕ the endpoint is not read, the status line says why$/,
		],
		['is not heard for a partition that is shut', {feed: {...feed, partitions: {open: 3, count: 4}}}, /^4 ▲ 3 of 4 partitions/],
		['is silent like all others', {feed: {...feed, lastMessageAt: undefined}}, /^5 ▲ no message of any device/],
		['is hidden by the filter', {filter: 'temp\u202e'}, /^6 ▲ the filter temp<U\+202E> hides/],
	])('a device that %s', (_, part, row) => {
		expect(draw(part).filter(each => row.test(each))).toHaveLength(1);
	});

	test.each([38, 50, 82])('fit %i cells', width => {
		for (const row of arrivalCheckRows(facts, width)) expect(rowWidth(row)).toBeLessThanOrEqual(width);
	});
});

describe('the way of a message', () => {
	const message = (applicationProperties: JsonObject, receivedAt = now + 40): TelemetryMessage => ({
		index: 0,
		deviceId: 'press-01',
		partitionId: '0',
		sequenceNumber: 0,
		offset: '0',
		enqueuedAt: now,
		receivedAt,
		body: new Uint8Array(),
		applicationProperties,
		systemProperties: {},
	});
	const made = (at: number) => message({'iothub-creation-time-utc': new Date(at).toISOString()});

	test.each<[what: string, of: TelemetryMessage, words: readonly string[]]>([
		['that says when it was made', made(now - 120), ['device → hub 120 ms', 'hub → here 40 ms']],
		['of a clock that is fast', made(now + 3000), ["the device's clock is 3.0 s ahead of the hub's", 'hub → here 40 ms']],
		['that does not say', message({}), ['device → hub unknown: it sends no iothub-creation-time-utc', 'hub → here 40 ms']],
		['that says rubbish', message({'iothub-creation-time-utc': 'soon'}), ['device → hub unknown: it sends no iothub-creation-time-utc', 'hub → here 40 ms']],
		[
			'that came before it was sent',
			message({}, now - 2000),
			['device → hub unknown: it sends no iothub-creation-time-utc', "hub → here: this clock is 2.0 s behind the hub's"],
		],
	])('%s is told in words', (_, of, words) => expect(messageDelays(of)).toEqual(words));
});

describe('an expected interval', () => {
	test.each([
		['30', 30_000],
		[' 1.5 ', 1500],
		['86400', 86_400_000],
		['', undefined],
		['  ', undefined],
	])('typed as "%s" is %s ms', (text, intervalMs) => expect(readInterval(text)).toEqual({intervalMs}));

	test.each(['0', '0.9', '86401', '-5', '1e3', 'ten', '5 s', '١٢'])('is not "%s"', text => expect(readInterval(text)).toHaveProperty('fault'));

	test.each([
		[{ms: 30_000, source: 'set'}, 'every 30 s (set)'],
		[{ms: 1003, source: 'learned'}, 'every 1 s (learned)'],
		[{ms: 2540, source: 'learned'}, 'every 2.5 s (learned)'],
		[{ms: 300_000, source: 'set'}, 'every 5 m (set)'],
		[{ms: 60_000, source: 'assumed'}, 'every 1 m (assumed until three messages came)'],
	] as const)('%j is said as %s', (interval, text) => expect(intervalText(interval)).toBe(text));
});
