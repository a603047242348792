import {createCheck} from '../check.js';
import {decisiveChanges} from '../probes/connection-watch.js';
import type {KnownIdentity, Outcome, StabilityAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {judgeRefusal} from './refusal.js';
import {count, describeMs, describeTime} from './words.js';

/** By the hub's word. A device that never signed in is told from one that is away; both are warnings, since it may send over HTTPS. */
export function judgeConnection({value, error}: Outcome<KnownIdentity>): Judgement {
	if (error !== undefined) return judgeRefusal(error);
	const {isConnected, connectionStateUpdatedAt = 0, lastActivityAt} = value;
	const since = connectionStateUpdatedAt > 0 ? ` since ${describeTime(connectionStateUpdatedAt)}` : '';
	const activity = lastActivityAt > 0 ? `last active ${describeTime(lastActivityAt)}` : 'and has no activity on record';
	const evidence = `The hub says ${isConnected ? 'connected' : 'disconnected'}${since}, ${activity}. Its word may be five minutes old; devices over HTTPS are never connected.`;
	if (isConnected) return {verdict: 'pass', evidence};
	// The hub writes both times at the first sign-in; without one they stand at the year 1.
	const hasNever = lastActivityAt === 0 && connectionStateUpdatedAt === 0;
	return {verdict: 'warn', reason: hasNever ? 'device-never-connected' : 'device-offline', evidence};
}

export const connectionCheck = createCheck({
	id: 'C10',
	group: 'device-to-cloud',
	title: 'The hub sees a connection of the device',
	observe: ({probes}) => probes.readIdentity(),
	judge: judgeConnection,
});

/** A connection that changed `decisiveChanges` times while it was watched is taken by two clients in turn. */
export function judgeStability({changes, watchedMs, isConnected}: StabilityAnswer): Judgement {
	const evidence = `${count(changes, 'change')} of the connection in ${describeMs(watchedMs)}.`;
	if (changes >= decisiveChanges) return {verdict: 'fail', reason: 'duplicate-id', evidence};
	return isConnected ? {verdict: 'pass', evidence} : {verdict: 'skip', evidence: `There is no connection that could hold. ${evidence}`};
}

export const stabilityCheck = createCheck({
	id: 'C10-stable',
	group: 'device-to-cloud',
	title: 'The connection of the device holds',
	limitMs: ({stabilityMs, stepMs}) => stabilityMs + 2 * stepMs,
	observe: ({probes}, signal) => probes.watchConnection(signal),
	judge: judgeStability,
});
