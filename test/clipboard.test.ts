import {describe, expect, test} from 'vitest';
import {createClipboard} from '../source/clipboard.js';

/** What is written for a text, all in one piece, and the answer. */
const copy = (text: string, environment: Readonly<Record<string, string>> = {}) => {
	const written: string[] = [];
	const result = createClipboard({write: bytes => written.push(bytes)}, environment).copy(text);
	return {written, result};
};

const plain = '\u001b]52;c;a2V5\u0007';

describe('the clipboard of the terminal', () => {
	test.each([
		['the terminal itself', {}, 'terminal', plain],
		['tmux, wrapped and bare', {TMUX: '/tmp/tmux-0/default,1,0'}, 'tmux', `\u001bPtmux;\u001b\u001b]52;c;a2V5\u0007\u001b\\${plain}`],
		['GNU screen', {STY: '1.pts-0.host'}, 'screen', `\u001bP${plain}\u001b\\`],
	])('gets exactly these bytes through %s', (_, environment, route, bytes) => {
		expect(copy('key', environment)).toEqual({written: [bytes], result: {route}});
	});

	test('gets a long text through GNU screen in pieces that it does not cut off', () => {
		const [bytes = ''] = copy('k'.repeat(2000), {STY: '1.pts-0.host'}).written;
		const pieces = bytes.split('\u001b\\').slice(0, -1);
		expect(pieces.every(piece => piece.startsWith('\u001bP') && piece.length < 768)).toBe(true);
		expect(pieces.map(piece => piece.slice(2)).join('')).toBe(`\u001b]52;c;${Buffer.from('k'.repeat(2000)).toString('base64')}\u0007`);
	});

	test('gets no text that encodes to more than 74,994 characters', () => {
		const longest = 74_994 - (74_994 % 4);
		expect(copy('k'.repeat((longest / 4) * 3)).result).toEqual({route: 'terminal'});
		const {written, result} = copy('k'.repeat((longest / 4) * 3 + 1));
		expect(written).toEqual([]);
		expect(result).toEqual({refusal: expect.stringContaining('too long')});
	});

	test.each(['two\nlines', 'bell\u0007', 'escape\u001b]52;c;?\u0007', 'c1\u009b'])('gets a text with a control character with a second yes only: %j', text => {
		const {written, result} = copy(text);
		expect(written).toEqual([]);
		expect(result).toEqual({caution: expect.stringContaining('control characters')});
	});
});
