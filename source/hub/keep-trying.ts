import type {HubError, HubErrorKind} from '../errors.js';
import {pause} from './pause.js';
import {translateError} from './translate-error.js';

const firstPauseMs = 250;
const longestPauseMs = 30_000;
/** Trying again with the same input would end the same way. */
const finalKinds: ReadonlySet<HubErrorKind> = new Set(['unauthorized', 'untrusted', 'not-found', 'invalid']);

/**
 * Tries until an attempt ends well, trying again makes no sense, or the signal gives up. Pauses grow from failure to failure, and
 * start anew when an attempt calls `onSuccess`.
 */
export async function keepTrying(attempt: (onSuccess: () => void) => Promise<void>, onFailure: (error: HubError) => void, signal: AbortSignal): Promise<void> {
	let failureCount = 0;
	while (!signal.aborted) {
		try {
			return await attempt(() => {
				failureCount = 0;
			});
		} catch (error) {
			if (signal.aborted) return;
			const translated = translateError(error);
			onFailure(translated);
			if (finalKinds.has(translated.kind)) return;
			await pause(Math.min(firstPauseMs * 2 ** failureCount++, longestPauseMs), signal).catch(() => undefined);
		}
	}
}
