import type {IBufferCell, Terminal} from '@xterm/headless';
import {background, foreground, paletteColor, rgbColor} from './palette.js';

const cellWidth = 9;
const cellHeight = 19;
const margin = 12;

type Look = {readonly color: string; readonly ground: string; readonly isBold: boolean; readonly isDim: boolean; readonly isUnderlined: boolean};
type Run = {text: string; cells: number; readonly column: number; readonly look: Look};

/** Arms of the characters that draw frames: left, right, up, down. Drawn as lines, so that rows join whatever the font. */
const frameArms: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'─': 'lr',
		'│': 'ud',
		'┌': 'rd',
		'┐': 'ld',
		'└': 'ru',
		'┘': 'lu',
		'├': 'rud',
		'┤': 'lud',
		'┬': 'lrd',
		'┴': 'lru',
		'┼': 'lrud',
		'╭': 'rd',
		'╮': 'ld',
		'╰': 'ru',
		'╯': 'lu',
		'━': 'lr',
		'┃': 'ud',
		'┏': 'rd',
		'┓': 'ld',
		'┗': 'ru',
		'┛': 'lu',
	}),
);

const lookOf = (cell: IBufferCell): Look => {
	const color = cell.isFgRGB() ? rgbColor(cell.getFgColor()) : cell.isFgPalette() ? paletteColor(cell.getFgColor()) : foreground;
	const ground = cell.isBgRGB() ? rgbColor(cell.getBgColor()) : cell.isBgPalette() ? paletteColor(cell.getBgColor()) : background;
	const isInverse = cell.isInverse() !== 0;
	return {
		color: isInverse ? ground : color,
		ground: isInverse ? color : ground,
		isBold: cell.isBold() !== 0,
		isDim: cell.isDim() !== 0,
		isUnderlined: cell.isUnderline() !== 0,
	};
};

const isSame = (left: Look, right: Look): boolean =>
	left.color === right.color &&
	left.ground === right.ground &&
	left.isBold === right.isBold &&
	left.isDim === right.isDim &&
	left.isUnderlined === right.isUnderlined;

/** Neighbouring cells of one look together; frame characters and wide ones stand alone, because their place is exact. */
const runsOf = (terminal: Terminal, row: number): readonly Run[] => {
	const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const runs: Run[] = [];
	for (let column = 0; column < terminal.cols; column++) {
		const cell = line?.getCell(column);
		if (cell === undefined || cell.getWidth() === 0) {
			continue;
		}

		const text = cell.getChars() || ' ';
		const look = lookOf(cell);
		const last = runs.at(-1);
		const joins = last !== undefined && isSame(last.look, look) && cell.getWidth() === 1 && /^[\u0020-\u007e]+$/.test(last.text + text);
		if (last !== undefined && joins) {
			last.text += text;
			last.cells += 1;
		} else {
			runs.push({text, cells: cell.getWidth(), column, look});
		}
	}

	return runs;
};

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const dimmed = (isDim: boolean): string => (isDim ? ' opacity="0.6"' : '');

const drawFrame = (arms: string, x: number, y: number, {color, isDim}: Look): string => {
	const middleX = x + cellWidth / 2;
	const middleY = y + cellHeight / 2;
	const ends: Readonly<Record<string, string>> = {l: `H${x}`, r: `H${x + cellWidth}`, u: `V${y}`, d: `V${y + cellHeight}`};
	const path = [...arms].map(arm => `M${middleX} ${middleY}${ends[arm]}`).join('');
	return `<path d="${path}" stroke="${color}" stroke-width="1.2" fill="none"${dimmed(isDim)}/>`;
};

const drawRun = ({text, cells, column, look}: Run, row: number): string => {
	const x = margin + column * cellWidth;
	const y = margin + row * cellHeight;
	const parts: string[] = [];
	if (look.ground !== background) {
		parts.push(`<rect x="${x}" y="${y}" width="${cells * cellWidth}" height="${cellHeight}" fill="${look.ground}"/>`);
	}

	const arms = frameArms.get(text);
	if (arms !== undefined) {
		parts.push(drawFrame(arms, x, y, look));
	} else if (text.trim() !== '') {
		const start = text.length - text.trimStart().length;
		const visible = text.trim();
		const width = (text.length === cells ? visible.length : cells) * cellWidth;
		const style = `${look.isBold ? ' font-weight="bold"' : ''}${dimmed(look.isDim)}${look.isUnderlined ? ' text-decoration="underline"' : ''}`;
		parts.push(
			`<text x="${x + start * cellWidth}" y="${y + cellHeight - 5}" fill="${look.color}"${style} textLength="${width}" lengthAdjust="spacingAndGlyphs">${escapeXml(visible)}</text>`,
		);
	}

	return parts.join('');
};

/** The screen of a terminal as a picture, every cell in its place whatever the reader's fonts. */
export const toSvg = (terminal: Terminal, title: string): string => {
	const width = terminal.cols * cellWidth + 2 * margin;
	const height = terminal.rows * cellHeight + 2 * margin;
	const rows = Array.from({length: terminal.rows}, (_, row) =>
		runsOf(terminal, row)
			.map(run => drawRun(run, row))
			.join(''),
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="15" xml:space="preserve">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
		...rows.filter(row => row !== ''),
		'</svg>\n',
	].join('\n');
};
