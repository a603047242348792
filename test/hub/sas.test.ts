import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import type {SasScope, SasSigner} from '../../source/hub/management-types.js';
import {parseSas} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';
import {createManagedHub, identityOf} from '../helpers/management.js';

const {hub} = createManagedHub([identityOf('press-01')]);
const verdictsOf = async (token: {reveal(): string}, scope: SasScope) =>
	Object.fromEntries((await hub.sas.verify(token, scope)).map(({check, verdict, text}) => [check, `${verdict}: ${text}`]));

describe('a token made with a key of the hub', () => {
	test.each<[SasScope, SasSigner, string]>([
		[{}, 'policy', 'key of policy iothubowner'],
		[{deviceId: 'press-01'}, 'policy', 'key of policy iothubowner'],
		[{deviceId: 'press-01', moduleId: 'gauge'}, 'policy', 'key of policy iothubowner'],
		[{deviceId: 'press-01'}, 'primary', 'primary key of press-01'],
		[{deviceId: 'press-01'}, 'secondary', 'secondary key of press-01'],
	])('for %j with %s passes its own check', async (scope, signer, name) => {
		const token = await hub.sas.sign(scope, 3600, signer);
		expect(parseSas(token.reveal()).expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
		expect(await verdictsOf(token, scope)).toEqual({
			signature: `pass: Signed with the ${name}.`,
			scope: expect.stringMatching(/^pass/),
			expiry: expect.stringMatching(/^pass/),
		});
	});

	test.each<[SasScope, string]>([
		[{}, "A device's key cannot sign for the whole hub."],
		[{deviceId: 'press-01', moduleId: 'gauge'}, "A device's key cannot sign for a module, which has keys of its own."],
	])('is refused for %j with the key of a device', async (scope, message) => {
		await expect(hub.sas.sign(scope, 60, 'primary')).rejects.toMatchObject({kind: 'invalid', message});
	});

	test('is refused with the key of a device that has none', async () => {
		const {keys: _, ...withoutKeys} = identityOf('cam-02');
		const other = createManagedHub([{...withoutKeys, authentication: 'certificateAuthority'}]);
		await expect(other.hub.sas.sign({deviceId: 'cam-02'}, 60, 'primary')).rejects.toThrow('does not sign in with keys');
	});
});

describe('a pasted token', () => {
	test('for another device fails by its scope and its signature', async () => {
		const other = createManagedHub([identityOf('pump-17', {keys: {primary: new Secret('AAAA'), secondary: new Secret('BBBB')}})]);
		const token = await other.hub.sas.sign({deviceId: 'pump-17'}, 60, 'primary');
		expect(await verdictsOf(token, {deviceId: 'press-01'})).toMatchObject({
			signature: expect.stringMatching(/^fail: Not signed with the primary key of press-01 nor the secondary key of press-01/),
			scope: expect.stringMatching(/^fail: .*does not cover/),
		});
	});

	test('that an old key signed fails after the key was changed', async () => {
		const managed = createManagedHub([identityOf('press-01')]);
		const token = await managed.hub.sas.sign({deviceId: 'press-01'}, 3600, 'primary');
		await managed.hub.writer?.changeKeys('press-01', {type: 'regenerate', which: 'primary'});
		const [signature] = await managed.hub.sas.verify(token, {deviceId: 'press-01'});
		expect(signature?.verdict).toBe('fail');
	});

	test('is checked as far as it can be where the keys of the device cannot be read', async () => {
		const unread = createManagedHub([]);
		unread.identityOf('press-01').set({status: 'failed', error: new HubError('unauthorized', 'No registry read.', {hint: ''})});
		const token = await hub.sas.sign({deviceId: 'press-01'}, 3600, 'primary');
		const [signature, scope] = await unread.hub.sas.verify(token, {deviceId: 'press-01'});
		expect([signature?.verdict, scope?.verdict]).toEqual(['skip', 'pass']);
	});

	test('that is none is told apart without its text', async () => {
		await expect(hub.sas.verify(new Secret('hunter2'), {})).rejects.toThrow(/^This is not a shared access signature\.$/);
	});
});
