import type {DeviceCredential} from '../../device-credential.js';
import type {DeviceKeys, SecretText} from '../../hub/management-types.js';
import {findKeyFault} from '../../identity-rules.js';
import {fingerprint} from '../../secret.js';
import {createCheck} from '../check.js';
import type {KnownIdentity, Outcome} from '../probes/types.js';
import type {Judgement} from '../types.js';
import {findCredentialObstacle} from './credential.js';
import {judgeRefusal} from './refusal.js';
import {describeTime} from './words.js';

/** Names a key without telling it, as the dialog of the keys does. */
export function describeSecret(secret: SecretText): string {
	return `SHA-256 ${fingerprint(secret)}`;
}

const proofWords = {key: 'a key', token: 'a token', x509: 'a certificate'} as const;

function judgeKey(key: SecretText, {primary, secondary}: DeviceKeys, lastActivityAt: number): Judgement {
	const fault = findKeyFault(key.reveal());
	if (fault !== undefined) return {verdict: 'fail', reason: 'key-not-base64', evidence: fault};
	const own = describeSecret(key);
	if (key.reveal() === primary.reveal()) return {verdict: 'pass', evidence: `Its key (${own}) is the primary key.`};
	if (key.reveal() === secondary.reveal()) return {verdict: 'pass', evidence: `Its key (${own}) is the secondary key.`};
	const evidence = `Its key is ${own}; stored are primary ${describeSecret(primary)} and secondary ${describeSecret(secondary)}.`;
	if (lastActivityAt === 0) return {verdict: 'fail', reason: 'key-mismatch', evidence};
	const cause = `The device was last active at ${describeTime(lastActivityAt)}, so its keys were probably regenerated since. Every sign-in is refused as "not authorized".`;
	return {verdict: 'fail', reason: 'key-mismatch', evidence, cause};
}

export type KeyObservation = {readonly proof: DeviceCredential['proof']; readonly outcome: Outcome<KnownIdentity>};

/** Compares what the device has with the kind of its identity, and its key with the two that are stored. */
export function judgeCredentialKey({proof, outcome: {value, error}}: KeyObservation): Judgement {
	if (error !== undefined) return judgeRefusal(error);
	const {authentication, keys, isFromTwin, lastActivityAt} = value;
	const wantsKey = authentication === 'sas';
	if (wantsKey === (proof.type === 'x509')) {
		return {verdict: 'fail', reason: 'authentication-type', evidence: `The device has ${proofWords[proof.type]}, its identity is of type ${authentication}.`};
	}
	if (proof.type === 'x509') return {verdict: 'pass', evidence: `Both sides use certificates (${authentication}); its private key was not given.`};
	if (proof.type === 'token') return {verdict: 'skip', evidence: 'The device has a token instead of a key: see the check of the token.'};
	if (keys === undefined)
		return {verdict: 'skip', evidence: isFromTwin ? 'The policy may not read keys, so there is nothing to compare with.' : 'The identity has no keys.'};
	return judgeKey(proof.key, keys, lastActivityAt);
}

export const keyCheck = createCheck({
	id: 'C8',
	group: 'keys',
	title: 'The key of the device is one of the two stored keys',
	findObstacle: findCredentialObstacle,
	observe: async ({probes, credential}) => ({proof: credential?.proof, outcome: await probes.readIdentity()}),
	judge: ({proof, outcome}) => (proof === undefined ? {verdict: 'skip', evidence: 'It was not given.'} : judgeCredentialKey({proof, outcome})),
});
