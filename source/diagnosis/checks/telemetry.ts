import type {HubError} from '../../errors.js';
import {createCheck} from '../check.js';
import type {TelemetryAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal} from './refusal.js';
import {count, describeMs} from './words.js';

/** Nothing for this many usual pauses is silence. */
const mostGaps = 3;
/** Younger than this is never silence: where the rhythm of the device is not known, and where it is a fast one. */
const recentMs = 10_000;
const recentOfRhythmMs = 3000;

function judgeEndpoint(error: HubError): Judgement {
	const evidence = describeError(error);
	switch (error.kind) {
		case 'quota':
			return error.code === 403002 ? judgeRefusal(error) : {verdict: 'fail', reason: 'consumer-group-taken', evidence};
		case 'conflict':
			return {verdict: 'fail', reason: 'consumer-group-taken', evidence};
		case 'not-found':
			return {verdict: 'fail', reason: 'consumer-group-unknown', evidence};
		case 'throttled':
		case 'untrusted':
			return judgeRefusal(error);
		default:
			return {verdict: 'fail', reason: 'telemetry-unreadable', evidence};
	}
}

/** Whether the newest message is young enough for the rhythm of the device. */
function isArriving({arrivedCount, lastEnqueuedAt, typicalGapMs, endedAt}: TelemetryAnswer): boolean {
	if (arrivedCount > 0) return true;
	const mostMs = typicalGapMs === undefined ? recentMs : Math.max(recentOfRhythmMs, mostGaps * typicalGapMs);
	return lastEnqueuedAt !== undefined && endedAt - lastEnqueuedAt < mostMs;
}

/** @param isConnected what the hub says of the device; undefined: nothing */
export function judgeTelemetry(answer: TelemetryAnswer, isConnected?: boolean): Judgement {
	const {lastEnqueuedAt, messageCount, last30Minutes, lagMs, isListening, error, waitedMs, endedAt} = answer;
	const history = last30Minutes === undefined ? '' : ` ${count(last30Minutes, 'message')} in the last 30 minutes.`;
	if (lastEnqueuedAt !== undefined && isArriving(answer)) {
		const lag = lagMs === undefined ? '' : `, ${describeMs(lagMs)} after the hub had it`;
		return {
			verdict: 'pass',
			evidence: `The newest message came ${describeMs(Math.max(0, endedAt - lastEnqueuedAt))} ago${lag}; ${count(messageCount, 'message')} seen.${history}`,
		};
	}
	if (error !== undefined) return judgeEndpoint(error);
	if (!isListening) return {verdict: 'fail', reason: 'telemetry-unreadable', evidence: `The endpoint did not open within ${describeMs(waitedMs)}.`};
	const last = lastEnqueuedAt === undefined ? '' : ` The last one came ${describeMs(endedAt - lastEnqueuedAt)} ago.`;
	const cause =
		isConnected === false
			? {
					cause: 'The device is not connected, so nothing can come from it. (Over HTTPS it would never be connected: then it does not send.)',
					nextStep: 'Bring the device online first.',
				}
			: {};
	return {verdict: 'fail', reason: 'device-silent', evidence: `No message of the device in ${describeMs(waitedMs)}.${last}${history}`, ...cause};
}

export const telemetryCheck = createCheck({
	id: 'C11',
	group: 'device-to-cloud',
	title: 'Telemetry of the device arrives',
	usesServiceSide: true,
	limitMs: ({telemetryWaitMs, stepMs}) => telemetryWaitMs + 2 * stepMs + recentMs,
	async observe({probes}, signal) {
		const answer = await probes.listen(signal);
		const {value} = await probes.readIdentity();
		return {answer, isConnected: value?.isConnected};
	},
	judge: ({answer, isConnected}) => judgeTelemetry(answer, isConnected),
});
