import {describe, expect, test} from 'vitest';
import {keyOfLine, keyRows} from '../../source/format/key-rows.js';
import type {DeviceIdentity} from '../../source/hub/management-types.js';
import {Secret} from '../../source/secret.js';
import {type KeyLine, keyLines} from '../../source/ui-state/management.js';
import {identityOf, keyOf} from '../helpers/management.js';
import {textsOf} from '../helpers/rows.js';

const connectionOf = (key: {reveal(): string}) => new Secret(`HostName=contoso.azure-devices.net;DeviceId=press-01;SharedAccessKey=${key.reveal()}`);

const draw = (identity: DeviceIdentity, what?: KeyLine, now = 0) => {
	const state = {keyLine: what ?? ('primary' as const), reveal: what && {what, until: 10_000}};
	return textsOf(keyRows({identity, state, connectionOf}, 100, now, 0)).join('\n');
};

describe('the keys of a device', () => {
	test('stand masked, with a fingerprint each and in the connection strings', () => {
		const text = draw(identityOf('press-01'));
		expect(text).toMatch(/› primary key +\*{12} {2}SHA-256 [0-9a-f]{8}/);
		expect(text).toMatch(/ {2}secondary key +\*{12} {2}SHA-256 [0-9a-f]{8}/);
		expect(text.match(/HostName=contoso\.azure-devices\.net;DeviceId=press-01;SharedAccessKey=\*{12}$/gm)).toHaveLength(2);
		expect(text).not.toContain(keyOf(1).slice(0, 8));
		expect(text).not.toContain(keyOf(2).slice(0, 8));
	});

	test.each(keyLines)('show %s and nothing else when it is asked for', line => {
		const secrets: Readonly<Record<KeyLine, string>> = {
			primary: keyOf(1),
			secondary: keyOf(2),
			primaryConnection: connectionOf(new Secret(keyOf(1))).reveal(),
			secondaryConnection: connectionOf(new Secret(keyOf(2))).reveal(),
		};
		const text = draw(identityOf('press-01'), line);
		expect(text.replaceAll('\n', '')).toContain(secrets[line]);
		expect(text).not.toContain(keyOfLine(line) === 'primary' ? keyOf(2) : keyOf(1));
		expect(text).toContain('Readable for 10 s more');
		expect(draw(identityOf('press-01'), line, 10_000).replaceAll('\n', '')).not.toContain(secrets[line]);
	});

	test('keep a connection string whole when the device is on other ports', () => {
		const gateway = (key: {reveal(): string}) => new Secret(`HostName=localhost;DeviceId=a;SharedAccessKey=${key.reveal()};GatewayHostName=localhost:8884`);
		const rows = keyRows({identity: identityOf('a'), state: {keyLine: 'primary', reveal: undefined}, connectionOf: gateway}, 120, 0, 0);
		expect(textsOf(rows).join('\n')).toContain('SharedAccessKey=************;GatewayHostName=localhost:8884');
	});
});

describe('a device without keys', () => {
	const {keys: _, ...withoutKeys} = identityOf('press-01');

	test('shows its thumbprints', () => {
		const thumbprints = {primary: 'A'.repeat(40), secondary: ''};
		const text = draw({...withoutKeys, authentication: 'selfSigned', thumbprints});
		expect(text).toContain('an X.509 certificate, by its thumbprint');
		expect(text).toMatch(new RegExp(`thumbprint +${'A'.repeat(40)}\nsecond one +none`));
	});

	test('shows why it is disabled, harmless', () => {
		const text = draw({...withoutKeys, authentication: 'certificateAuthority', isEnabled: false, statusReason: 'stolen\u001b[2J'});
		expect(text).toContain('disabled  stolen\\x1b[2J');
	});
});
