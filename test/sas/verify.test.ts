import {expect, test} from 'vitest';
import {createSas, parseSas, type SasTarget} from '../../source/sas/token.js';
import {coversTarget, verifySas} from '../../source/sas/verify.js';
import {Secret} from '../../source/secret.js';

const now = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;
const target: SasTarget = {hostName: 'h.azure-devices.net', deviceId: 'pump-7'};
const secretOf = (text: string) => new Secret(Buffer.from(text.padEnd(32, '.')).toString('base64'));
const keys = [
	{name: 'primary key', key: secretOf('one')},
	{name: 'secondary key', key: secretOf('two')},
	{name: 'key of policy service', key: secretOf('three'), policyName: 'service'},
];
const verdictsOf = (token: string, against: Partial<Parameters<typeof verifySas>[1]> = {}) =>
	Object.fromEntries(verifySas(parseSas(token), {keys, target, now, ...against}).map(({check, verdict, text}) => [check, `${verdict}: ${text}`]));

test('a good token passes everything and says which key signed it', () => {
	expect(verdictsOf(createSas(target, secretOf('two'), now + hour))).toEqual({
		signature: 'pass: Signed with the secondary key.',
		scope: 'pass: Its resource h.azure-devices.net/devices/pump-7 covers h.azure-devices.net/devices/pump-7.',
		expiry: 'pass: Good for 60 min more, until 2026-11-22T13:00:00.000Z.',
	});
});

test('a token signed with an old key fails by its signature alone', () => {
	expect(verdictsOf(createSas(target, secretOf('old'), now + hour))).toMatchObject({
		signature: expect.stringMatching(/^fail: Not signed with the primary key nor the secondary key/),
		scope: expect.stringMatching(/^pass/),
		expiry: expect.stringMatching(/^pass/),
	});
});

test('an expired token says for how long', () => {
	expect(verdictsOf(createSas(target, secretOf('one'), now - 3 * hour)).expiry).toMatch(/^fail: Expired 3 h ago, at 2026-11-22T09/);
	expect(verdictsOf(createSas(target, secretOf('one'), now - 60_000)).expiry).toMatch(/clock that made it may be behind/);
});

test("a token of a policy is checked against that policy's key", () => {
	expect(verdictsOf(createSas(target, secretOf('three'), now + hour, 'service')).signature).toBe('pass: Signed with the key of policy service.');
	expect(verdictsOf(createSas(target, secretOf('one'), now + hour, 'service')).signature).toMatch(
		/^fail: Signed with the primary key, but the token names policy service/,
	);
	expect(verdictsOf(createSas(target, secretOf('three'), now + hour)).signature).toMatch(
		/^fail: Signed with the key of policy service, but the token names no policy/,
	);
	expect(verdictsOf(createSas(target, secretOf('three'), now + hour, 'other')).signature).toMatch(/^skip: .*policy other, which is not at hand/);
});

test('a token for another device, or for the same id in another case, fails by its scope', () => {
	expect(verdictsOf(createSas({...target, deviceId: 'pump-8'}, secretOf('one'), now + hour)).scope).toMatch(/^fail: .*pump-8 does not cover/);
	expect(verdictsOf(createSas({...target, deviceId: 'Pump-7'}, secretOf('one'), now + hour)).scope).toMatch(/Only the case differs/);
});

test('a token that lives too long or hardly any more is warned about', () => {
	expect(verdictsOf(createSas(target, secretOf('one'), now * 1000)).expiry).toMatch(/^warn: .*milliseconds instead of seconds/);
	expect(verdictsOf(createSas(target, secretOf('one'), now + 60_000)).expiry).toMatch(/^warn: Good for 1 min more/);
});

test.each([
	['the hub itself', 'h.azure-devices.net', true],
	['all devices', 'H.azure-devices.net/devices', true],
	['the device', 'h.azure-devices.net/devices/pump-7', true],
	['a prefix that is no whole segment', 'h.azure-devices.net/devices/pump', false],
	['a module of it', 'h.azure-devices.net/devices/pump-7/modules/m', false],
	['another hub', 'x.azure-devices.net/devices/pump-7', false],
	['the same hub with a port', 'h.azure-devices.net:8443/devices/pump-7', true],
])('a resource of %s covers the device or not, by whole segments', (_, resource, covers) => {
	expect(coversTarget(resource, target)).toBe(covers);
});
