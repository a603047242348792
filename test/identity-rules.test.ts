import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {checkDeviceId} from '../source/emulator/core/identity.js';
import {
	findDeviceIdFault,
	findDeviceIdRisk,
	findKeyFault,
	findStatusReasonFault,
	findThumbprintFault,
	findThumbprintsFault,
	normalizeThumbprint,
} from '../source/identity-rules.js';

const sha1 = 'A1'.repeat(20);
const sha256 = 'b2'.repeat(32);
const oneSentence = /^[A-Z][^\n]*\.$/;

describe('a device id', () => {
	it.each(['a', 'press-09', "-:.+%_#*?!(),=@;$'", 'x'.repeat(128), '__proto__'])('may be %s', deviceId => {
		expect(findDeviceIdFault(deviceId)).toBeUndefined();
	});

	it.each([
		['', /at least one/],
		['two words', /a space/],
		['tab\there', /U\+0009/],
		['größe', /"ö"/],
		['a/b', /"\/"/],
		['press😀', /"😀"/],
		['half\ud800', /U\+D800/],
		['x'.repeat(129), /129/],
	])('cannot be %j, and one sentence says why', (deviceId, reason) => {
		expect(findDeviceIdFault(deviceId)).toMatch(reason);
		expect(findDeviceIdFault(deviceId)).toMatch(oneSentence);
	});

	it('is judged as the hub judges it', () => {
		const isTaken = (deviceId: string) => {
			try {
				checkDeviceId(deviceId);
				return true;
			} catch {
				return false;
			}
		};
		fc.assert(
			fc.property(fc.oneof(fc.string({unit: 'binary', maxLength: 140}), fc.stringMatching(/^[A-Za-z0-9:.+#-]{0,130}$/)), deviceId => {
				expect(findDeviceIdFault(deviceId) === undefined).toBe(isTaken(deviceId));
			}),
		);
	});

	it('with a wildcard of MQTT comes with a warning', () => {
		expect(findDeviceIdRisk('a+b')).toMatch(/MQTT/);
		expect(findDeviceIdRisk('a#b')).toMatch(/MQTT/);
		expect(findDeviceIdRisk('a-b')).toBeUndefined();
	});
});

describe('a thumbprint', () => {
	it.each([sha1, sha256, sha1.replace(/(..)(?=.)/g, '$1:'), ` ${sha256} `])('may be %j', thumbprint => {
		expect(findThumbprintFault(thumbprint)).toBeUndefined();
	});

	it.each([
		['', /missing/],
		[sha1.slice(1), /39/],
		[`${sha1}A`, /41/],
		[sha1.replace('A', 'G'), /"G"/],
		[sha1.replace('A1A1', 'A1 1'), /a space/],
	])('cannot be %j, and one sentence says why', (thumbprint, reason) => {
		expect(findThumbprintFault(thumbprint)).toMatch(reason);
		expect(findThumbprintFault(thumbprint)).toMatch(oneSentence);
	});

	it('is written without colons in upper case', () => {
		expect(normalizeThumbprint(' a1:B2 ')).toBe('A1B2');
	});

	it('is enough alone, first or second; two must be of one kind', () => {
		expect(findThumbprintsFault(sha1, '')).toBeUndefined();
		expect(findThumbprintsFault('', sha256)).toBeUndefined();
		expect(findThumbprintsFault(sha1, sha1)).toBeUndefined();
		expect(findThumbprintsFault('', ' ')).toMatch(/needs/);
		expect(findThumbprintsFault(sha1, sha256)).toMatch(/same kind/);
		expect(findThumbprintsFault(sha1, 'x')).toMatch(/"X"/);
	});
});

describe('a key', () => {
	it.each([16, 24, 32, 64])('may have %d bytes', byteCount => {
		expect(findKeyFault(Buffer.alloc(byteCount, 7).toString('base64'))).toBeUndefined();
	});

	it.each([
		['', /missing/],
		[Buffer.alloc(15, 7).toString('base64'), /15/],
		[Buffer.alloc(65, 7).toString('base64'), /65/],
		['not base64!', /base64/],
		['AAAA=AAAAAAAAAAAAAAAAAAA', /base64/],
		[Buffer.alloc(32, 255).toString('base64url'), /base64/],
	])('cannot be %j, and a sentence without the key says why', (key, reason) => {
		expect(findKeyFault(key)).toMatch(reason);
		expect(findKeyFault(key)).toMatch(oneSentence);
		if (key !== '') expect(findKeyFault(key)).not.toContain(key);
	});
});

it('a reason has 128 characters at most', () => {
	expect(findStatusReasonFault('ö'.repeat(128))).toBeUndefined();
	expect(findStatusReasonFault('ö'.repeat(129))).toMatch(/129/);
});
