import {createCheck} from '../check.js';
import type {KnownIdentity, Outcome} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {judgeRefusal} from './refusal.js';

/** A disabled device fails, with the reason that was left in its identity. */
export function judgeEnabled({value, error}: Outcome<KnownIdentity>): Judgement {
	if (error !== undefined) return judgeRefusal(error);
	if (value.isEnabled) return {verdict: 'pass', evidence: 'Its status is enabled.'};
	const reason = value.statusReason === '' ? 'No reason was left.' : `The reason that was left: ${value.statusReason}`;
	return {verdict: 'fail', reason: 'device-disabled', evidence: `Its status is disabled. ${reason}`};
}

export const enabledCheck = createCheck({
	id: 'C7',
	group: 'keys',
	title: 'The device is enabled',
	observe: ({probes}) => probes.readIdentity(),
	judge: judgeEnabled,
});
