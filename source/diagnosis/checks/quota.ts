import type {HubError} from '../../errors.js';
import {createCheck} from '../check.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal, reasonOf} from './refusal.js';
import {count} from './words.js';

const limits: ReadonlySet<string> = new Set(['hub-quota', 'hub-throttled']);

const elsewhere = "How much of the day's quota is used, only the management side (the portal, or az) tells; the service API has no such number.";

/** What the hub answered in this run. `meteredCount`: answers to what counts towards the daily quota. */
export type QuotaObservation = {readonly refusals: readonly HubError[]; readonly answeredCount: number; readonly meteredCount: number};

/** The counters themselves are on the management side; what the hub answered in this run is not. */
export function judgeQuota({refusals, answeredCount, meteredCount}: QuotaObservation): Judgement {
	const refusal = refusals.find(error => limits.has(reasonOf(error)));
	if (refusal !== undefined)
		return {...judgeRefusal(refusal), evidence: `${describeError(refusal)} (${count(refusals.length, 'refusal')}, ${count(answeredCount, 'other answer')})`};
	if (answeredCount === 0) return {verdict: 'skip', evidence: `The hub answered no request, so nothing is known of quota and rate. ${elsewhere}`};
	if (meteredCount === 0)
		return {
			verdict: 'skip',
			evidence: `None of ${count(answeredCount, 'request')} was refused for its rate, but none of them counts towards the quota either. ${elsewhere}`,
		};
	return {
		verdict: 'pass',
		evidence: `${count(answeredCount, 'request')} answered, ${meteredCount} of which ${meteredCount === 1 ? 'counts' : 'count'} towards the daily quota, and none refused for quota or rate: there is some left now. ${elsewhere}`,
	};
}

export const quotaCheck = createCheck({
	id: 'C15',
	group: 'hub',
	title: 'The hub refuses nothing for quota or rate',
	observe: async ({probes}) => ({refusals: probes.refusals(), ...probes.answers()}),
	judge: judgeQuota,
});
