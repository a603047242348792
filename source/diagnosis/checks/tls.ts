import {type Check, createCheck} from '../check.js';
import type {TlsAnswer} from '../probes/types.js';
import type {Reason} from '../remedies/reasons.js';
import type {Judgement} from '../types.js';
import {portNames, portTitles} from './ports.js';
import {count, describeTime} from './words.js';

const dayMs = 86_400_000;
/** Sooner than this is worth a word. */
const soonDays = 7;

const reasonsByCode: Readonly<Record<string, Reason>> = {
	CERT_HAS_EXPIRED: 'certificate-expired',
	CERT_NOT_YET_VALID: 'certificate-not-yet-valid',
	ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-other-name',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ca-unknown',
	UNABLE_TO_GET_ISSUER_CERT: 'ca-unknown',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ca-unknown',
	SELF_SIGNED_CERT_IN_CHAIN: 'ca-unknown',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'ca-unknown',
	CERT_SIGNATURE_FAILURE: 'ca-unknown',
	CERT_UNTRUSTED: 'ca-unknown',
	CERT_REJECTED: 'ca-unknown',
	CERT_CHAIN_TOO_LONG: 'ca-unknown',
	INVALID_CA: 'ca-unknown',
	// TCP came about, and then nothing came back.
	ETIMEDOUT: 'port-silent',
	ECONNRESET: 'tls-reset',
	EPIPE: 'tls-reset',
};

const words: Partial<Record<Reason, string>> = {
	'certificate-expired': 'expired',
	'certificate-not-yet-valid': 'too new',
	'certificate-other-name': 'name',
	'ca-unknown': 'CA',
	'port-silent': 'timeout',
	'tls-reset': 'reset',
};

/** Without the advice that Node adds for those who start it themselves. */
const shorten = (message: string): string => message.replace(/; if the root CA is installed locally.*/, '');

/** Every handshake that failed has a cause of its own; a certificate that is good for less than a week is a warning. */
export function judgeTls({answer, now}: {readonly answer: TlsAnswer; readonly now: number}): Judgement {
	const {port, fault, version, cipher, subject, issuers = [], validTo = 0} = answer;
	const certificate = `certificate of ${subject}, signed by ${issuers.join(' < ') || 'itself'}, until ${describeTime(validTo)}`;
	if (fault !== undefined) {
		const open = fault.code === 'ETIMEDOUT' ? 'TCP connects, but no answer to TLS: ' : '';
		const reason = reasonsByCode[fault.code] ?? 'tls-not-spoken';
		return {
			verdict: 'fail',
			reason,
			evidence: `TLS on ${port}: ${open}${fault.code}, ${shorten(fault.message)}${subject === undefined ? '' : `; ${certificate}`}`,
			...(words[reason] && {word: words[reason]}),
		};
	}
	const days = Math.floor((validTo - now) / dayMs);
	const evidence = `${version} ${cipher}; ${certificate} (${count(days, 'day')})`;
	return days < soonDays ? {verdict: 'warn', reason: 'certificate-expiring', evidence} : {verdict: 'pass', evidence};
}

export const tlsChecks: readonly Check[] = portNames.map(name =>
	createCheck({
		id: `C3-${name}`,
		group: 'way',
		title: `TLS with the ${portTitles[name]} port, certificate verified`,
		observe: async ({probes}, signal) => ({answer: await probes.shakeHands(name, signal), now: Date.now()}),
		judge: judgeTls,
	}),
);
