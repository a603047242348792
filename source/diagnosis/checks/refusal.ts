import type {HubError, HubErrorKind} from '../../errors.js';
import type {Reason} from '../remedies/reasons.js';
import type {Judgement} from '../types.js';

const reasonsByCode: Readonly<Record<number, Reason>> = {
	401001: 'hub-not-found',
	403001: 'hub-suspended',
	403002: 'hub-quota',
	404001: 'device-not-found',
	403012: 'device-disabled',
};
const reasonsByKind: Partial<Record<HubErrorKind, Reason>> = {
	unauthorized: 'hub-refused',
	throttled: 'hub-throttled',
	quota: 'hub-quota',
	timeout: 'hub-no-answer',
	unreachable: 'hub-no-answer',
	untrusted: 'ca-unknown',
};

const general: ReadonlySet<Reason> = new Set(['hub-unexpected', 'hub-unavailable']);

/** What a refusal of the hub means, whichever check met it. */
export function reasonOf({code, kind}: HubError): Reason {
	const known = code === undefined ? undefined : reasonsByCode[code];
	if (known !== undefined) return known;
	if (code !== undefined && code >= 500_000 && kind !== 'throttled') return 'hub-unavailable';
	return reasonsByKind[kind] ?? 'hub-unexpected';
}

/** The refusal in the hub's words. */
export function describeError(error: HubError): string {
	const cause = error.cause instanceof Error && error.cause.message !== '' ? ` (${error.cause.message})` : '';
	return `${error.code === undefined ? '' : `${error.code} `}${error.message}${cause}`;
}

/** A check that needed an answer and got a refusal. */
export function judgeRefusal(error: HubError): Judgement {
	const reason = reasonOf(error);
	const judgement = {verdict: 'fail', reason, evidence: describeError(error)} as const;
	// Where the tree has no branch of its own, the table of errors knows more than it.
	return general.has(reason) ? {...judgement, cause: error.message, nextStep: error.hint} : judgement;
}
