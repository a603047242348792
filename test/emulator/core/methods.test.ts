import {describe, expect, test} from 'vitest';
import type {MethodCall} from '../../../source/emulator/core/types.js';
import {connect, openCoreWithDevice} from './fixture.js';

const call: MethodCall = {methodName: 'reboot', payload: '{"delay":5}', responseTimeoutInSeconds: 30, connectTimeoutInSeconds: 0};

describe('a direct method', () => {
	test('reaches the listening device and brings back its answer', async () => {
		const {core, clock} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		const answer = core.methods.invoke('press-01', call);
		expect(methods).toEqual([{requestId: expect.stringMatching(/^[0-9]{1,6}$/), methodName: 'reboot', payload: '{"delay":5}'}]);
		core.methods.complete('press-01', methods[0]?.requestId ?? '', {status: 500, payload: '"no"'});
		await expect(answer).resolves.toEqual({status: 500, payload: '"no"'});
		expect(clock.pending).toBe(0);
	});

	test('runs many times at once, each answer finding its call', async () => {
		const {core} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		const answers = Array.from({length: 20}, (_, at) => core.methods.invoke('press-01', {...call, payload: String(at)}));
		expect(methods.map(({requestId}) => Number(requestId))).toEqual(answers.map((_, at) => Number(methods[0]?.requestId) + at));
		for (const {requestId, payload} of methods.toReversed()) core.methods.complete('press-01', requestId, {status: 200, payload});
		expect((await Promise.all(answers)).map(({payload}) => Number(payload))).toEqual(Array.from({length: 20}, (_, at) => at));
	});

	test.each([
		['unknown', 'other', 'DeviceNotFound'],
		['offline', 'press-01', 'DeviceNotOnline'],
	] as const)('for a device that is %s fails at once', async (_title, deviceId, faultName) => {
		const {core, clock} = openCoreWithDevice();
		await expect(core.methods.invoke(deviceId, call)).rejects.toMatchObject({faultName});
		expect(clock.pending).toBe(0);
	});

	test('for a connected device without a handler is DeviceNotOnline', async () => {
		const {core} = openCoreWithDevice();
		const {connection} = connect(core, 'press-01', ['methods', 'desired']);
		connection.setListening('methods', false);
		await expect(core.methods.invoke('press-01', call)).rejects.toMatchObject({faultName: 'DeviceNotOnline', code: 404103});
	});

	test('ends with GatewayTimeout when no answer comes in time, and a late answer is ignored', async () => {
		const {core, clock} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		const answer = core.methods.invoke('press-01', {...call, responseTimeoutInSeconds: 5});
		let isSettled = false;
		answer.catch(() => undefined).finally(() => (isSettled = true));
		clock.advance(4999);
		await Promise.resolve();
		expect(isSettled).toBe(false);
		clock.advance(1);
		await expect(answer).rejects.toMatchObject({faultName: 'GatewayTimeout', code: 504101});
		core.methods.complete('press-01', methods[0]?.requestId ?? '', {status: 200, payload: 'null'});
	});

	test('waits for the device to listen within its connect timeout', async () => {
		const {core, clock} = openCoreWithDevice();
		const answer = core.methods.invoke('press-01', {...call, connectTimeoutInSeconds: 10});
		clock.advance(9000);
		const {connection, methods} = connect(core, 'press-01', ['desired']);
		expect(methods).toEqual([]);
		connection.setListening('methods', true);
		expect(methods).toHaveLength(1);
		clock.advance(29_999);
		core.methods.complete('press-01', methods[0]?.requestId ?? '', {status: 200, payload: '1'});
		await expect(answer).resolves.toEqual({status: 200, payload: '1'});
		connection.setListening('methods', false);
		connection.setListening('methods', true);
		expect(methods).toHaveLength(1);
	});

	test('is DeviceNotOnline when the device does not come in time', async () => {
		const {core, clock} = openCoreWithDevice();
		const answer = core.methods.invoke('press-01', {...call, connectTimeoutInSeconds: 10});
		const outcome = expect(answer).rejects.toMatchObject({faultName: 'DeviceNotOnline'});
		clock.advance(10_000);
		await outcome;
		expect(connect(core, 'press-01', ['methods']).methods).toEqual([]);
	});

	test('times out when the connection goes away, and can still be answered over the next one', async () => {
		const {core, clock} = openCoreWithDevice();
		const {connection, methods} = connect(core, 'press-01', ['methods']);
		const lost = core.methods.invoke('press-01', call);
		const answered = core.methods.invoke('press-01', call);
		connection.close();
		connect(core, 'press-01', ['methods']);
		core.methods.complete('press-01', methods[1]?.requestId ?? '', {status: 200, payload: '2'});
		await expect(answered).resolves.toMatchObject({payload: '2'});
		const outcome = expect(lost).rejects.toMatchObject({faultName: 'GatewayTimeout'});
		clock.advance(30_000);
		await outcome;
	});

	test('is not answered by another device', async () => {
		const {core, clock} = openCoreWithDevice();
		core.registry.put('press-02', {}, undefined);
		const {methods} = connect(core, 'press-01', ['methods']);
		const answer = core.methods.invoke('press-01', call);
		core.methods.complete('press-02', methods[0]?.requestId ?? '', {status: 200, payload: '"forged"'});
		const outcome = expect(answer).rejects.toMatchObject({faultName: 'GatewayTimeout'});
		clock.advance(30_000);
		await outcome;
	});

	test.each<[string, Partial<MethodCall>]>([
		['an empty name', {methodName: ''}],
		['a name with a space', {methodName: 'a b'}],
		['a name with a slash', {methodName: 'a/b'}],
		['a name that is not ASCII', {methodName: 'é'}],
		['a response timeout under 5 s', {responseTimeoutInSeconds: 4}],
		['a response timeout over 300 s', {responseTimeoutInSeconds: 301}],
		['a response timeout that is no whole number', {responseTimeoutInSeconds: 5.5}],
		['a timeout that is no number', {responseTimeoutInSeconds: Number.NaN}],
		['a negative connect timeout', {connectTimeoutInSeconds: -1}],
		['a connect timeout over 300 s', {connectTimeoutInSeconds: 301}],
	])('with %s is ArgumentInvalid', async (_title, parts) => {
		const {core} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		await expect(core.methods.invoke('press-01', {...call, ...parts})).rejects.toMatchObject({faultName: 'ArgumentInvalid'});
		expect(methods).toEqual([]);
	});

	test.each([...`!#%&'*+-.^_|~`])('may have %s in its name', async character => {
		const {core} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		const answer = core.methods.invoke('press-01', {...call, methodName: `a${character}Z9`});
		core.methods.complete('press-01', methods[0]?.requestId ?? '', {status: 200, payload: 'null'});
		await expect(answer).resolves.toMatchObject({status: 200});
	});

	test('carries 128 KB each way and no more', async () => {
		const {core} = openCoreWithDevice();
		const {methods} = connect(core, 'press-01', ['methods']);
		const full = JSON.stringify('x'.repeat(128 * 1024 - 2));
		await expect(core.methods.invoke('press-01', {...call, payload: `${full} `})).rejects.toMatchObject({faultName: 'MessageTooLarge'});
		const first = core.methods.invoke('press-01', {...call, payload: full});
		core.methods.complete('press-01', methods[0]?.requestId ?? '', {status: 200, payload: full});
		await expect(first).resolves.toEqual({status: 200, payload: full});
		const second = core.methods.invoke('press-01', call);
		core.methods.complete('press-01', methods[1]?.requestId ?? '', {status: 200, payload: `${full} `});
		await expect(second).rejects.toMatchObject({faultName: 'MessageTooLarge'});
	});

	test('is refused when a silent device has gathered too many calls', async () => {
		const {core, clock} = openCoreWithDevice();
		connect(core, 'press-01', ['methods']);
		const outcomes = Array.from({length: 128}, () => expect(core.methods.invoke('press-01', call)).rejects.toMatchObject({faultName: 'GatewayTimeout'}));
		await expect(core.methods.invoke('press-01', call)).rejects.toMatchObject({faultName: 'DeviceMaximumInflightMethodExceeded'});
		clock.advance(30_000);
		await Promise.all(outcomes);
	});

	test('is rejected when the hub closes, waiting or in flight', async () => {
		const {core, clock} = openCoreWithDevice();
		core.registry.put('press-02', {}, undefined);
		connect(core, 'press-01', ['methods']);
		const calls = [core.methods.invoke('press-01', call), core.methods.invoke('press-02', {...call, connectTimeoutInSeconds: 5})];
		const outcomes = calls.map(one => expect(one).rejects.toMatchObject({faultName: 'ServerError'}));
		core.close();
		await Promise.all(outcomes);
		await expect(core.methods.invoke('press-01', call)).rejects.toMatchObject({faultName: 'ServerError'});
		expect(clock.pending).toBe(0);
	});
});
