import {expect, test} from 'vitest';
import {chooseCredential} from '../../source/diagnosis/choose-credential.js';
import {readsOnly} from '../../source/diagnosis/types.js';
import {UsageError} from '../../source/errors.js';
import {readConsoleOptions} from '../../source/options.js';
import {Secret} from '../../source/secret.js';

const key = 'c2VjcmV0LXNlY3JldC1zZWNyZXQ=';
const credentialOf = (deviceId: string, hostName = 'hub.example') => new Secret(`HostName=${hostName};DeviceId=${deviceId};SharedAccessKey=${key}`);
const request = {deviceId: 'press-01', permissions: readsOnly};

test('the credential of the environment is taken for its own device, and the report says where it came from', () => {
	const {credential, source, unusedBecause} = chooseCredential(request, {ambient: credentialOf('press-01', 'HUB.example')}, 'hub.example');
	expect({deviceId: credential?.deviceId, source, unusedBecause}).toEqual({deviceId: 'press-01', source: ', from IOTHUB_DEVICE_CONNECTION_STRING'});
});

test.for<[name: string, given: Secret, words: RegExp]>([
	['another device', credentialOf('press-02'), /is for press-02 at hub\.example, not for this device, and is not used\.$/],
	['a device whose id differs in capital letters', credentialOf('Press-01'), /is for Press-01 at hub\.example/],
	['a device of another hub', credentialOf('press-01', 'other.example'), /is for press-01 at other\.example/],
	['nobody', new Secret(`nonsense ${key}`), /^IOTHUB_DEVICE_CONNECTION_STRING is not used: The device connection string has no HostName\.$/],
])('one for %s is not used, and the reason is told without the key', ([, given, words]) => {
	const {credential, unusedBecause} = chooseCredential(request, {ambient: given}, 'hub.example');
	expect(credential).toBeUndefined();
	expect(unusedBecause).toMatch(words);
	expect(unusedBecause).not.toContain(key);
});

test('one that was pasted goes first, whosever it is', () => {
	const {credential, source} = chooseCredential({...request, credential: credentialOf('press-02')}, {ambient: credentialOf('press-01')}, 'hub.example');
	expect({deviceId: credential?.deviceId, source}).toEqual({deviceId: 'press-02', source: ''});
	expect(() => chooseCredential({...request, credential: new Secret('nonsense')}, {ambient: credentialOf('press-01')}, 'hub.example')).toThrow(UsageError);
});

test('what the program of a device signs in with goes before the environment, and after what was pasted', () => {
	const found = {program: credentialOf('press-01-deleted'), ambient: credentialOf('press-01')};
	const {credential, source} = chooseCredential(request, found, 'hub.example');
	expect({deviceId: credential?.deviceId, source}).toEqual({deviceId: 'press-01-deleted', source: ', of its program here'});
	expect(chooseCredential({...request, credential: credentialOf('press-02')}, found, 'hub.example').credential?.deviceId).toBe('press-02');
});

test('the console takes it from the environment', () => {
	expect(readConsoleOptions({}, {IOTHUB_DEVICE_CONNECTION_STRING: 'HostName=h'}).deviceConnectionString).toBe('HostName=h');
	expect(readConsoleOptions({}, {}).deviceConnectionString).toBeUndefined();
});
