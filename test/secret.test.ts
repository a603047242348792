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

test.each([
	'The device press-01 is not registered.\n    at read (hub/twin.js:10:3)',
	'A device connection string has exactly one of SharedAccessKey, SharedAccessSignature and x509=true.',
	'It looks like HostName=my-hub.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=…',
	'A token looks like SharedAccessSignature sr=my-hub.azure-devices.net%2Fdevices%2Fmy-device&sig=…&se=1795374949',
])('what holds no secret stays as it is: %s', text => {
	expect(hideSecrets(text)).toBe(text);
});
