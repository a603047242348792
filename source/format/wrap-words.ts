import {type Safe, safe, show, widthOf, wrap} from '../safe-text.js';

/** A sentence in rows of at most `width` cells, broken between words; a word that is wider than a row is broken itself. */
export const wrapWords = (text: Safe, width: number): readonly Safe[] => {
	const rows: Safe[] = [];
	let row: Safe | undefined;
	for (const raw of text.split(' ')) {
		const word = show(raw);
		if (row !== undefined && widthOf(row) + 1 + widthOf(word) <= width) {
			row = safe`${row} ${word}`;
			continue;
		}

		if (row !== undefined) rows.push(row);
		const pieces = wrap(word, width);
		rows.push(...pieces.slice(0, -1));
		row = pieces.at(-1);
	}

	return row === undefined ? rows : [...rows, row];
};
