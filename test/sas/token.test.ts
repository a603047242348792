import {expect, test} from 'vitest';
import {createSas, parseSas, resourceOf} from '../../source/sas/token.js';
import {Secret} from '../../source/secret.js';

const key = new Secret(Buffer.from('0123456789abcdef0123456789abcdef').toString('base64'));

test('a token for a device names its resource, its expiry and nothing else', () => {
	const token = createSas({hostName: 'My-Hub.azure-devices.net', deviceId: 'Pump 7#a'}, key, 1_795_374_949_900);
	expect(token).toMatch(/^SharedAccessSignature sr=my-hub\.azure-devices\.net%2Fdevices%2FPump%207%23a&sig=[^&]+&se=1795374949$/);
	expect(parseSas(token)).toMatchObject({resource: 'my-hub.azure-devices.net/devices/Pump 7#a', expiresAt: 1_795_374_949_000});
});

test('a token of a policy names the policy', () => {
	const fields = parseSas(createSas({hostName: 'h'}, key, 1000, 'iothubowner'));
	expect(fields).toMatchObject({resource: 'h', policyName: 'iothubowner'});
});

test('a module is part of the resource', () => {
	expect(resourceOf({hostName: 'h', deviceId: 'd', moduleId: 'm'})).toBe('h/devices/d/modules/m');
});

test('the order of the fields does not matter', () => {
	const token = parseSas('SharedAccessSignature se=1&skn=service&sig=QUJD%3D&sr=h%2fdevices%2fd');
	expect(token).toEqual({rawResource: 'h%2fdevices%2fd', resource: 'h/devices/d', signature: 'QUJD=', rawExpiry: '1', expiresAt: 1000, policyName: 'service'});
});

test.each([
	['nothing', '', /not a shared access signature/],
	['a connection string', 'HostName=h;SharedAccessKey=QUJD', /not a shared access signature/],
	['no signature', 'SharedAccessSignature sr=h&se=1', /lacks sig/],
	['no expiry and no resource', 'SharedAccessSignature sig=QUJD', /lacks sr \(the resource\) and se/],
	['an expiry in words', 'SharedAccessSignature sr=h&sig=QUJD&se=tomorrow', /not a whole number/],
	['a field twice', 'SharedAccessSignature sr=h&sr=h&sig=QUJD&se=1', /twice/],
	['a broken encoding', 'SharedAccessSignature sr=%zz&sig=QUJD&se=1', /sr of the token is not percent-encoded/],
	['a part without a name', 'SharedAccessSignature sr=h&sig=QUJD&se=1&', /form name=value/],
])('a token with %s is refused in a sentence without its signature', (_, text, message) => {
	expect(() => parseSas(text)).toThrow(message);
	expect(() => parseSas(text)).not.toThrow(/QUJD/);
});
