import {timingSafeEqual} from 'node:crypto';
import type {Secret} from '../secret.js';
import {computeSignature, resourceOf, type SasTarget, type SasToken} from './token.js';

/** A key that may have signed; `name` is for people, such as `primary key` or `policy service`. */
export type NamedKey = {readonly name: string; readonly key: Secret /** Set for a policy's key. */; readonly policyName?: string};

/** One question about a token and its answer; `text` is raw, it quotes the token. */
export type SasFinding = {
	readonly check: 'signature' | 'scope' | 'expiry';
	readonly verdict: 'pass' | 'warn' | 'fail' | 'skip';
	readonly text: string;
};

/** Longest difference between a device's clock and the hub's that the hub tolerates: five minutes (Microsoft, troubleshooting of 401003). */
const clockToleranceMs = 300_000;
const dayMs = 86_400_000;

function equals(a: string, b: string): boolean {
	const [first, second] = [Buffer.from(a), Buffer.from(b)];
	return first.length === second.length && timingSafeEqual(first, second);
}

function checkSignature(token: SasToken, keys: readonly NamedKey[]): SasFinding {
	const candidates = keys.filter(key => key.policyName === token.policyName);
	if (candidates.length === 0) {
		const wanted = token.policyName === undefined ? "the device's own key" : `the key of policy ${token.policyName}`;
		return {check: 'signature', verdict: 'skip', text: `It says it was signed with ${wanted}, which is not at hand.`};
	}
	const signer = candidates.find(({key}) => equals(computeSignature(token.rawResource, token.rawExpiry, key), token.signature));
	if (signer !== undefined) return {check: 'signature', verdict: 'pass', text: `Signed with the ${signer.name}.`};
	const other = keys.find(({key}) => equals(computeSignature(token.rawResource, token.rawExpiry, key), token.signature));
	if (other !== undefined) {
		const said = token.policyName === undefined ? 'no policy (skn)' : `policy ${token.policyName}`;
		return {check: 'signature', verdict: 'fail', text: `Signed with the ${other.name}, but the token names ${said}.`};
	}
	return {
		check: 'signature',
		verdict: 'fail',
		text: `Not signed with the ${candidates.map(({name}) => name).join(' nor the ')}: another key, or fields changed afterwards.`,
	};
}

/** Whether the resource is the target or a segment prefix of it: `/a/b` covers `/a/b/c`, not `/a/bc`. The host has no case, ids have. */
export function coversTarget(resource: string, target: SasTarget): boolean {
	const [host = '', ...path] = resource.split('/');
	const [wantedHost = '', ...wanted] = resourceOf(target).split('/');
	return host.toLowerCase().replace(/:\d+$/, '') === wantedHost && path.length <= wanted.length && path.every((segment, index) => segment === wanted[index]);
}

function checkScope(token: SasToken, target: SasTarget | undefined): SasFinding {
	if (target === undefined) return {check: 'scope', verdict: 'skip', text: `It is for ${token.resource}; nothing was given to compare that with.`};
	const wanted = resourceOf(target);
	if (coversTarget(token.resource, target)) return {check: 'scope', verdict: 'pass', text: `Its resource ${token.resource} covers ${wanted}.`};
	const hint = token.resource.toLowerCase() === wanted.toLowerCase() ? ' Only the case differs, and ids are case-sensitive.' : '';
	return {check: 'scope', verdict: 'fail', text: `Its resource ${token.resource} does not cover ${wanted}.${hint}`};
}

function describeSpan(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	if (minutes < 120) return `${minutes} min`;
	return ms < 2 * dayMs ? `${Math.round(minutes / 60)} h` : `${Math.round(ms / dayMs)} days`;
}

function checkExpiry(token: SasToken, now: number): SasFinding {
	const left = token.expiresAt - now;
	const until = Number.isNaN(new Date(token.expiresAt).getTime()) ? token.rawExpiry : new Date(token.expiresAt).toISOString();
	if (left <= 0) {
		const mayBeClock = -left < clockToleranceMs ? ' The clock that made it may be behind.' : '';
		return {check: 'expiry', verdict: 'fail', text: `Expired ${describeSpan(-left)} ago, at ${until}.${mayBeClock}`};
	}
	if (left > 366 * dayMs)
		return {
			check: 'expiry',
			verdict: 'warn',
			text: `Good until ${until}, over a year: a leaked token stays good as long. A value in milliseconds instead of seconds does this, too.`,
		};
	if (left < clockToleranceMs)
		return {
			check: 'expiry',
			verdict: 'warn',
			text: `Good for ${describeSpan(left)} more, until ${until}: a clock that is off by less than that makes it fail.`,
		};
	return {check: 'expiry', verdict: 'pass', text: `Good for ${describeSpan(left)} more, until ${until}.`};
}

/** What a hub would say of the token, one finding per question; nothing is sent anywhere. */
export function verifySas(
	token: SasToken,
	against: {readonly keys: readonly NamedKey[]; readonly target?: SasTarget; readonly now: number},
): readonly SasFinding[] {
	return [checkSignature(token, against.keys), checkScope(token, against.target), checkExpiry(token, against.now)];
}
