import fc from 'fast-check';
import rhea from 'rhea';
import {describe, expect, test} from 'vitest';
import {EncodingError, isTrue, readDescribedList, readDescriptor, readUint, skipValue} from '../../../source/emulator/amqp-front/encoding.js';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const nest = (depth: number, inner: string) => {
	let value = bytes(inner);
	for (let level = 0; level < depth; level++) value = Buffer.concat([bytes('d0'), uint32(value.length + 4), uint32(1), value]);
	return value;
};
const uint32 = (value: number) => {
	const buffer = Buffer.alloc(4);
	buffer.writeUInt32BE(value);
	return buffer;
};

describe('an encoded value', () => {
	test('is measured to its last byte, whatever the library wrote', () => {
		const {value} = fc.letrec(tie => ({
			value: fc.oneof(
				{maxDepth: 3},
				fc.string(),
				fc.double({min: -1e15, max: 1e15}),
				fc.integer(),
				fc.boolean(),
				fc.constant(null),
				fc.date({noInvalidDate: true}),
				fc.uint8Array().map(array => Buffer.from(array)),
				fc.array(tie('value'), {maxLength: 4}),
				fc.dictionary(fc.string(), tie('value'), {maxKeys: 4}),
			),
		}));
		fc.assert(
			fc.property(value, fc.uint8Array({maxLength: 3}), (body, trailer) => {
				const message = rhea.message.encode({body: rhea.message.sequence_section([body])});
				let at = 0;
				while (at < message.length) at = skipValue(message, at);
				expect(at).toBe(message.length);
				expect(skipValue(Buffer.concat([message, Buffer.from(trailer)]), 0)).toBe(skipValue(message, 0));
			}),
		);
	});

	test('that is cut off is refused', () => {
		const message = rhea.message.encode({application_properties: {a: 'text', b: 7}, body: rhea.message.data_section(Buffer.from('hello'))});
		const starts = new Set<number>([0]);
		for (let at = 0; at < message.length; at = skipValue(message, at)) starts.add(at);
		for (let length = 1; length < message.length; length++) {
			const cut = message.subarray(0, length);
			const walk = () => {
				for (let at = 0; at < cut.length; ) at = skipValue(cut, at);
			};
			if (starts.has(length)) expect(walk).not.toThrow();
			else expect(walk).toThrow(EncodingError);
		}
	});

	test.each([
		['a list of four thousand million elements', 'd0 00000004 ffffffff'],
		['a map that claims more than it has', 'c1 02 10 40'],
		['an array of four thousand million nothings', 'f0 00000005 ffffffff 40'],
		['an array of empty lists without end', 'f0 00000005 7fffffff 45'],
		['a string longer than the frame', 'b1 ffffffff 61'],
		['an unknown type', '3f'],
		['a descriptor without a value', '00 53 75'],
	])('with %s is refused', (_name, hex) => {
		expect(() => skipValue(bytes(hex), 0)).toThrow(EncodingError);
	});

	test('may be nested sixteen deep and no deeper', () => {
		expect(skipValue(nest(16, '40'), 0)).toBe(nest(16, '40').length);
		expect(() => skipValue(nest(17, '40'), 0)).toThrow(EncodingError);
		expect(() => skipValue(Buffer.alloc(60_000), 0)).toThrow(EncodingError);
	});

	test('of random bytes is measured or refused, never anything else', () => {
		fc.assert(
			fc.property(fc.uint8Array({minLength: 1, maxLength: 200}), array => {
				try {
					expect(skipValue(Buffer.from(array), 0)).toBeLessThanOrEqual(array.length);
				} catch (error) {
					expect(error).toBeInstanceOf(EncodingError);
				}
			}),
			{numRuns: 2000},
		);
	});
});

describe('a described list', () => {
	test('tells its descriptor and where its fields are', () => {
		const list = bytes('00 53 14 c0 08 05 43 52 07 40 41 56 01');
		const {descriptor, fields, end} = readDescribedList(list, 0);
		expect([descriptor, end]).toEqual([0x14, list.length]);
		expect(fields.map(at => readUint(list, at))).toEqual([0, 7, undefined, undefined, undefined]);
		expect(fields.map(at => isTrue(list, at))).toEqual([false, false, false, true, true]);
	});

	test('may be empty, and its descriptor may take eight bytes', () => {
		expect(readDescribedList(bytes('00 80 0000000000000018 45'), 0)).toEqual({descriptor: 0x18, fields: [], end: 11});
	});

	test.each([
		['no descriptor', 'c0 01 00'],
		['a symbolic descriptor', '00 a3 02 6161 45'],
		['a map inside', '00 53 14 c1 01 00'],
		['two descriptors', '00 53 14 00 53 15 45'],
	])('with %s is refused', (_name, hex) => {
		expect(() => readDescribedList(bytes(hex), 0)).toThrow(EncodingError);
	});

	test('has no numeric descriptor when the number is out of reach', () => {
		expect(readDescriptor(bytes('00 80 ffffffffffffffff 45'), 0)).toBeUndefined();
	});
});
