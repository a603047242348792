import {expect, test} from 'vitest';
import {judgeC2d} from '../../source/diagnosis/checks/c2d.js';
import {judgeConnection, judgeStability} from '../../source/diagnosis/checks/connection.js';
import {findReportedTime, judgeDeviceClock} from '../../source/diagnosis/checks/device-clock.js';
import {judgeMethod} from '../../source/diagnosis/checks/method.js';
import {judgeTelemetry} from '../../source/diagnosis/checks/telemetry.js';
import {judgeTwin} from '../../source/diagnosis/checks/twin.js';
import {compareSections} from '../../source/diagnosis/checks/twin-drift.js';
import type {KnownIdentity, MethodAnswer, TelemetryAnswer} from '../../source/diagnosis/probes/types.js';
import {HubError, type HubErrorKind} from '../../source/errors.js';
import type {JsonObject, Twin} from '../../source/hub/types.js';

const now = Date.UTC(2026, 10, 22);
const identity: KnownIdentity = {
	deviceId: 'd1',
	isEnabled: true,
	statusReason: '',
	authentication: 'sas',
	isConnected: true,
	connectionStateUpdatedAt: now,
	lastActivityAt: now,
	c2dMessageCount: 0,
	isFromTwin: false,
};
const refuse = (kind: HubErrorKind, code?: number) => ({error: new HubError(kind, 'Refused.', {hint: '', ...(code === undefined ? {} : {code})})});

test('a device that never signed in is told from one that went away', () => {
	expect(judgeConnection({value: identity}).verdict).toBe('pass');
	const gone = judgeConnection({value: {...identity, isConnected: false}});
	expect(gone).toMatchObject({verdict: 'warn', reason: 'device-offline'});
	expect(gone.cause).toBeUndefined();
	expect(judgeConnection({value: {...identity, isConnected: false, lastActivityAt: 0}}).reason, 'its activity may be late').toBe('device-offline');
	const fresh = judgeConnection({value: {...identity, isConnected: false, lastActivityAt: 0, connectionStateUpdatedAt: 0}});
	expect(fresh).toMatchObject({
		verdict: 'warn',
		reason: 'device-never-connected',
		evidence: expect.stringMatching(/^The hub says disconnected, and has no activity/),
	});
});

test('a restart is no fight', () => {
	expect(judgeStability({changes: 2, watchedMs: 10_000, isConnected: true}).verdict).toBe('pass');
	expect(judgeStability({changes: 1, watchedMs: 10_000, isConnected: false})).toMatchObject({
		verdict: 'skip',
		evidence: expect.stringContaining('no connection'),
	});
	expect(judgeStability({changes: 3, watchedMs: 10_000, isConnected: false})).toMatchObject({verdict: 'fail', reason: 'duplicate-id'});
});

const silence: TelemetryAnswer = {arrivedCount: 0, messageCount: 0, isListening: true, waitedMs: 60_000, endedAt: now};
test.for<[name: string, answer: TelemetryAnswer, verdict: string, reason: string | undefined]>([
	['nothing came', silence, 'fail', 'device-silent'],
	['one came just now', {...silence, messageCount: 1, lastEnqueuedAt: now - 100, waitedMs: 500}, 'pass', undefined],
	[
		'one came while it was listened, by a clock that is far off',
		{...silence, arrivedCount: 1, messageCount: 1, lastEnqueuedAt: now - 900_000},
		'pass',
		undefined,
	],
	[
		'a device of a message a second has paused for eight',
		{...silence, messageCount: 9, lastEnqueuedAt: now - 8000, typicalGapMs: 1000},
		'fail',
		'device-silent',
	],
	['the last is old', {...silence, messageCount: 1, lastEnqueuedAt: now - 90_000}, 'fail', 'device-silent'],
	['the last is old, but so is its rhythm', {...silence, messageCount: 9, lastEnqueuedAt: now - 90_000, typicalGapMs: 60_000}, 'pass', undefined],
	['the endpoint never opened', {...silence, isListening: false}, 'fail', 'telemetry-unreadable'],
	['five readers are there', {...silence, ...refuse('quota')}, 'fail', 'consumer-group-taken'],
	['the quota is used up', {...silence, ...refuse('quota', 403002)}, 'fail', 'hub-quota'],
	['an epoch is there', {...silence, ...refuse('conflict')}, 'fail', 'consumer-group-taken'],
	['the group is not there', {...silence, ...refuse('not-found')}, 'fail', 'consumer-group-unknown'],
	['the endpoint refuses', {...silence, ...refuse('unauthorized')}, 'fail', 'telemetry-unreadable'],
	['a message came although a partition fails', {...silence, ...refuse('unreachable'), messageCount: 1, lastEnqueuedAt: now}, 'pass', undefined],
])('telemetry: %s', ([, answer, verdict, reason]) => {
	const judgement = judgeTelemetry(answer);
	expect([judgement.verdict, judgement.reason], judgement.evidence).toEqual([verdict, reason]);
});

test('nothing that comes from a device that is not connected is not said to be connected', () => {
	expect(judgeTelemetry(silence, true).cause, "the remedy's own words").toBeUndefined();
	expect(judgeTelemetry(silence, false).cause).toMatch(/^The device is not connected/);
});

test('what was read back stands in the evidence', () => {
	expect(judgeTelemetry({...silence, last30Minutes: 12}).evidence).toContain('12 messages in the last 30 minutes');
});

