import {randomUUID} from 'node:crypto';
import {setTimeout as delay} from 'node:timers/promises';
import {HubError} from '../../errors.js';
import {pause} from '../../hub/pause.js';
import type {Rest} from '../../hub/rest.js';
import {parseTwin} from '../../hub/twin-document.js';
import type {JsonValue, Twin} from '../../hub/types.js';
import type {Timing} from '../check.js';
import {once} from '../once.js';
import {probeProperty} from '../types.js';
import {readReply} from './twin-reply.js';
import type {TwinWriteAnswer} from './types.js';

/** What all its values begin with: those of an earlier run that could not take them back, too. */
const valuePrefix = 'iot-tui-';
/** Somebody else may change the twin between reading and writing, but hardly so many times. */
const mostConflicts = 5;

type Send = NonNullable<Rest['send']>;
export type TwinWriter = {
	/** Writes, waits for the device, and takes back what was written, whatever happens. Rejects for an aborted signal only. */
	write(signal: AbortSignal): Promise<TwinWriteAnswer>;
	/**
	 * Resolves when nothing of the test is left in the desired properties, at once where nothing was written.
	 * @returns a sentence where it could not be taken back
	 */
	cleanUp(): Promise<string | undefined>;
};

const isOurs = (value: JsonValue | undefined): boolean => typeof value === 'string' && value.startsWith(valuePrefix);
const readProbe = ({desired}: Twin): JsonValue | undefined => (Object.hasOwn(desired.values, probeProperty) ? desired.values[probeProperty] : undefined);

/** Whether the hub has answered, and did not do it. */
const isRefusal = (error: unknown): boolean => error instanceof HubError && error.code !== undefined && error.code < 500_000;

/**
 * The test of the twin: a desired property of its own, written with `If-Match` so that nothing of anybody else is overwritten. Requests that
 * write do not end with the signal, because what became of them must be known before they can be undone.
 */
export function createTwinWriter(
	{get, send}: {readonly get: Rest['get']; readonly send: Send},
	deviceId: string,
	{stepMs, twinWaitMs, twinStepMs, cleanUpMs}: Pick<Timing, 'stepMs' | 'twinWaitMs' | 'twinStepMs' | 'cleanUpMs'>,
): TwinWriter {
	const path = `/twins/${encodeURIComponent(deviceId)}`;
	const value = `${valuePrefix}${randomUUID().slice(0, 8)}`;
	let writing: Promise<unknown> | undefined;
	/** The hub has the value, or may have it: a request without an answer may have done its work. */
	let mayBeThere = false;

	const read = async (signal?: AbortSignal) => parseTwin((await get(path, {timeoutMs: stepMs, ...(signal && {signal})})).body);
	const patch = async (twin: Twin, probe: string | null) =>
		parseTwin((await send('PATCH', path, {properties: {desired: {[probeProperty]: probe}}}, {etag: twin.etag, timeoutMs: stepMs})).body);

	async function patchProbe(before: Twin): Promise<Twin> {
		mayBeThere = true;
		try {
			return await patch(before, value);
		} catch (error) {
			mayBeThere = !isRefusal(error);
			throw error;
		}
	}

	/** @throws HubError: of kind `conflict` where others changed the twin every time */
	async function put(signal: AbortSignal): Promise<{readonly before: Twin; readonly after: Twin} | {readonly answer: TwinWriteAnswer}> {
		for (let conflicts = 0; ; conflicts++) {
			const before = await read(signal);
			signal.throwIfAborted();
			const present = readProbe(before);
			if (present !== undefined && !isOurs(present)) return {answer: {type: 'taken'}};
			if (!before.isConnected) return {answer: {type: 'offline'}};
			try {
				return {before, after: await patchProbe(before)};
			} catch (error) {
				if (!(error instanceof HubError) || error.kind !== 'conflict' || conflicts === mostConflicts) throw error;
			}
		}
	}

	async function wait(before: Twin, after: Twin, signal: AbortSignal): Promise<TwinWriteAnswer> {
		const startedAt = Date.now();
		let newest = after;
		let reply = readReply(before, newest, probeProperty, value);
		while (reply.type !== 'value' && reply.type !== 'refusal' && Date.now() - startedAt < twinWaitMs) {
			await pause(twinStepMs, signal);
			// A reading that fails is made again: the device may have answered all the same.
			newest = await read(signal).catch(() => newest);
			reply = readReply(before, newest, probeProperty, value);
		}
		return {type: 'written', version: after.desired.version, reply, waitedMs: Date.now() - startedAt, twin: newest};
	}

	async function takeBack(): Promise<void> {
		const twin = await read();
		if (readProbe(twin) === value) await patch(twin, null);
	}

	const takeBackOnce = once(async (): Promise<string | undefined> => {
		await writing?.catch(() => undefined);
		if (!mayBeThere) return undefined;
		const endAt = Date.now() + cleanUpMs;
		for (;;) {
			try {
				await takeBack();
				return undefined;
			} catch (error) {
				if (error instanceof HubError && error.kind === 'not-found') return undefined;
				const mayWork = error instanceof HubError && (error.isRetryable || error.kind === 'conflict');
				if (!mayWork || Date.now() >= endAt) {
					const cause = error instanceof Error ? error.message : String(error);
					return `The desired property ${probeProperty} of ${deviceId} could not be taken back: ${cause} Set it to null.`;
				}
				await delay(twinStepMs);
			}
		}
	});

	return {
		async write(signal) {
			const putting = put(signal);
			writing = putting;
			try {
				const written = await putting;
				return 'answer' in written ? written.answer : await wait(written.before, written.after, signal);
			} catch (error) {
				if (signal.aborted || !(error instanceof HubError)) throw error;
				return {type: 'failed', error};
			} finally {
				await takeBackOnce();
			}
		},
		// A write that has not begun leaves nothing to take back, which must not be remembered.
		cleanUp: async () => (writing === undefined ? undefined : await takeBackOnce()),
	};
}
