import {describe, expect, test} from 'vitest';
import {judgeClock} from '../../source/diagnosis/checks/clock.js';
import {judgeHub} from '../../source/diagnosis/checks/hub-sign-in.js';
import {judgeName} from '../../source/diagnosis/checks/name.js';
import {judgePort} from '../../source/diagnosis/checks/ports.js';
import {judgeProtocol} from '../../source/diagnosis/checks/protocols.js';
import {judgeQuota} from '../../source/diagnosis/checks/quota.js';
import {judgeTls} from '../../source/diagnosis/checks/tls.js';
import {HubError, type HubErrorKind} from '../../source/errors.js';

const now = Date.UTC(2026, 10, 22);
const dayMs = 86_400_000;
const fault = (code: string) => ({code, message: 'it failed'});
const refusal = (kind: HubErrorKind, code?: number) => new HubError(kind, 'The hub refused.', {hint: 'Do something.', ...(code === undefined ? {} : {code})});

test('a name passes with its addresses and fails with the words of the name service', () => {
	expect(judgeName({hostName: 'h', answer: {addresses: ['10.0.0.1', '::1']}})).toEqual({verdict: 'pass', evidence: 'h is 10.0.0.1, ::1'});
	expect(judgeName({hostName: 'h', answer: {addresses: [], fault: fault('ENOTFOUND')}})).toMatchObject({verdict: 'fail', reason: 'name-not-resolving'});
});

test.for([
	['mqtts', 'mqtt-port-blocked'],
	['amqps', 'amqp-port-blocked'],
	['https', 'https-port-blocked'],
] as const)('a closed port %s is a blocked port, whatever the socket said', ([name, reason]) => {
	for (const code of ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', 'EUNKNOWN']) {
		expect(judgePort({name, answer: {port: 1, fault: fault(code)}})).toMatchObject({verdict: 'fail', reason, evidence: expect.stringContaining(code)});
	}
	expect(judgePort({name, answer: {port: 1, fault: fault('ECONNREFUSED')}}).nextStep).toMatch(/a local hub must be running\. Open /);
	const titles = ['ECONNREFUSED', 'ETIMEDOUT', 'ECONNRESET', 'EHOSTUNREACH'].map(code => judgePort({name, answer: {port: 1, fault: fault(code)}}).title);
	expect(titles).toEqual([
		expect.stringMatching(/refused$/),
		expect.stringMatching(/does not answer$/),
		expect.stringMatching(/are reset$/),
		expect.stringMatching(/no way/),
	]);
	expect(judgePort({name, answer: {port: 1, address: '::1'}})).toEqual({verdict: 'pass', evidence: 'TCP 1 is open at ::1'});
});

test.for([
	['CERT_HAS_EXPIRED', 'certificate-expired'],
	['CERT_NOT_YET_VALID', 'certificate-not-yet-valid'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate-other-name'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'ca-unknown'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ca-unknown'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-spoken'],
	['ECONNRESET', 'tls-reset'],
	['ETIMEDOUT', 'port-silent'],
] as const)('TLS that fails with %s means %s', ([code, reason]) => {
	expect(judgeTls({now, answer: {port: 8883, fault: fault(code)}})).toMatchObject({verdict: 'fail', reason, evidence: expect.stringContaining('8883')});
});

test('a certificate warns in its last week', () => {
	const answer = (days: number) => ({port: 443, version: 'TLSv1.3', cipher: 'X', subject: 'h', issuers: ['A', 'Root'], validTo: now + days * dayMs});
	expect(judgeTls({now, answer: answer(30)})).toMatchObject({verdict: 'pass', evidence: expect.stringContaining('signed by A < Root')});
	expect(judgeTls({now, answer: answer(6)})).toMatchObject({verdict: 'warn', reason: 'certificate-expiring'});
});

test('a refusal in the words of a protocol is an answer, silence and other words are none', () => {
	expect(judgeProtocol({type: 'answered', words: 'CONNACK 5'}).verdict).toBe('pass');
	expect(judgeProtocol({type: 'no-upgrade', words: '403'})).toMatchObject({verdict: 'warn', reason: 'websocket-refused'});
	expect(judgeProtocol({type: 'silent', words: ''})).toMatchObject({verdict: 'fail', reason: 'hub-no-answer'});
	expect(judgeProtocol({type: 'failed', words: 'HTTP'})).toMatchObject({verdict: 'fail', reason: 'protocol-not-spoken'});
});

test.for([
	[0, 'pass'],
	[59_000, 'pass'],
	[-59_000, 'pass'],
	[90_000, 'warn'],
	[-299_000, 'warn'],
	[301_000, 'fail'],
	[-7_200_000, 'fail'],
] as const)('a clock that is %d ms ahead is a %s', ([offset, verdict]) => {
	// The header has whole seconds, so half of one is added.
	expect(judgeClock({hubAt: now, localAt: now + 500 + offset, roundTripMs: 0}).verdict).toBe(verdict);
});

test('without a Date header nothing is said about clocks', () => {
	expect(judgeClock(undefined).verdict).toBe('skip');
});

describe('what the policy may do', () => {
	const good = {value: '{}'};
	const refused = {error: refusal('unauthorized', 401002)};
	test.for([
		[good, good, 'pass', undefined],
		[refused, good, 'warn', 'policy-lacks-registry-read'],
		[good, refused, 'warn', 'policy-lacks-service-connect'],
		[refused, refused, 'fail', 'hub-refused'],
		[{error: refusal('throttled', 429001)}, good, 'fail', 'hub-throttled'],
		[refused, {error: refusal('quota', 403002)}, 'fail', 'hub-quota'],
		[{error: refusal('unexpected', 500001)}, refused, 'fail', 'hub-unavailable'],
		[{error: refusal('unreachable', 503001)}, good, 'fail', 'hub-unavailable'],
		[{error: refusal('timeout')}, good, 'fail', 'hub-no-answer'],
		[{error: refusal('unauthorized', 403001)}, good, 'warn', 'policy-lacks-registry-read'],
	] as const)('registry and service side say %o and %o: %s %s', ([registry, service, verdict, reason]) => {
		expect(judgeHub({answer: {registry, service}, policyName: 'p'})).toMatchObject({verdict, ...(reason === undefined ? {} : {reason})});
	});
});

test('a refusal for quota or rate anywhere in the run is found', () => {
	const answers = {answeredCount: 9, meteredCount: 2};
	expect(judgeQuota({refusals: [refusal('not-found', 404001)], ...answers}).verdict).toBe('pass');
	expect(judgeQuota({refusals: [refusal('not-found', 404001), refusal('quota', 403002)], ...answers})).toMatchObject({verdict: 'fail', reason: 'hub-quota'});
	expect(judgeQuota({refusals: [refusal('throttled', 429001)], ...answers})).toMatchObject({verdict: 'fail', reason: 'hub-throttled'});
});

test.for([
	[0, 0, 'skip', /nothing is known of quota and rate/],
	[3, 0, 'skip', /none of them counts towards the quota/],
	[9, 1, 'pass', /9 requests answered, 1 of which counts towards the daily quota/],
] as const)('of the quota is said what %d answers, %d of them metered, tell, and where the rest is', ([answeredCount, meteredCount, verdict, words]) => {
	const judgement = judgeQuota({refusals: [], answeredCount, meteredCount});
	expect(judgement.verdict).toBe(verdict);
	expect(judgement.evidence).toMatch(words);
	expect(judgement.evidence).toContain('only the management side');
});
