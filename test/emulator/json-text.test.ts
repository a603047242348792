import * as fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {findMemberText, parseJson, parseObject} from '../../source/emulator/https-front/json-text.js';

describe('JSON from outside', () => {
	it('is read as JSON.parse reads it, whatever it is', async () => {
		await fc.assert(
			fc.property(fc.json({maxDepth: 5}), text => {
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	it('may be 64 levels deep and not 65, where brackets in texts do not count', () => {
		const nest = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
		expect(parseJson(nest(64))).toBeDefined();
		expect(() => parseJson(nest(65))).toThrow('64 levels');
		expect(parseJson(`"\\"${'['.repeat(100)}"`)).toBe(`"${'['.repeat(100)}`);
	});

	it('keeps a __proto__ key as an ordinary one', () => {
		const document = parseObject('{"__proto__":{"x":1}}');
		expect(Object.keys(document)).toEqual(['__proto__']);
		expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
	});

	it.each([
		['{"payload": 1.50 }', '1.50'],
		['{"a":{"payload":1},"payload":{ "n": 12345678901234567890 }}', '{ "n": 12345678901234567890 }'],
		['{"payload":1,"payload":2}', '2'],
		['{"pay\\u006coad":"\\u00e9"}', '"\\u00e9"'],
		['{"other":1}', undefined],
	])('gives a member as it was written: %s', (text, member) => {
		expect(findMemberText(text, 'payload')).toBe(member);
	});
});
