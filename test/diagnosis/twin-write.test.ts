import {describe, expect, test} from 'vitest';
import {judgeTwinWrite} from '../../source/diagnosis/checks/twin-write.js';
import {readReply} from '../../source/diagnosis/probes/twin-reply.js';
import {createTwinWriter} from '../../source/diagnosis/probes/twin-write.js';
import type {TwinWriteAnswer} from '../../source/diagnosis/probes/types.js';
import {probeProperty} from '../../source/diagnosis/types.js';
import {HubError} from '../../source/errors.js';
import {parseTwin} from '../../source/hub/twin-document.js';
import type {JsonObject, JsonValue} from '../../source/hub/types.js';

const timing = {stepMs: 1000, twinWaitMs: 50, twinStepMs: 5, cleanUpMs: 50};
const refusal = (code: number | undefined, kind: HubError['kind'] = 'conflict') =>
	new HubError(kind, 'Refused.', {hint: '', isRetryable: kind === 'timeout' || kind === 'throttled', ...(code !== undefined && {code})});

function documentOf(desired: JsonObject, reported: JsonObject = {$version: 1}, connectionState = 'Connected') {
	return {deviceId: 'd1', etag: 'AAAA', connectionState, properties: {desired, reported}};
}

/** A hub with one twin; `onPatch` may refuse, before or after the patch has had its effect. */
function createHub(onPatch: (patch: JsonValue, apply: () => void) => void) {
	let desired: JsonObject = {$version: 1};
	const patches: JsonValue[] = [];
	const answer = () => ({body: documentOf(desired), headers: {}});
	const rest = {
		get: async () => answer(),
		send: async (_verb: string, _path: string, body: unknown, options: {readonly etag?: string} = {}) => {
			expect(options.etag).toBe('AAAA');
			const patch = (body as {properties: {desired: Record<string, JsonValue>}}).properties.desired[probeProperty] ?? null;
			patches.push(patch);
			onPatch(patch, () => {
				const {[probeProperty]: _, ...rest} = desired;
				desired = {...rest, ...(patch !== null && {[probeProperty]: patch}), $version: Number(desired.$version) + 1};
			});
			return answer();
		},
	};
	return {patches, writer: createTwinWriter(rest, 'd1', timing), desired: () => desired};
}
const {signal} = new AbortController();

describe('writing a desired property as a test', () => {
	test('ends after some attempts when somebody else is always faster, with nothing to take back', async () => {
		const hub = createHub(() => {
			throw refusal(412001);
		});
		const answer = await hub.writer.write(signal);
		expect(answer).toMatchObject({type: 'failed', error: {kind: 'conflict'}});
		expect(hub.patches.length).toBeGreaterThan(2);
		expect(hub.patches).not.toContain(null);
		expect(judgeTwinWrite(answer)).toMatchObject({verdict: 'warn', reason: 'twin-write-conflict'});
		expect(await hub.writer.cleanUp()).toBeUndefined();
	});

	test('takes back a property of which the hub never said that it had taken it', async () => {
		const hub = createHub((patch, apply) => {
			apply();
			if (patch !== null) throw refusal(undefined, 'timeout');
		});
		expect(await hub.writer.write(signal)).toMatchObject({type: 'failed'});
		expect(hub.desired()).toEqual({$version: 3});
	});

	test('tries again to take it back where that is refused for a moment only', async () => {
		let refusals = 2;
		const hub = createHub((patch, apply) => {
			if (patch === null && refusals-- > 0) throw refusal(429001, 'throttled');
			apply();
		});
		expect(await hub.writer.write(signal)).toMatchObject({type: 'written', reply: {type: 'none'}});
		expect(hub.desired()).toEqual({$version: 3});
		expect(await hub.writer.cleanUp()).toBeUndefined();
	});

	test('says what it leaves behind where it is refused for good', async () => {
		const hub = createHub((patch, apply) => {
			if (patch === null) throw refusal(401002, 'unauthorized');
			apply();
		});
		await hub.writer.write(signal);
		expect(await hub.writer.cleanUp()).toBe('The desired property iotTuiProbe of d1 could not be taken back: Refused. Set it to null.');
	});

	test('writes nothing once it was stopped', async () => {
		const hub = createHub((_, apply) => apply());
		await expect(hub.writer.write(AbortSignal.abort())).rejects.toThrow();
		expect(hub.patches).toEqual([]);
	});
});

describe('the answer of a device', () => {
	const before = parseTwin(documentOf({$version: 4}, {$version: 7, [probeProperty]: 'iot-tui-old'}));
	test.for<[name: string, reported: JsonObject, type: string]>([
		['the same value is one', {[probeProperty]: 'iot-tui-new', $version: 8}, 'value'],
		['an acknowledgement with the value is one', {[probeProperty]: {value: 'iot-tui-new', ac: 200, av: 5}, $version: 8}, 'value'],
		['a refusal of this version is one', {[probeProperty]: {value: 1, ac: 400, av: 5}, $version: 8}, 'refusal'],
		['a refusal of an earlier version is none', {[probeProperty]: {value: 1, ac: 400, av: 4}, $version: 7}, 'none'],
		['the value of an earlier test is none', {[probeProperty]: 'iot-tui-old', $version: 7}, 'none'],
		['a report of something else may be chance', {[probeProperty]: 'iot-tui-old', uptime: 5, $version: 8}, 'other'],
	])('%s', ([, reported, type]) => {
		expect(readReply(before, parseTwin(documentOf({$version: 5}, reported)), probeProperty, 'iot-tui-new').type).toBe(type);
	});

	const written = (twin: ReturnType<typeof documentOf>): TwinWriteAnswer => ({
		type: 'written',
		version: 5,
		reply: {type: 'none'},
		waitedMs: 15_000,
		twin: parseTwin(twin),
	});

	test('none proves nothing, and the report says what else is known', () => {
		const desired = {$version: 5, [probeProperty]: 'iot-tui-new', interval: 5, color: 'red'};
		const {verdict, reason, evidence} = judgeTwinWrite(written(documentOf(desired, {$version: 7, interval: 5})));
		expect({verdict, reason}).toEqual({verdict: 'warn', reason: 'twin-write-unanswered'});
		expect(evidence).toBe('iotTuiProbe was written with desired version 5. The device reported nothing within 15 s. It holds 1 of 2 other desired properties.');
	});

	test('none is no wonder from a device that went away meanwhile', () => {
		expect(judgeTwinWrite(written(documentOf({$version: 5}, {$version: 7}, 'Disconnected'))).evidence).toContain('lost its connection');
	});
});
