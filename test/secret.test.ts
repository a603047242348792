import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {hideSecrets, Secret} from '../source/secret.js';

const key = `${'Ab1+/'.repeat(9)}=`;

test('a secret prints as none, and only asking for it gives its text', () => {
	const secret = new Secret(key);
	for (const printed of [String(secret), `${secret}`, JSON.stringify({secret}), inspect({secret})]) {
		expect(printed).toContain('[secret]');
		expect(printed).not.toContain(key);
	}
	expect(secret.reveal()).toBe(key);
});

test.each([
	`HostName=hub.example;SharedAccessKeyName=owner;SharedAccessKey=${key}`,
	`SharedAccessSignature sr=hub.example&sig=${encodeURIComponent(key)}&se=1`,
	`Authorization: Bearer ${key}`,
	`{"primaryKey":"${key}","secondaryKey":"${key}"}`,
	`password=${key}`,
	`the key ${key} was refused`,
])('no key is left of %s', text => {
	const hidden = hideSecrets(text);
	expect(hidden).toContain('[secret]');
	expect(hidden).not.toContain(key.slice(0, 20));
	expect(hidden).not.toContain(encodeURIComponent(key).slice(0, 20));
});

test('what holds no secret stays as it is', () => {
	const text = 'The device press-01 is not registered.\n    at read (hub/twin.js:10:3)';
	expect(hideSecrets(text)).toBe(text);
});
