import {pause} from '../../hub/pause.js';
import type {Timing} from '../check.js';
import type {KnownIdentity, Outcome, StabilityAnswer} from './types.js';

/** A connection that has stood for so many times the watch is not being fought over as fast as the watch could tell. */
const settledWatches = 2;
/** A restart is two changes, gone and back; with a third nobody needs to look any longer. */
export const decisiveChanges = 3;

/** Whether two readings tell of different connections. */
export function isOtherConnection(one: KnownIdentity, other: KnownIdentity): boolean {
	return one.isConnected !== other.isConnected || one.connectionStateUpdatedAt !== other.connectionStateUpdatedAt;
}

/**
 * Looks at the identity again and again and counts the changes of its connection. Ends at once where the connection has stood for long.
 * `hubNow` is the hub's time.
 */
export async function watchConnection(
	first: KnownIdentity,
	read: (signal: AbortSignal) => Promise<Outcome<KnownIdentity>>,
	{stabilityMs, stabilityStepMs}: Timing,
	hubNow: number,
	signal: AbortSignal,
): Promise<StabilityAnswer> {
	const changedAt = first.connectionStateUpdatedAt ?? 0;
	// A device that was never there has nothing to lose.
	if (changedAt === 0 && !first.isConnected && first.connectionStateUpdatedAt !== undefined) return {changes: 0, watchedMs: 0, isConnected: false};
	if (changedAt > 0 && hubNow - changedAt > settledWatches * stabilityMs) return {changes: 0, watchedMs: hubNow - changedAt, isConnected: first.isConnected};
	const startedAt = Date.now();
	let changes = 0;
	let last = first;
	while (changes < decisiveChanges && Date.now() - startedAt < stabilityMs) {
		await pause(stabilityStepMs, signal);
		const {value} = await read(signal);
		if (value === undefined) break;
		if (isOtherConnection(last, value)) changes++;
		last = value;
	}
	return {changes, watchedMs: Date.now() - startedAt, isConnected: last.isConnected};
}
