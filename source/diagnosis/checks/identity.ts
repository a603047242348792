import {createCheck} from '../check.js';
import type {KnownIdentity, Outcome} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal} from './refusal.js';

export type IdentityObservation = {readonly deviceId: string; readonly outcome: Outcome<KnownIdentity>; readonly similarIds: readonly string[]};

/** An id that is registered in another case is told from one that is not registered. */
export function judgeIdentity({deviceId, outcome, similarIds}: IdentityObservation): Judgement {
	const {value, error} = outcome;
	if (value !== undefined) {
		const source = value.isFromTwin ? ' (read from its twin, without keys)' : '';
		return {verdict: 'pass', evidence: `${deviceId} is registered and signs in with ${value.authentication}${source}.`};
	}
	if (error.kind !== 'not-found') return judgeRefusal(error);
	const [similar] = similarIds;
	if (similar === undefined) return {verdict: 'fail', reason: 'device-not-found', evidence: `${deviceId}: ${describeError(error)}`};
	return {
		verdict: 'fail',
		reason: 'device-id-case',
		evidence: `There is no ${deviceId}, but there is ${similarIds.join(', ')}.`,
		nextStep: `Write the id as ${similar}, in the connection string and wherever a token is made.`,
	};
}

export const identityCheck = createCheck({
	id: 'C6',
	group: 'keys',
	title: 'The device is registered under exactly this id',
	limitMs: ({stepMs}) => 2 * stepMs,
	async observe({probes, deviceId}, signal) {
		const outcome = await probes.readIdentity();
		const similarIds = outcome.error?.kind === 'not-found' ? await probes.findSimilarIds(signal) : [];
		return {deviceId, outcome, similarIds};
	},
	judge: judgeIdentity,
});
