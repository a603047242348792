import {describe, expect, test} from 'vitest';
import {type Alarm, alarmLine, alarmRows} from '../../source/format/alarm-rows.js';
import {textsOf} from '../helpers/rows.js';

/** The clock on the wall shows the local time. */
const at = (time: string) => new Date(`2026-11-22T${time}`).getTime();
const late: Alarm = {number: 1, at: at('12:04:01'), deviceId: 'valve-07', from: 'ok', to: 'late', since: at('12:03:37')};
const gone: Alarm = {number: 2, at: at('12:05:01'), deviceId: 'valve-07', from: 'late', to: 'gone', since: at('12:03:37')};
const back: Alarm = {number: 3, at: at('12:06:57'), deviceId: 'valve-07', from: 'gone', to: 'ok', since: at('12:03:37')};
const bad: Alarm = {number: 4, at: at('12:07:00'), deviceId: 'scale\u202e-09', from: 'ok', to: 'error', since: at('12:07:00')};
const off: Alarm = {number: 5, at: at('12:08:00'), deviceId: 'tank-02', from: 'ok', to: 'disabled', since: at('12:07:55')};

describe('the alarm log', () => {
	test('tells when, who, from what to what, and since when, newest first', () => {
		expect(`\n${textsOf(alarmRows([late, gone, back, bad, off], 0, 100)).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			 12:08:00  tank-02           ● OK   → ⊘ DIS   in the registry; last heard at 12:07:55
			 12:07:00  scale<U+202E>-09  ● OK   → ■ ERR   its messages say JSON and are not
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