const queue = (first: number, second: number, isConnected = true) => ({
	first: {value: {...identity, c2dMessageCount: first}},
	second: {value: {...identity, isConnected, c2dMessageCount: second}},
});
test.for([
	[0, 0, true, 'pass', undefined],
	[0, 1, true, 'pass', undefined],
	[1, 0, true, 'pass', undefined],
	[1, 1, true, 'fail', 'c2d-not-completed'],
	[3, 3, false, 'warn', 'c2d-waiting'],
	[50, 50, false, 'fail', 'c2d-queue-full'],
] as const)('a queue of %d, then %d, connected %s: %s %s', ([first, second, isConnected, verdict, reason]) => {
	const judgement = judgeC2d(queue(first, second, isConnected));
	expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason]);
});

const restarted = {before: identity, after: {...identity, connectionStateUpdatedAt: now + 1}};
const stayed = {before: identity, after: identity};
const offline = {before: {...identity, isConnected: false}, after: {...identity, isConnected: false}};
test.for<[name: string, answer: Partial<MethodAnswer> & Pick<MethodAnswer, 'outcome'>, verdict: string, reason: string | undefined]>([
	['an answer', {outcome: {value: {status: 200, payload: null}}}, 'pass', undefined],
	['a late answer', {outcome: {value: {status: 200, payload: null}}, elapsedMs: 12_000}, 'fail', 'method-slow'],
	['a failure status', {outcome: {value: {status: 500, payload: null}}}, 'fail', 'method-failed'],
	['nobody listens', {outcome: refuse('device-offline', 404103), ...stayed}, 'fail', 'method-not-listening'],
	['nobody is there', {outcome: refuse('device-offline', 404103), ...offline}, 'fail', 'device-offline'],
	['no answer', {outcome: refuse('timeout', 504101), ...stayed}, 'fail', 'method-no-answer'],
	['the connection is lost meanwhile', {outcome: refuse('timeout', 504101), ...restarted}, 'fail', 'method-crashed'],
	['the hub throttles', {outcome: refuse('throttled', 429001), ...stayed}, 'fail', 'hub-throttled'],
	['the device was deleted', {outcome: refuse('not-found', 404001)}, 'fail', 'device-not-found'],
])('a method: %s', ([, answer, verdict, reason]) => {
	const judgement = judgeMethod({methodName: 'm', patienceMs: 10_000, answer: {elapsedMs: 40, ...answer}});
	expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason]);
});

const at = (offsetMs: number) => ({$lastUpdated: new Date(now + offsetMs).toISOString()});
function twinOf(desired: JsonObject, desiredAt: number, reported: JsonObject, reportedAt: number): Twin {
	const metadata = (values: JsonObject, offset: number) => Object.fromEntries(Object.keys(values).map(name => [name, at(offset)]));
	return {
		deviceId: 'd1',
		etag: 'e',
		version: 2,
		tags: {},
		desired: {version: 4, values: desired, metadata: metadata(desired, desiredAt)},
		reported: {version: 9, values: reported, metadata: metadata(reported, reportedAt)},
		isConnected: true,
		modelId: '',
	};
}
test.for<[name: string, twin: Twin, verdict: string, reason: string | undefined]>([
	['nothing is desired', twinOf({}, 0, {}, 0), 'pass', undefined],
	['the tutorial: desired and reported have nothing in common', twinOf({a: 1}, -60_000, {devicelaststarted: 'x'}, 0), 'pass', undefined],
	['in step', twinOf({a: 1}, -60_000, {a: 1}, -50_000), 'pass', undefined],
	['the device reports more', twinOf({a: {b: 1}}, -60_000, {a: {b: 1, c: 2}}, -90_000), 'pass', undefined],
	['late', twinOf({a: 2}, -60_000, {a: 1}, -90_000), 'fail', 'twin-drift'],
	['just now', twinOf({a: 2}, -2000, {a: 1}, -90_000), 'pass', undefined],
	['the device said otherwise afterwards', twinOf({a: 2}, -60_000, {a: 1}, -10_000), 'pass', undefined],
	['refused by acknowledgement', twinOf({a: 2}, -60_000, {a: {value: 2, ac: 400, av: 4, ad: 'too hot'}}, -10_000), 'fail', 'twin-refused'],
	['an earlier version was refused', twinOf({a: 2}, -60_000, {a: {value: 2, ac: 400, av: 3}}, -90_000), 'fail', 'twin-drift'],
	['acknowledged', twinOf({a: 2}, -60_000, {a: {value: 2, ac: 200, av: 4}}, -10_000), 'pass', undefined],
	['never reported', twinOf({a: 2}, -60_000, {}, 0), 'warn', 'twin-never-reported'],
	['set a moment ago on a device that reports nothing', twinOf({a: 2}, -1000, {}, 0), 'pass', undefined],
])('a twin: %s', ([, twin, verdict, reason]) => {
	const judgement = judgeTwin({outcome: {value: twin}, now, graceMs: 10_000});
	expect([judgement.verdict, judgement.reason], judgement.evidence).toEqual([verdict, reason]);
});

test('keys that belong to objects themselves are ordinary keys of a twin', () => {
	const twin = twinOf(JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}'), -60_000, {}, 0);
	expect(compareSections(twin).map(({name, state}) => [name, state])).toEqual([
		['__proto__', 'untold'],
		['constructor', 'untold'],
		['toString', 'untold'],
	]);
});

test("the device's clock is read from the time that it reports at its start", () => {
	const twin = (offset: number) => twinOf({}, 0, {devicelaststarted: new Date(now + offset).toISOString()}, 0);
	expect(judgeDeviceClock(findReportedTime(twin(1000))).verdict).toBe('pass');
	expect(judgeDeviceClock(findReportedTime(twin(-400_000)))).toMatchObject({
		verdict: 'fail',
		reason: 'device-clock',
		evidence: expect.stringContaining('7 min behind'),
	});
	expect(judgeDeviceClock(findReportedTime(twinOf({}, 0, {devicelaststarted: 'soon'}, 0))).verdict).toBe('skip');
});
