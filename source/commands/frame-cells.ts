import {widthOfCharacter} from '../safe-text.js';

/** A row of a frame taken apart: one entry a cell. */
export type Cells = {
	/** Empty in the second half of a wide character. */
	readonly texts: readonly string[];
	/** Parameters of the SGR sequence that turns a terminal without styles into the cell's look; empty for none. */
	readonly looks: readonly string[];
	/** Every cell is a character of its own, one cell wide: no terminal can see it otherwise. */
	readonly isSimple: boolean;
};

type Look = {readonly key: string; readonly parts: ReadonlyMap<string, string>};

const noLook: Look = {key: '', parts: new Map()};
const known = new Map<string, Look>();
const mostKnown = 1000;
const styles = ['1', '2', '3', '4', '7', '9'];
const order = [...styles, 'foreground', 'background'];

/** How many parameters a colour takes: `36`, `38;5;208` or `38;2;255;128;0`. */
const colorLength = (parameters: readonly string[], at: number): number =>
	parameters[at] !== '38' && parameters[at] !== '48' ? 1 : parameters[at + 1] === '5' ? 3 : 5;

const change = (look: Look, parameters: readonly string[]): Look => {
	const parts = new Map(look.parts);
	for (let at = 0; at < parameters.length; ) {
		const parameter = parameters[at] || '0';
		const code = Number(parameter);
		const length = colorLength(parameters, at);
		if (code === 0) parts.clear();
		else if (styles.includes(parameter)) parts.set(parameter, parameter);
		else if (code === 22) for (const weight of ['1', '2']) parts.delete(weight);
		else if (code > 22 && code < 30) parts.delete(String(code - 20));
		else if (code === 39) parts.delete('foreground');
		else if (code === 49) parts.delete('background');
		else if ((code >= 30 && code < 39) || (code >= 90 && code < 98)) parts.set('foreground', parameters.slice(at, at + length).join(';'));
		else if ((code >= 40 && code < 49) || (code >= 100 && code < 108)) parts.set('background', parameters.slice(at, at + length).join(';'));
		at += length;
	}

	return {key: order.flatMap(part => parts.get(part) ?? []).join(';'), parts};
};

const changedBy = (look: Look, parameters: string): Look => {
	const name = `${look.key}m${parameters}`;
	let result = known.get(name);
	if (result === undefined) {
		result = change(look, parameters.split(';'));
		if (known.size === mostKnown) known.clear();
		known.set(name, result);
	}

	return result;
};

/** After the escape character. */
const sgr = /\[([\d;]*)m/y;

/** A line of styled text as `columns` cells: what is too long is left out, what is missing is blank. */
export const toCells = (line: string, columns: number): Cells => {
	const texts: string[] = [];
	const looks: string[] = [];
	let look = noLook;
	let isSimple = true;
	for (let at = 0; at < line.length; ) {
		const unit = line.charCodeAt(at);
		if (unit === 0x1b) {
			sgr.lastIndex = at + 1;
			const parameters = sgr.exec(line)?.[1];
			if (parameters !== undefined) look = changedBy(look, parameters);
			at = parameters === undefined ? at + 1 : sgr.lastIndex;
			continue;
		}

		const character = unit < 0x7f ? line.charAt(at) : String.fromCodePoint(line.codePointAt(at) ?? 0);
		const width = unit < 0x7f ? 1 : widthOfCharacter(character);
		at += character.length;
		if (width !== 1) isSimple = false;
		if (width === 0) {
			// A mark belongs to the letter before it.
			const letter = texts.findLastIndex(text => text !== '');
			if (letter >= 0) texts[letter] += character;
			continue;
		}

		if (texts.length + width > columns) break;
		texts.push(character);
		looks.push(look.key);
		if (width === 2) {
			texts.push('');
			looks.push(look.key);
		}
	}

	while (texts.length < columns) {
		texts.push(' ');
		looks.push('');
	}

	return {texts, looks, isSimple};
};

const setLook = (from: string, to: string): string => {
	if (from === to) return '';
	if (to === '') return '\u001b[m';
	return from === '' ? `\u001b[${to}m` : `\u001b[0;${to}m`;
};

/** Cells that are right already and cost less to write again than to jump over. */
const shortGap = 4;

/** Bytes that turn the screen row `y` from one into the other, begun and ended without a style. */
export const rowUpdate = (y: number, before: Cells, after: Cells): string => {
	const columns = after.texts.length;
	const isEqual = (x: number): boolean => before.texts[x] === after.texts[x] && before.looks[x] === after.looks[x];
	const isSimple = before.isSimple && after.isSimple;
	let lastChange = columns - 1;
	while (lastChange >= 0 && isEqual(lastChange)) lastChange--;
	if (lastChange < 0) return '';
	// Where terminals may disagree about a width, all that comes after is written.
	const end = isSimple ? lastChange + 1 : columns;
	let blankFrom = columns;
	while (blankFrom > 0 && after.texts[blankFrom - 1] === ' ' && after.looks[blankFrom - 1] === '') blankFrom--;

	let bytes = '';
	let look = '';
	/** Where the cursor stands; unknown at first. */
	let cursor = -1;
	for (let x = 0; x < end; x++) {
		const isSkipped = isEqual(x) && (isSimple || cursor < 0);
		if (isSkipped) continue;
		if (cursor < 0) bytes += `\u001b[${y + 1};${x + 1}H`;
		else if (x > cursor) {
			const isGapCheap = x - cursor <= shortGap && after.looks.slice(cursor, x).every(each => each === look);
			bytes += isGapCheap ? after.texts.slice(cursor, x).join('') : `\u001b[${x - cursor}C`;
		}

		if (x >= blankFrom && end - x > shortGap) return `${bytes}${setLook(look, '')}\u001b[K`;
		bytes += setLook(look, after.looks[x] ?? '') + after.texts[x];
		look = after.looks[x] ?? '';
		cursor = x + 1;
	}

	return bytes + setLook(look, '');
};
