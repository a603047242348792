import {createCheck} from '../check.js';
import type {KnownIdentity, Outcome} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {judgeRefusal} from './refusal.js';
import {count} from './words.js';

/** A device's queue holds fifty messages (Microsoft, "Send cloud-to-device messages"). */
const queueDepth = 50;

/** The same question twice, some time apart: a message that is on its way is no fault. */
export type C2dObservation = {readonly first: Outcome<KnownIdentity>; readonly second: Outcome<KnownIdentity>};

/** A message that waited at both times and was not taken by a connected device is a failure; by one that is away, a warning. */
export function judgeC2d({first, second}: C2dObservation): Judgement {
	const error = first.error ?? second.error;
	if (first.value === undefined || second.value === undefined) return error === undefined ? {verdict: 'skip', evidence: ''} : judgeRefusal(error);
	const waiting = second.value.c2dMessageCount;
	const evidence = `${count(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'} for the device, ${first.value.c2dMessageCount} at the start.`;
	if (waiting >= queueDepth) return {verdict: 'fail', reason: 'c2d-queue-full', evidence};
	if (waiting === 0 || first.value.c2dMessageCount === 0) return {verdict: 'pass', evidence};
	return second.value.isConnected ? {verdict: 'fail', reason: 'c2d-not-completed', evidence} : {verdict: 'warn', reason: 'c2d-waiting', evidence};
}

export const c2dCheck = createCheck({
	id: 'C12',
	group: 'cloud-to-device',
	title: 'No cloud-to-device messages pile up',
	limitMs: ({stepMs}) => 2 * stepMs,
	observe: async ({probes}, signal) => ({first: await probes.readIdentity(), second: await probes.readIdentityAnew(signal)}),
	judge: judgeC2d,
});
