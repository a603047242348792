import fc from 'fast-check';
import {Text} from 'ink';
import {expect, test} from 'vitest';
import {fitRow, span} from '../source/format/cells.js';
import {show} from '../source/safe-text.js';
import {hostileTexts} from './helpers/hostile.js';
import {renderAt} from './helpers/render.js';
import {createScreen} from './helpers/xterm.js';

const width = 40;

const framed = (text: string): string => {
	const cells = fitRow([span(show(text))], width).map(item => item.text);
	return `│${cells.join('')}│`;
};

/** Draws each text between two borders with Ink, and the frame on a terminal. */
const expectIntactBorders = async (texts: readonly string[]) => {
	const {coloredFrame, unmount} = renderAt(width + 10, texts.length, <Text>{texts.map(framed).join('\n')}</Text>);
	const {terminal, write, cell} = createScreen(width + 10, texts.length);
	await write(coloredFrame().replaceAll('\n', '\r\n'));
	for (const [row, text] of texts.entries()) {
		expect({text, left: cell(0, row), right: cell(width + 1, row)}).toEqual({text, left: '│', right: '│'});
	}

	terminal.dispose();
	unmount();
};

test('no hostile text moves the border beside it', async () => {
	await expectIntactBorders(hostileTexts);
});

test('no random text moves the border beside it', async () => {
	const anyText = fc.oneof(fc.string({unit: 'binary'}), fc.string({unit: 'grapheme', maxLength: 30}));
	await fc.assert(fc.asyncProperty(fc.array(anyText, {minLength: 1, maxLength: 50}), expectIntactBorders), {numRuns: 60});
});

test('no pair of characters that are kept fuses into another width', async () => {
	const kept = Array.from({length: 0x1_0000}, (_, code) => String.fromCharCode(code)).filter(character => show(`a${character}`) === `a${character}`);
	const anyPair = fc.array(fc.constantFrom(...kept), {minLength: 2, maxLength: 8}).map(characters => characters.join(''));
	await fc.assert(fc.asyncProperty(fc.array(anyPair, {minLength: 50, maxLength: 50}), expectIntactBorders), {numRuns: 60});
});
