import type {JsonValue} from '../../hub/types.js';
import {jsonTypeOf} from '../../json-check.js';
import {blank, type Safe, safe, show} from '../../safe-text.js';
import {isJsonObject} from '../../twin-edit/json-path.js';
import {fitRow, type Row, rowWidth, type Span, span, type Tone} from '../cells.js';
import {coarseAge} from '../coarse-age.js';

import type {TwinLine, TwinMark} from './tree.js';

/** Cells of a section's or branch's first indent step. */
const indentCells = 2;
/** Age with the blank before it. */
const ageCells = 5;
/** UTF-16 units of a value that its row looks at. */
const maxValueLength = 200;
/** UTF-16 units of a value that the hub had before. */
const longestOvertaken = 20;

const tones: Readonly<Record<ReturnType<typeof jsonTypeOf>, Tone>> = {
	null: 'literal',
	boolean: 'literal',
	number: 'number',
	string: 'string',
	array: 'plain',
	object: 'plain',
};

/** Glyph before the key and word behind the value. */
const marks: Readonly<Record<TwinMark, {readonly glyph: Safe; readonly word: Safe; readonly tone: Tone}>> = {
	edited: {glyph: safe`*`, word: safe`(edited)`, tone: 'warning'},
	new: {glyph: safe`+`, word: safe`(new)`, tone: 'good'},
	deleted: {glyph: safe`-`, word: safe`(delete)`, tone: 'bad'},
	drift: {glyph: safe`≠`, word: safe``, tone: 'warning'},
	unreported: {glyph: safe`◌`, word: safe`not reported`, tone: 'muted'},
};

/** A value as JSON on one line. */
export function valueSpan(value: JsonValue): Span {
	return span(show(JSON.stringify(value), {maxLength: maxValueLength}), tones[jsonTypeOf(value)]);
}

function headingSpans(line: TwinLine, etag: string, isInverse: boolean): readonly Span[] {
	const isEmpty = isJsonObject(line.value) && Object.keys(line.value).length === 0 && !line.unsentCount;
	return [
		span(show(line.section), 'plain', {isBold: true, isInverse}),
		...(line.version === undefined ? [] : [span(safe`  v${line.version}`, 'muted')]),
		...(isEmpty ? [span(safe`  empty`, 'muted')] : []),
		...(line.unsentCount ? [span(safe`  ${line.unsentCount} unsent`, 'warning')] : []),
		...(line.section === 'desired' ? [span(safe`  etag ${show(etag)}`, 'muted')] : []),
	];
}

function branchSpans(line: TwinLine): readonly Span[] {
	if (line.isOpen) return [];
	const value = line.edited ?? line.value;
	const count = isJsonObject(value) ? Object.keys(value).length : 0;
	return [span(safe` {${count}}`, 'muted')];
}

function leafSpans(line: TwinLine): readonly Span[] {
	const {value, edited, mark} = line;
	const isUnsent = mark === 'edited' || mark === 'new';
	return [
		...(value === undefined ? [] : [span(blank(1)), valueSpan(value)]),
		...(isUnsent && edited !== undefined ? [span(safe` -> `, 'warning', {isBold: true}), valueSpan(edited)] : []),
	];
}

function markSpans(line: TwinLine): readonly Span[] {
	if (line.mark === undefined) return [];
	const {word, tone} = marks[line.mark];
	if (line.overtaken !== undefined) {
		const from = line.overtaken.from === undefined ? safe`nothing` : show(JSON.stringify(line.overtaken.from), {maxLength: longestOvertaken});
		return [span(safe` ▲ was ${from}`, 'warning')];
	}
	const text = line.mark === 'drift' ? (line.section === 'desired' ? safe`≠ reported` : safe`≠ desired`) : word;
	return [span(safe` ${text}`, tone)];
}

function contentSpans(line: TwinLine, etag: string, isInverse: boolean): readonly Span[] {
	const opener = line.kind === 'leaf' || line.kind === 'detail' ? blank(2) : line.isOpen ? safe`▾ ` : safe`▸ `;
	const indent = blank(line.path.length * indentCells);
	if (line.kind === 'detail') return [span(safe`${indent}${opener}`), ...(line.detail ?? [])];
	if (line.kind === 'section') return [span(opener, 'muted'), ...headingSpans(line, etag, isInverse), ...(line.isOpen ? [] : branchSpans(line))];
	const key = show(line.path.at(-1) ?? '', {maxLength: maxValueLength});
	const own = line.kind === 'branch' ? branchSpans(line) : leafSpans(line);
	return [span(indent), span(opener, 'muted'), span(key, 'key', {isInverse}), ...own];
}

/** Glyphs in the first two cells: the cursor, and how the line differs. */
export function gutter(line: TwinLine, isCursor: boolean): readonly Span[] {
	const mark = line.mark === undefined || line.kind === 'detail' ? undefined : marks[line.mark];
	return [span(isCursor ? safe`›` : safe` `, 'accent', {isBold: true}), span(mark?.glyph ?? safe` `, mark?.tone)];
}

/** How long ago a value was written, right-aligned; blank where the metadata does not say. */
function ageSpan(line: TwinLine, now: number): Span {
	const text = line.updatedAt === undefined || line.kind === 'detail' ? blank(0) : coarseAge(now - line.updatedAt);
	return span(safe`${blank(ageCells - text.length)}${text}`, 'muted');
}

/** One line of the tree in exactly `width` cells: cursor and mark, key, value, unsent value, words, age. */
export function twinRow(
	line: TwinLine,
	options: {readonly width: number; readonly isCursor: boolean; readonly isFocused: boolean; readonly etag: string; readonly now: number},
): Row {
	const {width, isCursor, isFocused, etag, now} = options;
	const content = [...gutter(line, isCursor), ...contentSpans(line, etag, isCursor && isFocused)];
	const words = line.kind === 'detail' ? [] : markSpans(line);
	// A long value gives way to what is about to be written, comes before what the glyph says already, and all give way to the age.
	const room = Math.max(1, width - ageCells);
	const isShort = rowWidth(content) + rowWidth(words) <= room;
	const isTold = line.mark === 'drift' || line.mark === 'unreported';
	const shown = isShort || !isTold ? words : [];
	const head = isShort ? content : fitRow(content, Math.max(1, room - rowWidth(shown)));
	return fitRow([...fitRow([...head, ...shown], room), ageSpan(line, now)], width);
}

/** Cells that stand before the value of a key: for a field that is drawn in its place. */
export function keyCells(line: TwinLine): Row {
	const key = show(line.path.at(-1) ?? '', {maxLength: maxValueLength});
	return [...gutter(line, true), span(blank(line.path.length * indentCells + 2)), span(key, 'key'), span(blank(1))];
}
