import {expect, test} from 'vitest';
import {createScreen} from '../helpers/xterm.js';
import {toSvg} from './svg.js';

const draw = async (bytes: string): Promise<string> => {
	const screen = createScreen(20, 3);
	await screen.write(bytes);
	return toSvg(screen.terminal, 'a <title>');
};

test('text stands in its cells with its colour', async () => {
	const svg = await draw('\u001b[2;3H\u001b[31;1ma<b\u001b[0m c');
	expect(svg).toContain('<text x="30" y="45" fill="#e06c75" font-weight="bold" textLength="27" lengthAdjust="spacingAndGlyphs">a&lt;b</text>');
	expect(svg).toContain('<title>a &lt;title&gt;</title>');
});

test('a selected row has a ground, a frame has lines, a wide character two cells', async () => {
	const svg = await draw('\u001b[7mselected\u001b[0m│温');
	expect(svg).toContain('<rect x="12" y="12" width="72" height="19" fill="#d7dae0"/>');
	expect(svg).toMatch(/<path d="M88.5 21.5V12M88.5 21.5V31"/);
	expect(svg).toMatch(/<text x="93" [^>]+ textLength="18"[^>]+>温</);
});

test('a word that every object knows is only a word', async () => {
	expect(await draw('constructor')).toContain('>constructor</text>');
});

test('colours of the table of 256 and of 24 bits are kept', async () => {
	const svg = await draw('\u001b[38;5;196mA\u001b[38;5;244mB\u001b[38;2;1;2;255mC');
	for (const color of ['#ff0000', '#808080', '#0102ff']) {
		expect(svg).toContain(`fill="${color}"`);
	}
});
