import {describe, expect, test} from 'vitest';
import {HubError, type HubErrorKind} from '../../source/errors.js';
import {rowWidth} from '../../source/format/cells.js';
import {callRows, payloadText} from '../../source/format/method-result.js';
import type {MethodCall} from '../../source/hub/types.js';

const now = 1_000_000;
const call = (change: Partial<MethodCall>): MethodCall => ({
	id: 1,
	deviceId: 'press-01',
	methodName: 'TestMethod',
	payload: {key: 'value'},
	connectTimeoutInSeconds: 10,
	responseTimeoutInSeconds: 30,
	startedAt: now - 3700,
	state: 'pending',
	...change,
});
const failed = (kind: HubErrorKind, code?: number) =>
	call({state: 'failed', elapsedMs: 10_038, error: new HubError(kind, 'What happened.', {hint: 'What to do.', code})});
const draw = (of: MethodCall, width = 60) => callRows(of, width, now).map(row => row.map(({text}) => text).join(''));

describe('a call', () => {
	test('under way tells its seconds and how to stop waiting', () => {
		expect(draw(call({}))).toEqual(['◌ TestMethod → waiting 3 s', '  Ctrl+C stops waiting; the device may run it all the same.']);
	});

	test('answered tells status, time, and the payload with one member a row', () => {
		expect(draw(call({state: 'answered', status: 200, elapsedMs: 38, response: {a: [1, 'x']}}))).toEqual([
			'✓ TestMethod → status 200 in 38 ms',
			'  {',
			'    "a": [',
			'      1,',
			'      "x"',
			'    ]',
			'  }',
		]);
	});

	test('answered with much, and shown raw, is there to its last character', () => {
		const response = {text: 'x'.repeat(20_000), end: 'here'};
		const rows = callRows(call({state: 'answered', status: 200, elapsedMs: 5, response}), 60, now, true);
		expect(
			rows
				.slice(1)
				.map(row =>
					row
						.map(({text}) => text)
						.join('')
						.trim(),
				)
				.join(''),
		).toBe(JSON.stringify(response));
	});

	test('answered without a payload differs from one answered with null', () => {
		expect(draw(call({state: 'answered', status: 204, elapsedMs: 5})).at(-1)).toBe('  no payload in the answer');
		expect(draw(call({state: 'answered', status: 200, elapsedMs: 5, response: null})).at(-1)).toBe('  null');
	});

	test('answered with an error status is the verdict of the device, not a failure of the way', () => {
		const rows = draw(call({state: 'answered', status: 500, elapsedMs: 5, response: 'no'}));
		expect(rows[0]).toBe('▲ TestMethod → status 500 in 5 ms');
		expect(rows[1]).toBe('  The device answered: the status is its own verdict.');
		expect(draw(call({state: 'answered', status: 501, elapsedMs: 5})).join()).toContain('no such method');
	});

	test('abandoned says that nobody knows', () => {
		expect(draw(call({state: 'abandoned', elapsedMs: 2000}))).toEqual([
			'▲ TestMethod → abandoned, outcome unknown in 2.0 s',
			'  The device may have run it, or may still run it.',
		]);
	});

	test.each<[HubErrorKind, number | undefined, string]>([
		['device-offline', 404103, 'device offline (404103)'],
		['not-found', 404001, 'device not registered (404001)'],
		['timeout', 504101, 'no handler or too slow (504101)'],
		['timeout', undefined, 'timed out, outcome unknown'],
		['invalid', 400004, 'bad request or payload (400004)'],
		['throttled', 429001, 'throttled (429001)'],
		['unauthorized', undefined, 'unauthorized'],
	])('that failed with %s %s says: %s', (kind, code, word) => {
		expect(draw(failed(kind, code))).toEqual([`✕ TestMethod → ${word} in 10 s`, '  What happened.', '  What to do.']);
	});

	test('whose connection was cut may have been carried out', () => {
		const error = new HubError('unreachable', 'It was cut.', {hint: 'Look.', cause: Object.assign(new Error('socket hang up'), {code: 'ECONNRESET'})});
		expect(draw(call({state: 'failed', elapsedMs: 38, error}))[0]).toBe('✕ TestMethod → connection cut, outcome unknown in 38 ms');
	});

	test('keeps every word in a narrow pane, on more rows', () => {
		const rows = callRows(failed('timeout', 504101), 24, now);
		expect(rows.map(row => row.map(({text}) => text).join(''))).toEqual([
			'✕ TestMethod → ',
			'  no handler or too slow',
			'  (504101) in 10 s',
			'  What happened.',
			'  What to do.',
		]);
		for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(24);
	});

	test('shows names, answers and errors of others as text', () => {
		const error = new HubError('unexpected', 'bad \u001b]0;title\u0007', {hint: '\u202e'});
		const rows = draw(call({state: 'failed', methodName: 'a\u001b[2J', elapsedMs: 1, error})).join('\n');
		expect(rows).toContain('a\\x1b[2J');
		expect(rows).toContain('bad \\x1b]0;title\\x07');
		expect(rows).toContain('<U+202E>');
	});
});

test.each([
	[undefined, 'no payload'],
	[null, 'payload null'],
	['', 'payload 2 B'],
	[{key: 'välue'}, 'payload 16 B'],
])('the payload %j is told as %s', (payload, text) => {
	expect(payloadText(payload)).toBe(text);
});
