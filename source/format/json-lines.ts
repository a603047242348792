import {createScanner} from 'jsonc-parser';
import {blank, type Safe, safe, show} from '../safe-text.js';
import {type Row, type Span, span, type Tone, wrapRow} from './cells.js';

/** Rows of a value before the rest is only counted. */
const maxRows = 5000;
const indentCells = 2;

type TokenKind = 'open' | 'close' | 'comma' | 'colon' | 'string' | 'number' | 'word';
type Token = {readonly kind: TokenKind; readonly text: string; readonly offset: number};

/** A token's first character tells what it is. */
const kinds: readonly (readonly [pattern: RegExp, kind: TokenKind])[] = [
	[/^[{[]/, 'open'],
	[/^[}\]]/, 'close'],
	[/^,/, 'comma'],
	[/^:/, 'colon'],
	[/^"/, 'string'],
	[/^[-\d]/, 'number'],
];

const tones: Readonly<Record<TokenKind, Tone>> = {
	open: 'plain',
	close: 'plain',
	comma: 'plain',
	colon: 'plain',
	string: 'string',
	number: 'number',
	word: 'literal',
};

/** The tokens with their text as it was written, so that no digit of a number is lost. */
function* readTokens(text: string): Generator<Token> {
	const scanner = createScanner(text, true);
	for (;;) {
		scanner.scan();
		const offset = scanner.getTokenOffset();
		const end = offset + scanner.getTokenLength();
		if (end === offset) {
			return;
		}

		const token = text.slice(offset, end);
		yield {kind: kinds.find(([pattern]) => pattern.test(token))?.[1] ?? 'word', text: token, offset};
	}
}

const showWhole = (text: string): Safe => show(text, {maxLength: Number.POSITIVE_INFINITY});

/**
 * JSON text on one line without the blanks between its tokens, `…` at the end when it is longer than `maxLength` UTF-16 units.
 *
 * @param text what `JSON.parse` accepts
 */
export const compactJson = (text: string, maxLength = 1024): Safe => {
	let result = '';
	for (const token of readTokens(text)) {
		result += token.text.length > maxLength ? token.text.slice(0, maxLength + 1) : token.text;
		if (result.length > maxLength) {
			return safe`${showWhole(result.slice(0, maxLength))}…`;
		}
	}

	return showWhole(result);
};

/**
 * JSON text with one member a row, indented and coloured, each row wrapped to `width` cells. Numbers keep the digits they were sent with. After
 * 5,000 rows the last one tells how many characters are left out.
 *
 * @param text what `JSON.parse` accepts
 */
export const jsonRows = (text: string, width: number): readonly Row[] => {
	const rows: Row[] = [];
	const open: string[] = [];
	let line: Span[] = [];
	let before: TokenKind | undefined;
	for (const {kind, text: token, offset} of readTokens(text)) {
		if (kind === 'close') {
			open.pop();
		}

		const isEmptyPair = kind === 'close' && before === 'open';
		if (!isEmptyPair && (before === 'comma' || before === 'open' || kind === 'close')) {
			rows.push(...wrapRow(line, width));
			line = [span(blank(Math.min(open.length * indentCells, Math.floor(width / 2))))];
			if (rows.length >= maxRows) {
				return [...rows.slice(0, maxRows), [span(safe`…+${text.length - offset} characters`, 'muted')]];
			}
		}

		const isKey = kind === 'string' && open.at(-1) === '{' && before !== 'colon';
		line.push(span(kind === 'colon' ? safe`: ` : showWhole(token), isKey ? 'key' : tones[kind]));
		if (kind === 'open') {
			open.push(token);
		}

		before = kind;
	}

	return [...rows, ...wrapRow(line, width)];
};
