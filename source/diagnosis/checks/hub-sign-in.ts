import {createCheck} from '../check.js';
import type {HubAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {describeError, judgeRefusal} from './refusal.js';

/** A policy that may do one of the two is a warning: what needs the other is skipped. */
export function judgeHub({answer: {registry, service}, policyName}: {readonly answer: HubAnswer; readonly policyName: string}): Judgement {
	const failed = [registry.error, service.error].find(error => error !== undefined && error.kind !== 'unauthorized');
	if (failed !== undefined) return judgeRefusal(failed);
	if (registry.error !== undefined && service.error !== undefined) {
		return {verdict: 'fail', reason: 'hub-refused', evidence: `Policy ${policyName}: ${describeError(registry.error)}`};
	}
	if (registry.error !== undefined) {
		return {verdict: 'warn', reason: 'policy-lacks-registry-read', evidence: `Policy ${policyName}, reading the registry: ${describeError(registry.error)}`};
	}
	if (service.error !== undefined) {
		return {verdict: 'warn', reason: 'policy-lacks-service-connect', evidence: `Policy ${policyName}, using the service side: ${describeError(service.error)}`};
	}
	return {verdict: 'pass', evidence: `Policy ${policyName} may read the registry (${registry.value}) and use the service side (${service.value}).`};
}

export const hubSignInCheck = createCheck({
	id: 'C4',
	group: 'hub',
	title: 'The hub accepts the sign-in of this console',
	observe: async ({probes, address}) => ({answer: await probes.askHub(), policyName: address.policyName}),
	judge: judgeHub,
});
