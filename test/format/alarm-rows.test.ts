import {describe, expect, test} from 'vitest';
import {type Alarm, alarmLine, alarmRows, unseenCount} from '../../source/format/alarm-rows.js';
import {textsOf} from '../helpers/rows.js';

/** The clock on the wall shows the local time. */
const at = (time: string) => new Date(`2026-11-22T${time}`).getTime();
const late: Alarm = {number: 1, at: at('12:04:01'), deviceId: 'valve-07', from: 'ok', to: 'late', since: at('12:03:37')};
const gone: Alarm = {number: 2, at: at('12:05:01'), deviceId: 'valve-07', from: 'late', to: 'gone', since: at('12:03:37')};
const back: Alarm = {number: 3, at: at('12:06:57'), deviceId: 'valve-07', from: 'gone', to: 'ok', since: at('12:03:37')};
const bad: Alarm = {number: 4, at: at('12:07:00'), deviceId: 'scale\u202e-09', from: 'ok', to: 'error', since: at('12:07:00')};

describe('the alarm log', () => {
	test('tells when, who, from what to what, and since when, newest first', () => {
		expect(`\n${textsOf(alarmRows([late, gone, back, bad], 0, 100)).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			 12:07:00  scale<U+202E>-09  ● OK   → ■ ERR   not the JSON that it says, or its clock is ahead
			 12:06:57  valve-07          ✕ GONE → ● OK    after 3 m 20 s
			 12:05:01  valve-07          ▲ LATE → ✕ GONE  silent since 12:03:37
			 12:04:01  valve-07          ● OK   → ▲ LATE  silent since 12:03:37
			"
		`);
	});

	test('has new ones in bold', () => {
		const bold = alarmRows([late, gone, back], 2, 100).map(row => row.some(span => span.isBold));
		expect(bold).toEqual([true, false, false]);
	});
});

describe('alarms that nobody has looked at', () => {
	test.each<[what: string, seen: number, forgotten: number, count: number]>([
		['all of them', 0, 0, 3],
		['those after the last look', 2, 0, 1],
		['none', 3, 0, 0],
		['those that made room for newer ones, too', 0, 7, 10],
		['of those that made room, the ones not looked at', 5, 7, 5],
	])('%s', (_, seen, forgotten, count) => {
		const kept = [late, gone, back].map(alarm => ({...alarm, number: alarm.number + forgotten}));
		expect(unseenCount({newest: forgotten + 3, total: forgotten + 3, forgotten, kept}, seen)).toBe(count);
	});
});

describe('the newest alarms in one line', () => {
	test.each<[what: string, alarms: readonly Alarm[], text: string | undefined, tone?: string]>([
		['late', [late], '▲ valve-07 is LATE, was OK: silent since 12:03:37. ! shows all alarms.', 'warning'],
		['gone', [gone], '✕ valve-07 is GONE, was LATE: silent since 12:03:37. ! shows all alarms.', 'bad'],
		['back', [back], '● valve-07 is OK, was GONE: after 3 m 20 s. ! shows all alarms.', 'good'],
		['several', [late, gone, back], '▲ Devices: 2 worse, 1 well again. ! shows all alarms.', 'bad'],
		['several back', [back, back], '▲ Devices: 2 well again. ! shows all alarms.', 'good'],
		['none', [], undefined],
	])('%s', (_, alarms, text, tone) => {
		const line = alarmLine(alarms);
		expect([line?.text, line?.tone]).toEqual([text, tone]);
	});
});
