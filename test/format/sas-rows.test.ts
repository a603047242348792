import {describe, expect, test} from 'vitest';
import {findingRows, inspectedRows, tokenRows} from '../../source/format/sas-rows.js';
import {createSas, parseSas} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';
import {keyOf} from '../helpers/management.js';
import {textsOf} from '../helpers/rows.js';

const hostName = 'contoso.azure-devices.net';
const key = new Secret(keyOf(1));
const expiresAt = Date.UTC(2026, 10, 22, 12);
const device = createSas({hostName, deviceId: 'press-01'}, key, expiresAt);

describe('a token', () => {
	test.each([
		[createSas({hostName}, key, expiresAt, 'service'), 'for the whole hub', 'service'],
		[device, 'for a device', "none: signed with the device's own key"],
		[createSas({hostName, deviceId: 'a', moduleId: 'b'}, key, expiresAt, 'iothubowner'), 'for a module', 'iothubowner'],
		[createSas({hostName, deviceId: 'a'}, key, expiresAt).replace(/devices%2Fa/, 'messages%2Fevents'), 'for an endpoint of the hub', 'none'],
	])('says what it is for and who signed it', (text, kind, signer) => {
		const rows = textsOf(tokenRows(parseSas(text), 100)).join('\n');
		expect(rows).toContain(kind);
		expect(rows).toMatch(new RegExp(`policy \\(skn\\) +${signer}`));
		expect(rows).toContain('2026-11-22T12:00:00.000Z (1795348800)');
		expect(rows).toMatch(/signature \(sig\) 32 bytes$/m);
	});

	test('never shows its signature, only how long it is', () => {
		const {signature} = parseSas(device);
		const token = {token: new Secret(device), isOwn: false, findings: []};
		const text = textsOf(inspectedRows(token, {until: 10_000}, 100, 0)).join('');
		expect(text).not.toContain(signature.slice(0, 8));
		const short = device.replace(/sig=[^&]*/, 'sig=AAAA');
		expect(textsOf(tokenRows(parseSas(short), 100)).join('\n')).toContain('3 bytes, and it must be 32');
	});

	test('that was made here is shown whole while it is revealed', () => {
		const token = {token: new Secret(device), isOwn: true, findings: []};
		expect(textsOf(inspectedRows(token, {until: 10_000}, 60, 0)).join('')).toContain(device);
		expect(textsOf(inspectedRows(token, undefined, 60, 0)).join('')).not.toContain('sig=');
	});
});

test('findings stand one below the other, wrapped under themselves', () => {
	const text = 'Its resource contoso.azure-devices.net/devices/a does not cover contoso.azure-devices.net/devices/b.';
	const rows = textsOf(
		findingRows(
			[
				{check: 'signature', verdict: 'skip', text: 'No key.'},
				{check: 'scope', verdict: 'fail', text},
			],
			60,
		),
	);
	expect(rows[0]).toBe('○ SKIP signature No key.');
	expect(rows[1]).toMatch(/^✕ FAIL scope {5}Its resource/);
	expect(rows.slice(2).every(row => row.startsWith(' '.repeat(17)))).toBe(true);
	expect(rows.every(row => row.length <= 60)).toBe(true);
});
