import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import type {Row} from '../../source/format/cells.js';
import {messageRows} from '../../source/format/message-rows.js';
import {feedFooter, silenceRows, telemetryRow} from '../../source/format/telemetry-row.js';
import type {FeedSnapshot, TelemetryMessage} from '../../source/hub/types.js';

const now = new Date(2026, 10, 22, 12, 4, 1).getTime();
const bytesOf = (body: string) => new TextEncoder().encode(body);

const message: TelemetryMessage = {
	index: 0,
	deviceId: 'press-01',
	partitionId: '2',
	sequenceNumber: 41,
	offset: '8589934592',
	enqueuedAt: now,
	receivedAt: now + 312,
	body: bytesOf('{ "temp": 21.40, "big": 9007199254740993 }'),
	applicationProperties: {level: 'warn\u001b[2J', nested: {a: 1}},
	systemProperties: {'iothub-connection-device-id': 'press-01'},
};

const text = (row: Row): string => row.map(span => span.text).join('');
const drawn = (rows: readonly Row[]): string => `\n${rows.map(text).join('\n')}\n`;

describe('a row of the feed', () => {
	test('shows time and body, every digit as it was sent', () => {
		expect(text(telemetryRow(message, {deviceWidth: 0, shift: 0}, false))).toBe('12:04:01.000 {"temp":21.40,"big":9007199254740993}');
	});

	test('names the device where there is more than one', () => {
		expect(text(telemetryRow(message, {deviceWidth: 10, shift: 0}, false))).toMatch(/^12:04:01\.000 press-01 {3}\{/);
		expect(text(telemetryRow(message, {deviceWidth: 5, shift: 0}, false))).toMatch(/^12:04:01\.000 pres… \{/);
	});

	test('scrolls the body and nothing else', () => {
		expect(text(telemetryRow(message, {deviceWidth: 0, shift: 8}, false))).toBe('12:04:01.000 21.40,"big":9007199254740993}');
	});

	test('makes visible what a device hides in its body or its name', () => {
		const hostile = {...message, deviceId: 'a\u202eb', body: bytesOf('\u001b]0;owned\u0007')};
		expect(text(telemetryRow(hostile, {deviceWidth: 12, shift: 0}, false))).toBe('12:04:01.000 a<U+202E>b   \\x1b]0;owned\\x07');
	});
});

const feed: FeedSnapshot = {
	status: 'receiving',
	openedAt: now - 252_000,
	first: 0,
	next: 0,
	dropped: 7,
	lost: 0,
	ratePerSecond: 12.42,
	lagMs: 312,
	partitions: {open: 4, count: 4},
};

describe('the bottom line of the feed', () => {
	test('says what arrives and what went missing, in a narrow frame too', () => {
		expect(text(feedFooter(feed, 80))).toBe('hub 12.4/s · lag 0.3 s · dropped 7 · lost 0');
		expect(text(feedFooter(feed, 40))).toBe('hub 12.4/s lag 0.3 s drop 7 lost 0');
	});

	test('messages that the hub had and that never came stand out', () => {
		expect(feedFooter({...feed, status: 'connecting', first: 0, next: 0}, 80)).toEqual([]);
		expect(feedFooter({...feed, lost: 2}, 80).at(-1)).toMatchObject({text: 'lost 2', tone: 'bad'});
	});
});

describe('silence', () => {
	const device = {deviceId: 'press-01', lastEnqueuedAt: undefined};
	test.each<[what: string, facts: Partial<Parameters<typeof silenceRows>[0]>, words: readonly RegExp[]]>([
		['of a device', {device}, [/press-01 since the feed opened at 11:59:49.000, for 4m/]],
		['of the whole hub', {device: undefined}, [/this hub since/, /No device may be sending/]],
		['of a device whose messages have left the ring', {device: {...device, lastEnqueuedAt: now - 5000}}, [/the last was sent at 12:03:56/]],
	])('%s says since when', (_, facts, words) => {
		const shown = drawn(silenceRows({feed, device: undefined, now, ...facts}, 200));
		for (const word of words) expect(shown).toMatch(word);
	});

	test('gives no other reason while a partition fails', () => {
		const broken = {...feed, error: new HubError('unreachable', 'The partition 1 does not answer.', {hint: 'It is tried again.'})};
		expect(drawn(silenceRows({feed: broken, device: undefined, now}, 200))).not.toMatch(/may be sending/);
	});

	test('is not called long in the first seconds', () => {
		expect(drawn(silenceRows({feed: {...feed, openedAt: now - 2000}, device, now}, 200))).not.toMatch(/, for/);
	});
});

describe('an opened message', () => {
	test('shows its place, its properties and its body', () => {
		expect(drawn(messageRows(message, false, 60))).toMatchInlineSnapshot(`
			"
			  device  press-01
			  enqueued  12:04:01.000, here 312 ms later, 12:04:01.312
			  partition  2  sequence number 41  offset 8589934592
			Application properties
			  level  warn\\x1b[2J
			  nested  {"a":1}
			System properties
			  iothub-connection-device-id  press-01
			Body: json, 42 bytes
			{
			  "temp": 21.40,
			  "big": 9007199254740993
			}
			"
		`);
	});

	test('shows the body as bytes', () => {
		expect(drawn(messageRows({...message, body: bytesOf('{"a":1}')}, true, 60))).toMatch(/7b 22 61 22 3a 31 7d +\{"a":1\}/);
	});

	test('says when a body is not what it claims to be', () => {
		const broken = {...message, body: bytesOf('{"a":'), systemProperties: {'content-type': 'application/json'}};
		expect(drawn(messageRows(broken, false, 60))).toMatch(/not JSON, though its content type says so/);
	});
});
