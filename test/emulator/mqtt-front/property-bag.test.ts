import fc from 'fast-check';
import {expect, it} from 'vitest';
import {readBag, writeC2dBag} from '../../../source/emulator/mqtt-front/property-bag.js';

const plain = {body: Buffer.alloc(0), system: {}, application: {}, ack: 'none'} as const;

it('reads system keys with a literal and with an encoded dollar sign', () => {
	expect(readBag('$.mid=1&%24.cid=2&%24.uid=3&$.to=%2Fx&$.ct=application%2Fjson&$.ce=utf-8')).toEqual({
		system: {messageId: '1', correlationId: '2', userId: '3', to: '/x', contentType: 'application/json', contentEncoding: 'utf-8'},
		application: {},
	});
});

it('decodes after splitting, so that separators may stand in keys and values', () => {
	expect(readBag('a%26b=c%3Dd&e=f=g').application).toEqual({'a&b': 'c=d', e: 'f=g'});
});

it('takes a key without a value for an empty one, and skips empty pairs', () => {
	expect(readBag('flag&&=x&empty=').application).toEqual({flag: '', empty: ''});
});

it('keeps text that is not properly encoded as it is', () => {
	expect(readBag('load=100%&%E0%A4=1').application).toEqual({load: '100%', '%E0%A4': '1'});
});

it('makes annotations of component and interface, and leaves out what only the hub may say', () => {
	expect(readBag('$.sub=thermostat1&$.ifid=urn%3Ax&$.cdid=other&$.cmid=m&$.on=o&$.schema=s&$.new=n')).toEqual({
		system: {},
		application: {'iothub-message-schema': 's', '$.new': 'n'},
		annotations: {'dt-subject': 'thermostat1', 'iothub-interface-id': 'urn:x'},
	});
});

it('reads an expiry time, and ignores one that is none', () => {
	expect(readBag('$.exp=2030-01-02T03%3A04%3A05Z').system.absoluteExpiryTime).toBe(Date.UTC(2030, 0, 2, 3, 4, 5));
	expect(readBag('$.exp=soon')).toEqual({system: {}, application: {}});
});

it('writes an expiry time with the seven fraction digits that the SDK for .NET insists on', () => {
	const bag = writeC2dBag('press-01', {...plain, system: {absoluteExpiryTime: Date.UTC(2030, 0, 2, 3, 4, 5, 678)}});
	expect(new URLSearchParams(bag).get('$.exp')).toBe('2030-01-02T03:04:05.6780000Z');
});

it('knows no key of the language as a key of its own', () => {
	expect(Object.entries(readBag('__proto__=1&constructor=2&toString=3').application)).toEqual([
		['__proto__', '1'],
		['constructor', '2'],
		['toString', '3'],
	]);
});

it('reads back every property that it writes', () => {
	const pairs = fc.uniqueArray(fc.tuple(fc.string({minLength: 1, unit: 'binary'}), fc.string({unit: 'binary'})), {selector: ([key]) => key});
	fc.assert(
		fc.property(pairs, entries => {
			const application = Object.fromEntries(entries.filter(([key]) => !key.startsWith('$.') && key !== 'iothub-ack'));
			const bag = writeC2dBag('press-01', {...plain, application});
			expect(bag).toMatch(/^[\w.!~*'()%&=-]+$/);
			expect(readBag(bag)).toEqual({system: {to: '/devices/press-01/messages/devicebound'}, application});
		}),
	);
});
