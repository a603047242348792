import type {Tone} from './format/cells.js';
import {type Safe, widthOf} from './safe-text.js';

/** How a run of cells looks; colours are names of the terminal's own sixteen. */
type Look = {readonly color?: string; readonly isDim?: boolean; readonly isBold?: boolean};

type BorderLines = Readonly<Record<'topLeft' | 'top' | 'topRight' | 'right' | 'bottomRight' | 'bottom' | 'bottomLeft' | 'left', string>>;

export type Theme = {
	readonly isAscii: boolean;
	readonly tones: Readonly<Record<Tone, Look>>;
	readonly border: Look;
	readonly focusedBorder: Look;
	readonly borderLines: BorderLines;
};

const drawnLines: BorderLines = {topLeft: '┌', top: '─', topRight: '┐', right: '│', bottomRight: '┘', bottom: '─', bottomLeft: '└', left: '│'};
const asciiLines: BorderLines = {topLeft: '+', top: '-', topRight: '+', right: '|', bottomRight: '+', bottom: '-', bottomLeft: '+', left: '|'};

const colored: Theme = {
	isAscii: false,
	tones: {
		plain: {},
		muted: {isDim: true},
		accent: {color: 'cyan'},
		good: {color: 'green'},
		warning: {color: 'yellow'},
		bad: {color: 'red'},
		info: {color: 'blue'},
		odd: {color: 'magenta'},
		key: {color: 'cyan'},
		string: {color: 'green'},
		number: {color: 'yellow'},
		literal: {color: 'magenta'},
	},
	border: {isDim: true},
	focusedBorder: {color: 'cyan', isBold: true},
	borderLines: drawnLines,
};

/** Without colours the words and shapes stay; only weight tells the loud from the quiet. */
const colorless: Theme = {
	...colored,
	tones: {
		plain: {},
		muted: {isDim: true},
		accent: {isBold: true},
		good: {},
		warning: {isBold: true},
		bad: {isBold: true},
		info: {},
		odd: {isBold: true},
		key: {},
		string: {},
		number: {},
		literal: {},
	},
	focusedBorder: {isBold: true},
};

/** The theme for a terminal. */
export const selectTheme = ({isAscii, hasColor}: {readonly isAscii: boolean; readonly hasColor: boolean}): Theme => {
	const theme = hasColor ? colored : colorless;
	return isAscii ? {...theme, isAscii, borderLines: asciiLines} : theme;
};

const asciiShapes: Readonly<Record<string, string>> = {
	'●': 'o',
	'▲': '!',
	'✕': 'X',
	'○': '-',
	'⊘': '/',
	'◌': '?',
	'■': '#',
	'│': '|',
	'─': '-',
	'┌': '+',
	'┐': '+',
	'└': '+',
	'┘': '+',
	'…': '~',
	'→': '>',
	'←': '<',
	'↑': '^',
	'↓': 'v',
	'▾': 'v',
	'▸': '>',
	'▴': '^',
	'›': '>',
	'‹': '<',
	'·': '|',
	'–': '-',
	'—': '-',
	'≠': '!',
	'✓': 'v',
	'×': 'x',
	µ: 'u',
	'▁': '_',
	'▂': '.',
	'▃': '.',
	'▄': '-',
	'▅': '-',
	'▆': '=',
	'▇': '=',
	'█': '#',
};

const onlyAscii = /^[\u0020-\u007e]*$/;

/** The text in as many cells without a character that an ASCII terminal lacks: our own shapes have a stand-in each, anything else becomes `?`. */
export const toAscii = (text: Safe): string =>
	onlyAscii.test(text)
		? text
		: [...text].map(character => (onlyAscii.test(character) ? character : (asciiShapes[character] ?? '?'.repeat(widthOf(character as Safe))))).join('');
