import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fitRow, type Row, rowWidth} from '../../source/format/cells.js';
import {type DeviceRecord, deviceHeaderRow, deviceRow} from '../../source/format/device-row.js';
import {type DeviceFacts, deviceState, silenceUntilChange} from '../../source/format/device-state.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const heard = (silentMs: number, typicalGapMs?: number) => ({messageCount: 9, lastEnqueuedAt: now - silentMs, silentMs, typicalGapMs});
const quiet: DeviceFacts = {activity: undefined, isConnected: false, isEnabled: true, lastActivityAt: 0, hasBadMessage: false};

describe('the state of a device', () => {
	test.each<[what: string, facts: Partial<DeviceFacts>, state: string]>([
		['sends every minute and sent two minutes ago', {activity: heard(120_000, 60_000)}, 'ok'],
		['is just over twice its gap late', {activity: heard(120_001, 60_000)}, 'late'],
		['is at five times its gap', {activity: heard(300_000, 60_000)}, 'late'],
		['is over five times its gap', {activity: heard(300_001, 60_000)}, 'gone'],
		['sends ten times a second: the floor is ten seconds', {activity: heard(19_000, 100)}, 'ok'],
		['sent once, 90 s ago: its gap is not known yet', {activity: heard(90_000)}, 'ok'],
		['sends, whatever the hub claims', {activity: heard(1000, 1000), isConnected: false}, 'ok'],
		['has gone, whatever the hub claims', {activity: heard(3_600_000, 1000), isConnected: true}, 'gone'],
		['sends what is not JSON and says it is', {activity: heard(1000, 1000), hasBadMessage: true}, 'error'],
		['has gone after a bad body', {activity: heard(3_600_000, 1000), hasBadMessage: true}, 'gone'],
		['is disabled, though it sends', {activity: heard(1000, 1000), isEnabled: false}, 'disabled'],
		['was never seen', {}, 'new'],
		['is connected and silent', {isConnected: true, lastActivityAt: now - 1000}, 'new'],
		['is not connected and was seen before', {lastActivityAt: now - 1000}, 'off'],
		['was heard an hour ago, for most of which nothing could be heard', {activity: {...heard(9000, 1000), lastEnqueuedAt: now - 3_600_000}}, 'ok'],
	])('a device that %s', (_, facts, state) => {
		expect(deviceState({...quiet, ...facts})).toBe(state);
	});

	test('changes by waiting alone exactly when it is said to', () => {
		const anyActivity = fc.record({silentMs: fc.integer({min: 0, max: 400_000}), gapMs: fc.integer({min: 1, max: 100_000})});
		fc.assert(
			fc.property(anyActivity, ({silentMs, gapMs}) => {
				const stateAfter = (ms: number) => deviceState({...quiet, activity: heard(silentMs + ms, gapMs)});
				const leftMs = silenceUntilChange(heard(silentMs, gapMs), undefined);
				if (leftMs === Number.POSITIVE_INFINITY) expect(stateAfter(0)).toBe('gone');
				else {
					expect(stateAfter(leftMs - 1)).toBe(stateAfter(0));
					expect(stateAfter(leftMs)).not.toBe(stateAfter(0));
				}
			}),
		);
	});
});

const text = (row: Row): string => row.map(span => span.text).join('');

const press: DeviceRecord = {
	deviceId: 'press-01',
	state: 'ok',
	seenAt: now - 48_000,
	isConnected: true,
	lastActivityAt: now - 7_200_000,
	authentication: 'selfSigned',
	activity: heard(48_000, 5000),
	expected: {ms: 5000, source: 'learned'},
	trend: () => [0, 1, 2, 4, 6, 6, 3, 0],
};

describe('a row of the device list', () => {
	test('has the columns that its width has room for', () => {
		const never: DeviceRecord = {
			...press,
			deviceId: 'boiler-1',
			seenAt: 0,
			state: 'new',
			isConnected: false,
			lastActivityAt: 0,
			activity: undefined,
			expected: {ms: 30_000, source: 'set'},
			trend: () => [],
		};
		const lists = [26, 32, 40, 50, 60, 90].map(width =>
			[deviceHeaderRow(width), deviceRow(press, width, now, 'none'), deviceRow(never, width, now, 'chosen')].map(row => text(fitRow(row, width))).join('\n'),
		);
		expect(`\n${lists.join('\n\n')}\n`).toMatchInlineSnapshot(`
			"
			  ST     DEVICE       SEEN
			  ● OK   press-01      40s
			› ◌ NEW  boiler-1    never

			  ST     DEVICE         SEEN HUB
			  ● OK   press-01        40s  on
			› ◌ NEW  boiler-1      never off

			  ST     DEVICE            SEEN HUB /MIN
			  ● OK   press-01           40s  on   12
			› ◌ NEW  boiler-1         never off     

			  ST     DEVICE             SEEN HUB /MIN    TREND
			  ● OK   press-01            40s  on   12  ▁▂▃▃▃▂ 
			› ◌ NEW  boiler-1          never off              

			  ST     DEVICE              SEEN     HUB /MIN    TREND AUTH
			  ● OK   press-01             40s  on  2h   12  ▁▂▃▃▃▂  x509
			› ◌ NEW  boiler-1           never off   -               x509

			  ST     DEVICE                             SEEN     HUB /MIN    TREND AUTH       EXPECTED
			  ● OK   press-01                            40s  on  2h   12  ▁▂▃▃▃▂  x509    5 s learned
			› ◌ NEW  boiler-1                          never off   -               x509       30 s set
			"
		`);
	});

	test.each<[seconds: number, shown: string]>([
		[0, 'now'],
		[9, 'now'],
		[10, '10s'],
		[19, '10s'],
		[59, '50s'],
		[60, '1m'],
		[7200, '2h'],
	])('%i seconds ago is shown as %s, so that rows do not tick', (seconds, shown) => {
		expect(text(deviceRow({...press, seenAt: now - seconds * 1000}, 26, now, 'none'))).toMatch(new RegExp(` ${shown}$`));
	});

	test('what the hub knows of is never called seen, and not denied', () => {
		const off: DeviceRecord = {...press, state: 'off', seenAt: 0, isConnected: false};
		expect(text(deviceRow(off, 32, now, 'none'))).toMatch(/ {5}- off$/);
		expect(text(deviceRow(off, 52, now, 'none'))).toMatch(/ - off {2}2h /);
		expect(text(deviceRow({...off, lastActivityAt: 0}, 52, now, 'none'))).toMatch(/ never off {3}- /);
	});

	test('a silent device has no rate', () => {
		expect(text(deviceRow(press, 40, now, 'none'))).toMatch(/ 12$/);
		expect(text(deviceRow({...press, state: 'gone'}, 40, now, 'none'))).toMatch(/ 0$/);
	});

	test('the chosen one is inverse only while the list has the focus, and marked in any case', () => {
		expect(deviceRow(press, 30, now, 'focused').every(span => span.isInverse)).toBe(true);
		expect(deviceRow(press, 30, now, 'chosen').some(span => span.isInverse)).toBe(false);
		expect(text(deviceRow(press, 30, now, 'chosen'))).toMatch(/^› /);
	});

	test('any id fits any width', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary', maxLength: 40}), fc.integer({min: 18, max: 80}), (deviceId, width) => {
				expect(rowWidth(deviceRow({...press, deviceId}, width, now, 'none'))).toBe(width);
			}),
		);
	});
});
