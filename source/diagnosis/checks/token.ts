import {UsageError} from '../../errors.js';
import {parseSas, type SasTarget, type SasToken} from '../../sas/token.js';
import {type NamedKey, type SasFinding, verifySas} from '../../sas/verify.js';
import {Secret} from '../../secret.js';
import {createCheck, type Situation} from '../check.js';
import {clockOffsetOf} from '../probes/clock-offset.js';
import type {Reason} from '../remedies/reasons.js';
import type {Judgement} from '../types.js';
import {findCredentialObstacle} from './credential.js';

/** Built-in policies without the permission device connect. */
const policiesWithoutDevices: ReadonlySet<string> = new Set(['service', 'registryRead', 'registryReadWrite']);

/** What explains more comes first: renewing does not help a token that is signed with a wrong key. */
const reasons: readonly (readonly [check: SasFinding['check'], reason: Reason])[] = [
	['scope', 'token-scope'],
	['signature', 'token-signature'],
	['expiry', 'token-expired'],
];

export type TokenObservation = {
	readonly token: string;
	readonly keys: readonly NamedKey[];
	readonly target: SasTarget;
	/** The hub's time. */
	readonly now: number;
};

function parse(text: string): SasToken | string {
	try {
		return parseSas(text);
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
}

/** The first check that fails, in the order of `reasons`, names the cause. */
export function judgeToken({token: text, ...against}: TokenObservation): Judgement {
	const token = parse(text);
	if (typeof token === 'string') return {verdict: 'fail', reason: 'token-malformed', evidence: token};
	const findings = verifySas(token, against);
	const evidence = findings.map(({check, verdict, text: words}) => `${check} ${verdict}: ${words}`).join(' ');
	if (token.policyName !== undefined && policiesWithoutDevices.has(token.policyName)) {
		return {verdict: 'fail', reason: 'token-policy', evidence: `It names policy ${token.policyName}. ${evidence}`};
	}
	const [, reason] = reasons.find(([check]) => findings.some(finding => finding.check === check && finding.verdict === 'fail')) ?? [];
	if (reason !== undefined) return {verdict: 'fail', reason, evidence};
	return {verdict: 'pass', evidence};
}

async function observe({probes, credential, address, deviceId}: Situation): Promise<TokenObservation | undefined> {
	if (credential?.proof.type !== 'token') return undefined;
	const [{value}, clock] = await Promise.all([probes.readIdentity(), probes.readClock()]);
	const own = value?.keys === undefined ? [] : [value.keys.primary, value.keys.secondary];
	const keys: readonly NamedKey[] = [
		...own.map((key, index) => ({name: index === 0 ? 'primary key' : 'secondary key', key: new Secret(key.reveal())})),
		{name: `key of policy ${address.policyName}`, key: address.key, policyName: address.policyName},
	];
	const target = {hostName: address.hostName, deviceId, ...(credential.moduleId === undefined ? {} : {moduleId: credential.moduleId})};
	return {token: credential.proof.token.reveal(), keys, target, now: Date.now() - (clock === undefined ? 0 : clockOffsetOf(clock))};
}

export const tokenCheck = createCheck({
	id: 'C9',
	group: 'keys',
	title: 'The token of the device is good: signature, scope, expiry',
	findObstacle: findCredentialObstacle,
	observe,
	judge: observation => (observation === undefined ? {verdict: 'skip', evidence: 'The device has a key and makes its own tokens.'} : judgeToken(observation)),
});
