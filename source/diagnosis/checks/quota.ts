import type {HubError} from '../../errors.js';
import {createCheck} from '../check.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal, reasonOf} from './refusal.js';
import {count} from './words.js';

const limits: ReadonlySet<string> = new Set(['hub-quota', 'hub-throttled']);

/** The counters themselves are on the management side; what the hub answered in this run is not. */
export function judgeQuota({refusals, requestCount}: {readonly refusals: readonly HubError[]; readonly requestCount: number}): Judgement {
	const refusal = refusals.find(error => limits.has(reasonOf(error)));
	if (refusal !== undefined)
		return {...judgeRefusal(refusal), evidence: `${describeError(refusal)} (${count(refusals.length, 'refusal')} in ${count(requestCount, 'request')})`};
	return {
		verdict: 'pass',
		evidence: `None of ${count(requestCount, 'request')} was refused for quota or rate. How much of the day's quota is used, only the management side tells.`,
	};
}

export const quotaCheck = createCheck({
	id: 'C15',
	group: 'hub',
	title: 'The hub refuses nothing for quota or rate',
	observe: async ({probes}) => ({refusals: probes.refusals(), requestCount: probes.requestCount()}),
	judge: judgeQuota,
});
