import {asJsonObject, asJsonValue, asNumber} from '../../hub/json-value.js';
import {pause} from '../../hub/pause.js';
import type {Rest} from '../../hub/rest.js';
import {isOtherConnection} from './connection-watch.js';
import {attempt} from './registry.js';
import type {KnownIdentity, MethodAnswer, Outcome} from './types.js';

/** What the tutorial sends. */
const payload = {key: 'value'};
/** The hub answers a little after the device's time is over. */
const spareMs = 10_000;

type MethodCall = {readonly deviceId: string; readonly methodName: string; readonly responseTimeoutInSeconds: number};

/** How often the connection is looked at meanwhile, and how long an answer may still come after it was lost. */
const lookMs = 2000;
const lastChanceMs = 3000;

/** Resolves a little after the connection of the device has changed: an answer will not come any more. */
async function waitForLoss(before: KnownIdentity, readIdentity: (signal: AbortSignal) => Promise<Outcome<KnownIdentity>>, signal: AbortSignal): Promise<void> {
	for (;;) {
		await pause(lookMs, signal);
		const {value} = await readIdentity(signal);
		if (value !== undefined && isOtherConnection(before, value)) break;
	}
	await pause(lastChanceMs, signal);
}

/**
 * Calls a direct method once, and looks at the connection of the device before, meanwhile and after. A connection that is lost meanwhile ends
 * the wait.
 */
export async function callMethod(
	send: NonNullable<Rest['send']>,
	{deviceId, methodName, responseTimeoutInSeconds}: MethodCall,
	readIdentity: (signal: AbortSignal) => Promise<Outcome<KnownIdentity>>,
	signal: AbortSignal,
): Promise<MethodAnswer> {
	const before = await readIdentity(signal);
	const startedAt = Date.now();
	const lost = new AbortController();
	const ended = new AbortController();
	if (before.value?.isConnected) {
		waitForLoss(before.value, readIdentity, AbortSignal.any([signal, ended.signal])).then(
			() => lost.abort(new DOMException('The device lost its connection.', 'TimeoutError')),
			() => undefined,
		);
	}
	const callSignal = AbortSignal.any([signal, lost.signal]);
	const outcome = await attempt(async () => {
		const {body} = await send(
			'POST',
			`/twins/${encodeURIComponent(deviceId)}/methods`,
			{methodName, payload, responseTimeoutInSeconds, connectTimeoutInSeconds: 0},
			{signal: callSignal, timeoutMs: responseTimeoutInSeconds * 1000 + spareMs},
		);
		const {status, payload: answer} = asJsonObject(body);
		return {status: asNumber(status), payload: asJsonValue(answer) ?? null};
	}, callSignal).finally(() => ended.abort());
	const elapsedMs = Date.now() - startedAt;
	const after = await readIdentity(signal);
	return {outcome, elapsedMs, ...(before.value ? {before: before.value} : {}), ...(after.value ? {after: after.value} : {})};
}
