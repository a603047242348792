import {expect, test} from 'vitest';
import {waitRows} from '../../source/panes/twin-wait.js';
import {twinOf} from '../helpers/twin.js';

const wait = {
	version: 13,
	sentAt: 1000,
	changes: [
		{path: ['interval'], value: 15},
		{path: ['limits', 'max'], value: 90},
	],
};
const draw = (now: number, twin: Parameters<typeof twinOf>[0], width = 100) =>
	waitRows(wait, twinOf(twin), now, width).map(row => row.map(({text}) => text).join(''));

test('a device that has just been told is waited for', () => {
	expect(draw(9400, {})).toEqual(['◌ sent v13, waiting for the device 8 s']);
});

test('a device that is not connected is told of at once', () => {
	expect(draw(1500, {isConnected: false})).toEqual([
		'◌ sent v13, waiting for the device 0 s',
		'  The hub says it is not connected: it reads the change when it comes back.',
	]);
});

test('after half a minute the screen says what is missing, and that it need not be a failure', () => {
	expect(draw(35_000, {reported: {interval: 10}})).toEqual([
		'◌ sent v13, waiting for the device 34 s',
		'  It still reports another value for interval.',
		'  It has not reported limits.max; not every device reports what it applies.',
	]);
	for (const row of draw(35_000, {reported: {interval: 10}}, 30)) expect(row.length).toBeLessThanOrEqual(30);
});

test('a refusal of the device is told at once, in its words', () => {
	expect(draw(2000, {reported: {interval: {value: 10, ac: 400, av: 13, ad: 'too\u001b[31m fast'}}})).toEqual([
		'◌ sent v13, waiting for the device 1 s',
		'  It refused interval with 400: too\\x1b[31m fast.',
	]);
});

test.each([
	[3100, '✓ v13 reported by the device after 3 s'],
	[undefined, '✓ v13 reported by the device'],
])('a device that has reported after %s ms is told with the time it took, where that is known', (afterMs, text) => {
	const row = waitRows({...wait, reported: {afterMs}}, twinOf({}), 50_000, 100).map(spans => spans.map(span => span.text).join(''));
	expect(row).toEqual([text]);
});
