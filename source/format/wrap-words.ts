import {blank, join, type Safe, show, widthOf, wrap} from '../safe-text.js';
import {type Row, rowWidth, type Span, span, type Tone} from './cells.js';

/** Of a text that is safe already, its length was limited where it was made so. */
const showPart = (part: string): Safe => show(part, {maxLength: Number.POSITIVE_INFINITY});

/** A sentence over as many lines of at most `width` cells as it takes, broken between words; a longer word is broken itself. */
export function wrapWords(text: Safe, width: number): readonly Safe[] {
	const lines: Safe[] = [];
	for (const word of text.split(' ').map(showPart)) {
		const last = lines.at(-1);
		if (last !== undefined && widthOf(last) + 1 + widthOf(word) <= width) lines.splice(-1, 1, join([last, word], blank(1)));
		else lines.push(...wrap(word, width));
	}
	return lines;
}

/** The same as rows of one tone. */
export function sentenceRows(text: Safe, width: number, tone?: Tone): readonly Row[] {
	return wrapWords(text, width).map(line => [span(line, tone)]);
}

/** The spans one after another, each whole on its row where it fits: a row that is full goes on in the next one after `indent` cells. */
export function flowSpans(spans: Row, width: number, indent: number): readonly Row[] {
	const rows: Span[][] = [[]];
	for (const item of spans) {
		const row = rows.at(-1) ?? [];
		if (rowWidth(row) + widthOf(item.text) <= width) {
			row.push(item);
			continue;
		}
		const [first, ...rest] = wrapWords(showPart(item.text.trimStart()), width - indent).map(text => ({...item, text}));
		if (first === undefined) continue;
		if (row.length === 0) row.push(first);
		else rest.unshift(first);
		rows.push(...rest.map(line => [{text: blank(indent)}, line]));
	}
	return rows;
}
