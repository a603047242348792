import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {type DeviceState, deviceStates} from '../../source/format/device-state.js';
import {type HeaderFacts, headerRow} from '../../source/format/header.js';
import type {FeedSnapshot} from '../../source/hub/types.js';
import {safe, show} from '../../source/safe-text.js';
import {quietFeed} from '../helpers/fake-feed.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const feed: FeedSnapshot = {...quietFeed, openedAt: now - 3_600_000, lastMessageAt: now - 100, next: 9, ratePerSecond: 12.42};
const facts: HeaderFacts = {
	label: safe`contoso.azure-devices.net`,
	isReadOnly: false,
	feed,
	deviceCount: 412,
	alarmCount: 0,
	counts: {ok: 390, late: 9, gone: 6, off: 7, error: 0, new: 0, disabled: 0},
	now,
};

const text = (row: Row): string => row.map(span => span.text).join('');

describe('the header', () => {
	test('has what its width has room for', () => {
		const rows = [130, 100, 80, 60, 40].map(width => text(headerRow(facts, width)).trimEnd());
		expect(`\n${rows.join('\n')}\n`).toMatchInlineSnapshot(`
			"
			 iot-tui │ contoso.azure-devices.net │ READ-WRITE │ 12.4/s │ 412 devices  390 OK  9 LATE  6 GONE  7 OFF                    ? help
			 contoso.azure-devices.net │ READ-WRITE │ 12.4/s │ 412 devices  390 OK  9 LATE  6 GONE  7 OFF
			 contoso.azure-devices.net │ READ-WRITE │ 12.4/s │ 390 OK  9 LATE  6 GONE  7 OFF
			 contoso │ READ-WRITE │ 12.4/s │ ●390 ▲9 ✕6 ○7       ? help
			 contoso │ READ-WRITE │ 12.4/s │ ✕6 ▲9
			"
		`);
	});

	test.each<[what: string, part: Partial<FeedSnapshot>, words: string]>([
		['before the feed is open', {status: 'connecting'}, 'connecting'],
		['after it failed', {status: 'failed', error: new HubError('timeout', 'No answer.', {hint: ''})}, 'feed failed'],
		['while messages come', {}, '12.4/s'],
		['in a flood', {ratePerSecond: 4999.7}, '5000/s'],
		['after ten seconds without any', {lastMessageAt: now - 10_000}, 'silent 10s'],
		['after an hour without any', {lastMessageAt: undefined}, 'silent 1h'],
		['right after it opened', {lastMessageAt: undefined, openedAt: now - 500}, 'listening'],
	])('%s it says so', (_, part, words) => {
		expect(text(headerRow({...facts, feed: {...feed, ...part}}, 120))).toContain(` │ READ-WRITE │ ${words} │ 412 devices`);
	});

	test.each([80, 90, 100, 120, 200])('at %i columns hub, right to write and all counts are there, with alarms and in an outage', width => {
		const counts = {ok: 390, late: 9, gone: 6, off: 7, error: 1, new: 12, disabled: 3};
		const error = new HubError('timeout', 'No answer.', {hint: ''});
		const words = text(headerRow({...facts, counts, alarmCount: 12, feed: {...feed, status: 'failed', error}}, width));
		expect(words).toMatch(/^ (iot-tui │ )?contoso(\.azure-devices\.net)? │ READ-WRITE │ feed failed │ ! 12( alarms)? │/);
		for (const [state, count] of Object.entries(counts)) {
			const {word, glyph} = deviceStates[state as DeviceState];
			expect(words).toMatch(new RegExp(` (${count} ${word}|${glyph}${count})( |$)`));
		}
	});

	test('a long hub name gives way, never the right to write or the data', () => {
		const label = show('a-hub-with-an-unusually-long-name-in-a-region.azure-devices.net');
		const row = headerRow({...facts, label, isReadOnly: true}, 40);
		expect(text(row)).toMatch(/^ a-hub-w… │ READ-ONLY │ 12\.4\/s │ ✕6/);
		expect(rowWidth(row)).toBeLessThanOrEqual(40);
	});

	test('alarms that nobody has looked at stand before the devices, however narrow it is', () => {
		expect(text(headerRow({...facts, alarmCount: 3}, 130))).toContain('│ 12.4/s │ ! 3 alarms │ 412 devices');
		expect(text(headerRow({...facts, alarmCount: 1, label: safe`a.azure-devices.net`}, 60))).toMatch(/│ ! 1( alarm)?( |$)/);
	});

	test('a list that is not complete says of how many it is', () => {
		expect(text(headerRow({...facts, deviceCount: 2000, totalCount: 10_000}, 130))).toContain('│ 2000 of 10000 devices  390 OK');
	});

	test('one device is not called devices', () => {
		expect(text(headerRow({...facts, deviceCount: 1}, 120))).toContain('│ 1 device  390 OK');
	});
});
