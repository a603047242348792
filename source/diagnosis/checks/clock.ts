import {createCheck} from '../check.js';
import {clockOffsetOf} from '../probes/clock-offset.js';
import type {ClockAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {describeMs} from './words.js';

/** A device's clock must be within five minutes of the server's (Microsoft, "Understand and resolve IoT Hub errors", 401003). */
export const clockToleranceMs = 300_000;
const noticeableMs = 60_000;

/** Beyond five minutes tokens made here are refused; beyond one minute ages on screen mislead, which is a warning. */
export function judgeClock(answer: ClockAnswer | undefined): Judgement {
	if (answer === undefined) return {verdict: 'skip', evidence: 'The hub sent no Date header.'};
	const offset = clockOffsetOf(answer);
	const evidence =
		Math.abs(offset) < 1500
			? 'This machine and the hub agree to the second.'
			: `This machine is ${describeMs(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'} the hub.`;
	if (Math.abs(offset) > clockToleranceMs) return {verdict: 'fail', reason: 'local-clock', evidence};
	return {verdict: Math.abs(offset) > noticeableMs ? 'warn' : 'pass', ...(Math.abs(offset) > noticeableMs ? {reason: 'local-clock' as const} : {}), evidence};
}

export const clockCheck = createCheck({
	id: 'C5',
	group: 'way',
	title: "The clock of this machine agrees with the hub's",
	observe: ({probes}) => probes.readClock(),
	judge: judgeClock,
});
