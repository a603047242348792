import {blank, type Safe, safe, skip, splitAt, widthOf, wrap} from '../safe-text.js';

/** Semantic looks; `theme.ts` turns them into colours. */
export type Tone = 'plain' | 'muted' | 'accent' | 'good' | 'warning' | 'bad' | 'info' | 'odd' | 'key' | 'string' | 'number' | 'literal';

/** A run of cells with one look. */
export type Span = {readonly text: Safe; readonly tone?: Tone; readonly isBold?: boolean; readonly isInverse?: boolean};

/** One screen row of a pane, before it is cut and padded to the pane's width. */
export type Row = readonly Span[];

/** A run of cells. */
export const span = (text: Safe, tone?: Tone, options: {readonly isBold?: boolean; readonly isInverse?: boolean} = {}): Span => ({
	text,
	...(tone && {tone}),
	...options,
});

/** Cells that a row takes before it is fitted. */
export const rowWidth = (row: Row): number => row.reduce((width, {text}) => width + widthOf(text), 0);

/** The spans that fill the first `width` cells, the last one shortened; a wide character that would not fit is left out. */
const takeCells = (row: Row, width: number): {readonly spans: Span[]; readonly left: number} => {
	const spans: Span[] = [];
	let left = width;
	for (const item of row) {
		const [text, rest] = splitAt(item.text, left);
		spans.push(rest === '' ? item : {...item, text});
		left -= widthOf(text);
		if (rest !== '') {
			break;
		}
	}

	return {spans, left};
};

/** The row in exactly `width` cells: padded with blanks, or cut with `ellipsis` in the last cell. Padding is inverse where the last span is. */
export const fitRow = (row: Row, width: number, ellipsis: '…' | '~' = '…'): Row => {
	if (width <= 0) {
		return [];
	}

	const isCut = rowWidth(row) > width;
	const {spans, left} = takeCells(row, isCut ? width - 1 : width);
	const last = spans.at(-1);
	if (isCut) {
		spans.push({...last, text: ellipsis === '~' ? safe`~` : safe`…`});
	}

	if (left > 0) {
		spans.push({text: blank(left), ...(last?.isInverse && {tone: last.tone, isInverse: true})});
	}

	return spans;
};

/** The row without its first `columns` cells, for sideways scrolling. Half of a wide character leaves a blank. */
export const shiftRow = (row: Row, columns: number): Row => {
	const spans: Span[] = [];
	let toSkip = Math.max(0, columns);
	for (const item of row) {
		const cells = widthOf(item.text);
		if (toSkip >= cells) {
			toSkip -= cells;
			continue;
		}

		spans.push(toSkip === 0 ? item : {...item, text: skip(item.text, toSkip)});
		toSkip = 0;
	}

	return spans;
};

/** The row over as many rows of at most `width` cells as it takes; one empty row for an empty one. */
export const wrapRow = (row: Row, width: number): readonly Row[] => {
	const rows: Span[][] = [];
	let current: Span[] = [];
	let left = Math.max(1, width);
	for (const item of row) {
		const [head, rest] = splitAt(item.text, left);
		if (head !== '') {
			current.push({...item, text: head});
			left -= widthOf(head);
		}

		const pieces = rest === '' ? [] : wrap(rest, width);
		for (const piece of pieces) {
			rows.push(current);
			current = [{...item, text: piece}];
			left = Math.max(1, width) - widthOf(piece);
		}
	}

	rows.push(current);
	return rows;
};
