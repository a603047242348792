import {createCheck} from '../check.js';
import type {TwinWriteAnswer} from '../probes/types.js';
import {type Judgement, probeProperty} from '../types.js';
import {judgeRefusal} from './refusal.js';
import {compareSections} from './twin-drift.js';
import {count, describeMs} from './words.js';

type Written = Extract<TwinWriteAnswer, {readonly type: 'written'}>;

/** What else the twin tells about a device that left the test without an answer. */
function describeSilence({reply, waitedMs, twin}: Written): string {
	if (!twin.isConnected) return `The device lost its connection within ${describeMs(waitedMs)}.`;
	const others = compareSections(twin).filter(({name}) => name !== probeProperty);
	const followed = others.filter(({state}) => state === 'in-step').length;
	const said = reply.type === 'other' ? 'The device reported something else' : 'The device reported nothing';
	return `${said} within ${describeMs(waitedMs)}. It holds ${followed} of ${count(others.length, 'other desired property', 'other desired properties')}.`;
}

/** Only an answer proves that the device has received it; without one, a device that merely receives cannot be told from one that does not. */
export function judgeTwinWrite(answer: TwinWriteAnswer): Judgement {
	switch (answer.type) {
		case 'offline':
			return {verdict: 'skip', evidence: 'The device is not connected: a desired property would only wait for it, so nothing was written.'};
		case 'taken':
			return {verdict: 'skip', evidence: `The twin has a desired property ${probeProperty} of somebody else's, which was left alone.`};
		case 'failed':
			if (answer.error.kind !== 'conflict') return judgeRefusal(answer.error);
			return {verdict: 'warn', reason: 'twin-write-conflict', evidence: answer.error.message};
		case 'written': {
			const {version, reply, waitedMs} = answer;
			const written = `${probeProperty} was written with desired version ${version}`;
			if (reply.type === 'value') return {verdict: 'pass', evidence: `${written}, and the device reported it back after ${describeMs(waitedMs)}.`};
			if (reply.type === 'refusal') {
				return {
					verdict: 'pass',
					evidence: `${written}, and the device refused it with status ${reply.status} after ${describeMs(waitedMs)}: it listens and answers.`,
				};
			}
			return {verdict: 'warn', reason: 'twin-write-unanswered', evidence: `${written}. ${describeSilence(answer)}`};
		}
	}
}

export const twinWriteCheck = createCheck({
	id: 'C14-write',
	group: 'twin',
	title: 'The device answers a desired property',
	usesServiceSide: true,
	limitMs: ({twinWaitMs, cleanUpMs, stepMs}) => twinWaitMs + cleanUpMs + 2 * stepMs,
	findObstacle({permissions, isReadOnly}) {
		if (!permissions.writeTwin) return `Writing ${probeProperty} to the twin reaches the device, so it is done only when that is allowed.`;
		return isReadOnly ? 'This hub client is read-only and writes no twin.' : undefined;
	},
	observe: ({probes}, signal) => probes.writeTwin(signal),
	judge: judgeTwinWrite,
});
