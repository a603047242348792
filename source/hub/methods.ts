import {HubError} from '../errors.js';
import {asJsonObject, asJsonValue} from './json-value.js';
import {createLiveStore} from './live-store.js';
import type {Rest} from './rest.js';
import {translateError} from './translate-error.js';
import type {MethodCall, MethodCalls, MethodRequest} from './types.js';

/** Calls kept in the list. */
const keptCalls = 200;
/** The hub's own deadline runs out first, so that its answer tells why. */
const marginMs = 10_000;

export type MethodCallsOwner = {
	readonly calls: MethodCalls;
	/** Starts a call; `send` is the writing half of the REST client. */
	invoke(send: NonNullable<Rest['send']>, request: MethodRequest): MethodCall;
	/** Gives up what is still under way. */
	close(): void;
};

/** @throws HubError kind `unexpected` when the hub's answer has no status */
function parseAnswer(body: unknown): Pick<MethodCall, 'status' | 'response'> {
	const {status, payload} = asJsonObject(body);
	if (typeof status !== 'number')
		throw new HubError('unexpected', "The hub's answer has no status of the device.", {hint: 'Whether the device did the work is not known.'});
	const response = asJsonValue(payload);
	return response === undefined ? {status} : {status, response};
}

/** The direct methods called from here, oldest first. A call is made once and never repeated. */
export function createMethodCalls(): MethodCallsOwner {
	const owner = createLiveStore<readonly MethodCall[]>([]);
	const pending = new Map<number, AbortController>();
	let nextId = 1;

	/** The oldest ended calls go first: a call under way stays in the list. */
	function add(call: MethodCall): void {
		const calls = [...owner.latest(), call];
		const surplus = calls.length > keptCalls ? calls.findIndex(each => each.state !== 'pending') : -1;
		owner.set(surplus < 0 ? calls : calls.toSpliced(surplus, 1));
	}

	function end(call: MethodCall, change: Partial<MethodCall>, elapsedMs: number): void {
		if (!pending.delete(call.id)) return;
		owner.set(owner.latest().map(each => (each.id === call.id ? {...each, ...change, elapsedMs} : each)));
	}

	async function run(send: NonNullable<Rest['send']>, call: MethodCall, signal: AbortSignal): Promise<void> {
		const begun = performance.now();
		const {methodName, payload, connectTimeoutInSeconds, responseTimeoutInSeconds} = call;
		const body = {methodName, connectTimeoutInSeconds, responseTimeoutInSeconds, ...(payload === undefined ? {} : {payload})};
		const timeoutMs = (connectTimeoutInSeconds + responseTimeoutInSeconds) * 1000 + marginMs;
		try {
			const answer = await send('POST', `/twins/${encodeURIComponent(call.deviceId)}/methods`, body, {timeoutMs, signal});
			end(call, {state: 'answered', ...parseAnswer(answer.body)}, performance.now() - begun);
		} catch (error) {
			end(call, {state: 'failed', error: translateError(error)}, performance.now() - begun);
		}
	}

	function abandon(id: number): void {
		const call = owner.latest().find(each => each.id === id);
		const controller = pending.get(id);
		if (!call || !controller) return;
		end(call, {state: 'abandoned'}, Date.now() - call.startedAt);
		controller.abort();
	}

	return {
		calls: {...owner.store, abandon},
		invoke(send, request) {
			const call: MethodCall = {...request, id: nextId++, startedAt: Date.now(), state: 'pending'};
			const controller = new AbortController();
			pending.set(call.id, controller);
			add(call);
			void run(send, call, controller.signal);
			return call;
		},
		close() {
			for (const id of [...pending.keys()]) abandon(id);
			owner.close();
		},
	};
}
