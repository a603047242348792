import {createCheck} from '../check.js';
import type {NameAnswer} from '../probes/types.js';
import type {Judgement} from '../types.js';

/** A name service that gives no answer is told from one that knows no such name. */
export function judgeName({answer: {addresses, fault}, hostName}: {readonly answer: NameAnswer; readonly hostName: string}): Judgement {
	if (fault !== undefined) {
		const isSilent = fault.code === 'EAI_AGAIN' || fault.code === 'ETIMEDOUT';
		const cause = 'The name service (DNS) that this machine uses gives no answer: it cannot be reached, or nobody knows the name there.';
		return {verdict: 'fail', reason: 'name-not-resolving', evidence: `${hostName}: ${fault.code} ${fault.message}`, word: 'no name', ...(isSilent && {cause})};
	}
	return {verdict: 'pass', evidence: `${hostName} is ${addresses.join(', ')}`};
}

export const nameCheck = createCheck({
	id: 'C1',
	group: 'way',
	title: 'The host name of the hub resolves',
	observe: async ({probes, address}, signal) => ({answer: await probes.resolveName(signal), hostName: address.hostName}),
	judge: judgeName,
});
