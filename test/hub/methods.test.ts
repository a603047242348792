import {describe, expect, it, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {createMethodCalls} from '../../source/hub/methods.js';
import type {RestAnswer} from '../../source/hub/rest.js';
import type {MethodRequest} from '../../source/hub/types.js';

const request: MethodRequest = {deviceId: 'press 01', methodName: 'reboot', payload: {now: true}, connectTimeoutInSeconds: 5, responseTimeoutInSeconds: 30};

describe('method calls', () => {
	it('are pending at once and answered later', async () => {
		const {calls, invoke} = createMethodCalls();
		const send = vi.fn(async () => ({body: {status: 200, payload: {ok: 1}}, headers: {}}));
		const call = invoke(send, request);
		expect(calls.getState()).toEqual([call]);
		expect(call).toMatchObject({...request, state: 'pending'});
		await vi.waitFor(() => expect(calls.getState()[0]).toMatchObject({id: call.id, state: 'answered', status: 200, response: {ok: 1}}));
		expect(calls.getState()[0]?.elapsedMs).toBeGreaterThanOrEqual(0);
	});

	it('wait longer than hub and device may take', () => {
		const send = vi.fn(async () => ({body: {status: 200}, headers: {}}));
		createMethodCalls().invoke(send, request);
		expect(send).toHaveBeenCalledExactlyOnceWith(
			'POST',
			'/twins/press%2001/methods',
			{methodName: 'reboot', payload: {now: true}, connectTimeoutInSeconds: 5, responseTimeoutInSeconds: 30},
			{timeoutMs: 45_000, signal: expect.any(AbortSignal)},
		);
	});

	it('send no payload when there is none, and null when it is null', () => {
		const bodies: unknown[] = [];
		const send = async (_verb: unknown, _path: unknown, body: unknown) => {
			bodies.push(body);
			return {body: {status: 200}, headers: {}};
		};
		const {invoke} = createMethodCalls();
		invoke(send, {...request, payload: undefined});
		invoke(send, {...request, payload: null});
		expect(bodies[0]).not.toHaveProperty('payload');
		expect(bodies[1]).toHaveProperty('payload', null);
	});

	it('that fail are not repeated', async () => {
		const {calls, invoke} = createMethodCalls();
		const send = vi.fn(async () => {
			throw new HubError('unreachable', 'gone', {hint: 'wait', isRetryable: true});
		});
		invoke(send, request);
		await vi.waitFor(() => expect(calls.getState()[0]).toMatchObject({state: 'failed', error: {kind: 'unreachable'}}));
		expect(send).toHaveBeenCalledOnce();
	});

	it('that are abandoned stay so, whatever comes later', async () => {
		const {calls, invoke} = createMethodCalls();
		const answer = Promise.withResolvers<RestAnswer>();
		const signals: (AbortSignal | undefined)[] = [];
		const call = invoke((_verb, _path, _body, options) => {
			signals.push(options?.signal);
			return answer.promise;
		}, request);
		calls.abandon(call.id);
		answer.resolve({body: {status: 200}, headers: {}});
		await answer.promise;
		expect(calls.getState()[0]).toMatchObject({state: 'abandoned'});
		expect(signals[0]?.aborted).toBe(true);
		calls.abandon(call.id);
		calls.abandon(999);
	});

	it('are remembered up to two hundred, pending ones longest', async () => {
		const {calls, invoke} = createMethodCalls();
		const first = invoke(() => new Promise(() => undefined), request);
		for (let batch = 0; batch < 5; batch++) {
			for (let count = 0; count < 50; count++) invoke(async () => ({body: {status: 200}, headers: {}}), request);
			await vi.waitFor(() => expect(calls.getState().filter(call => call.state === 'pending')).toHaveLength(1));
		}
		expect(calls.getState()).toHaveLength(200);
		expect(calls.getState()[0]?.id).toBe(first.id);
		expect(calls.getState().at(-1)?.id).toBe(first.id + 250);
	});

	it('fail when the hub answers without a status', async () => {
		const {calls, invoke} = createMethodCalls();
		invoke(async () => ({body: '', headers: {}}), request);
		await vi.waitFor(() => expect(calls.getState()[0]).toMatchObject({state: 'failed', error: {kind: 'unexpected'}}));
	});
});
