import {createCheck} from '../check.js';
import {isOtherConnection} from '../probes/connection-watch.js';
import type {MethodAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal} from './refusal.js';
import {describeMs} from './words.js';

export type MethodObservation = {readonly methodName: string; readonly answer: MethodAnswer; readonly patienceMs: number};

/** A failure status of a device's own, in the manner of HTTP. */
const firstFailure = 400;

function hasLostConnection({before, after}: MethodAnswer): boolean {
	return before?.isConnected === true && after !== undefined && isOtherConnection(before, after);
}

function judgeFailure({methodName, answer}: MethodObservation): Judgement {
	const {error} = answer.outcome;
	if (error === undefined) return {verdict: 'skip', evidence: ''};
	const evidence = `${methodName}, ${describeMs(answer.elapsedMs)}: ${describeError(error)}`;
	if (error.code !== 404103 && error.code !== 504101 && error.kind !== 'timeout' && error.kind !== 'cancelled') return judgeRefusal(error);
	if (hasLostConnection(answer)) return {verdict: 'fail', reason: 'method-crashed', evidence};
	if (error.code !== 404103) return {verdict: 'fail', reason: 'method-no-answer', evidence};
	// Without a connection the missing handler is not the point.
	return answer.after?.isConnected === true
		? {verdict: 'fail', reason: 'method-not-listening', evidence}
		: {verdict: 'fail', reason: 'device-offline', evidence};
}

/** Any answer below 400 that came in time passes; a slower one fails, since callers with usual timeouts would not get it. */
export function judgeMethod(observation: MethodObservation): Judgement {
	const {methodName, answer, patienceMs} = observation;
	const {value} = answer.outcome;
	if (value === undefined) return judgeFailure(observation);
	const evidence = `${methodName} answered ${value.status} ${JSON.stringify(value.payload).slice(0, 200)} in ${describeMs(answer.elapsedMs)}`;
	if (value.status >= firstFailure) return {verdict: 'fail', reason: 'method-failed', evidence};
	return answer.elapsedMs > patienceMs ? {verdict: 'fail', reason: 'method-slow', evidence} : {verdict: 'pass', evidence};
}

export const methodCheck = createCheck({
	id: 'C13',
	group: 'cloud-to-device',
	title: 'A direct method goes there and back',
	usesServiceSide: true,
	limitMs: ({methodTimeoutSeconds, stepMs}) => methodTimeoutSeconds * 1000 + 3 * stepMs,
	findObstacle({permissions, isReadOnly, methodName}) {
		if (!permissions.callMethod) return `Calling ${methodName} reaches the device, so it is done only when that is allowed.`;
		return isReadOnly ? 'This hub client is read-only and cannot call methods.' : undefined;
	},
	observe: async ({probes, methodName, timing}, signal) => ({methodName, answer: await probes.callMethod(signal), patienceMs: timing.methodPatienceMs}),
	judge: judgeMethod,
});
