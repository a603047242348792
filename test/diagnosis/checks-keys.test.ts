import {expect, test} from 'vitest';
import {judgeCredential} from '../../source/diagnosis/checks/credential.js';
import {judgeDeviceSignIn} from '../../source/diagnosis/checks/device-sign-in.js';
import {judgeEnabled} from '../../source/diagnosis/checks/enabled.js';
import {judgeIdentity} from '../../source/diagnosis/checks/identity.js';
import {judgeCredentialKey} from '../../source/diagnosis/checks/key.js';
import {judgeToken} from '../../source/diagnosis/checks/token.js';
import type {KnownIdentity} from '../../source/diagnosis/probes/types.js';
import {HubError} from '../../source/errors.js';
import {createSas} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';

const now = Date.UTC(2026, 10, 22);
const hourMs = 3_600_000;
const primary = Buffer.alloc(32, 1).toString('base64');
const secondary = Buffer.alloc(32, 2).toString('base64');
const other = Buffer.alloc(32, 3).toString('base64');

const identity: KnownIdentity = {
	deviceId: 'd1',
	isEnabled: true,
	statusReason: '',
	authentication: 'sas',
	keys: {primary: new Secret(primary), secondary: new Secret(secondary)},
	isConnected: true,
	connectionStateUpdatedAt: now,
	lastActivityAt: now,
	c2dMessageCount: 0,
	isFromTwin: false,
};
const notFound = {error: new HubError('not-found', 'The device is not registered.', {hint: '', code: 404001})};

test('an id that differs in case only is told from one that is missing', () => {
	expect(judgeIdentity({deviceId: 'd1', outcome: {value: identity}, similarIds: []}).verdict).toBe('pass');
	expect(judgeIdentity({deviceId: 'D1', outcome: notFound, similarIds: ['d1']})).toMatchObject({
		reason: 'device-id-case',
		nextStep: expect.stringContaining('d1'),
	});
	expect(judgeIdentity({deviceId: 'D1', outcome: notFound, similarIds: []})).toMatchObject({reason: 'device-not-found'});
});

test('a disabled identity fails with the reason that was left', () => {
	expect(judgeEnabled({value: identity}).verdict).toBe('pass');
	expect(judgeEnabled({value: {...identity, isEnabled: false, statusReason: 'stolen'}})).toMatchObject({
		verdict: 'fail',
		reason: 'device-disabled',
		evidence: expect.stringContaining('stolen'),
	});
});

test.for([
	['h', 'd1', 'pass', undefined],
	['H', 'd1', 'pass', undefined],
	['other', 'd1', 'fail', 'credential-other-hub'],
	['h', 'D1', 'fail', 'device-id-case'],
	['h', 'd2', 'fail', 'credential-other-device'],
] as const)('a credential for %s and %s: %s %s', ([hostName, deviceId, verdict, reason]) => {
	const judgement = judgeCredential({credential: {hostName, deviceId}, hostName: 'h', deviceId: 'd1'});
	expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason]);
});

test.for([
	[primary, identity, 'pass', undefined],
	[secondary, identity, 'pass', undefined],
	[other, identity, 'fail', 'key-mismatch'],
	[primary.slice(0, 20), identity, 'fail', 'key-not-base64'],
	['not base64 at all!', identity, 'fail', 'key-not-base64'],
	[primary, {...identity, authentication: 'selfSigned'}, 'fail', 'authentication-type'],
	[primary, {...identity, authentication: 'none'}, 'fail', 'authentication-type'],
	[primary, {...identity, keys: undefined, isFromTwin: true}, 'skip', undefined],
] as const)('the key %s is judged', ([key, value, verdict, reason]) => {
	const judgement = judgeCredentialKey({proof: {type: 'key', key: new Secret(key)}, outcome: {value}});
	expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason]);
	for (const secret of [primary, secondary, other]) expect(JSON.stringify(judgement)).not.toContain(secret.slice(0, 12));
});

test('a device with a certificate is judged by what its identity wants', () => {
	expect(judgeCredentialKey({proof: {type: 'x509'}, outcome: {value: identity}}).reason).toBe('authentication-type');
	expect(judgeCredentialKey({proof: {type: 'x509'}, outcome: {value: {...identity, authentication: 'certificateAuthority'}}}).verdict).toBe('pass');
	expect(judgeCredentialKey({proof: {type: 'token', token: new Secret('x')}, outcome: {value: identity}}).verdict).toBe('skip');
});

test('only a key of a device that was active before is said to have been regenerated', () => {
	const judge = (lastActivityAt: number) => judgeCredentialKey({proof: {type: 'key', key: new Secret(other)}, outcome: {value: {...identity, lastActivityAt}}});
	expect(judge(now).cause).toContain('regenerated');
	expect(judge(0).cause).toBeUndefined();
});

const keys = [
	{name: 'primary key', key: new Secret(primary)},
	{name: 'key of policy service', key: new Secret(other), policyName: 'service'},
];
const sign = (deviceId: string, key: string, expiresAt = now + hourMs, policyName?: string) =>
	createSas({hostName: 'h', deviceId}, new Secret(key), expiresAt, policyName);

test.for([
	['good', sign('d1', primary), 'pass', undefined],
	['out', sign('d1', primary, now - 1000), 'fail', 'token-expired'],
	['out and signed with a wrong key', sign('d1', other, now - 1000), 'fail', 'token-signature'],
	['for another device', sign('d2', primary), 'fail', 'token-scope'],
	['for a device whose name begins alike', sign('d', primary), 'fail', 'token-scope'],
	['for another device and signed with its key', sign('d2', other), 'fail', 'token-scope'],
	['of a policy without device connect', sign('d1', other, now + hourMs, 'service'), 'fail', 'token-policy'],
	['of a policy whose key is not at hand', sign('d1', other, now + hourMs, 'device'), 'pass', undefined],
	['no token', 'sr=h', 'fail', 'token-malformed'],
] as const)('a token that is %s', ([, token, verdict, reason]) => {
	const judgement = judgeToken({token, keys, target: {hostName: 'h', deviceId: 'd1'}, now});
	expect([judgement.verdict, judgement.reason], judgement.evidence).toEqual([verdict, reason]);
});

test.for([
	['accepted', false, 'pass', undefined],
	['refused', true, 'fail', 'device-sign-in-refused'],
	['dropped', true, 'pass', undefined],
	['dropped', false, 'fail', 'device-sign-in-dropped'],
	['failed', false, 'fail', 'protocol-not-spoken'],
] as const)('a sign-in that is %s, the device connected before: %s', ([type, wasConnected, verdict, reason]) => {
	const judgement = judgeDeviceSignIn({answer: {type, words: 'w'}, source: 's', wasConnected});
	expect([judgement.verdict, judgement.reason]).toEqual([verdict, reason]);
});
