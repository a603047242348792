import type {JsonValue} from '../../hub/types.js';
import {blank, type Safe, safe, show, widthOf} from '../../safe-text.js';
import {isRefusal} from '../../twin-edit/acknowledgement.js';
import {type JsonPath, pathText} from '../../twin-edit/json-path.js';
import {fitRow, type Row, type Span, span, type Tone} from '../cells.js';
import {coarseAge} from '../coarse-age.js';
import {age} from '../time.js';
import {flowSpans} from '../wrap-words.js';
import type {TwinComparison} from './compare.js';
import {gutter, valueSpan} from './row.js';
import type {TwinLine} from './tree.js';

/** Cursor, mark and a blank. */
const gutterCells = 3;
const verdictCells = 9;
const ageCells = 5;
/** Narrower panes leave the ages to the lines below. */
const agesFrom = 50;
/** UTF-16 units of a path that is drawn. */
const longestPath = 200;

const verdicts: Readonly<Record<TwinComparison['verdict'], {readonly text: Safe; readonly tone: Tone}>> = {
	same: {text: safe` ✓ same`, tone: 'good'},
	drift: {text: safe` ≠ drift`, tone: 'warning'},
	silent: {text: safe` ◌ silent`, tone: 'muted'},
	own: {text: safe`   own`, tone: 'muted'},
};

const pathSafe = (path: JsonPath): Safe => (path.length === 0 ? safe`path` : show(pathText(path), {maxLength: longestPath}));

type Widths = {readonly path: number; readonly value: number; readonly age: number};

/** Cells of the longest path of all lines: wider than that the path's column need not be. */
export const longestPathOf = (lines: readonly TwinLine[]): number => lines.reduce((most, {path}) => Math.max(most, widthOf(pathSafe(path))), 0);

const widthsOf = (width: number, longest: number): Widths => {
	const ageWidth = width >= agesFrom ? ageCells : 0;
	const rest = Math.max(3, width - gutterCells - verdictCells - 2 * ageWidth);
	const path = Math.max(1, Math.min(longest, Math.floor(rest * 0.4)));
	return {path, value: Math.max(1, Math.floor((rest - path) / 2)), age: ageWidth};
};

const ageSpan = (at: number | undefined, now: number, width: number): Row => {
	if (width === 0) return [];
	const text = at === undefined ? blank(0) : coarseAge(now - at);
	return [span(safe`${blank(width - text.length)}${text}`, 'muted')];
};

/** A blank and a value, cut where it has no room. */
const valueCells = (value: Span | undefined, width: number): Row => fitRow(value === undefined ? [] : [span(blank(1)), value], width);

const desiredSpan = ({value, edited, mark}: TwinLine): Span | undefined => {
	const shown = mark === 'edited' || mark === 'new' ? edited : value;
	return shown === undefined ? undefined : valueSpan(shown);
};

const optional = (value: JsonValue | undefined): Span | undefined => (value === undefined ? undefined : valueSpan(value));

/** One path in exactly `width` cells: desired value and age, reported value and age, whether they agree. */
export const comparedRow = (
	line: TwinLine,
	options: {
		readonly width: number;
		readonly isCursor: boolean;
		readonly isFocused: boolean;
		readonly reportedVersion: number;
		/** From `longestPathOf`. */
		readonly longestCells: number;
		readonly now: number;
	},
): Row => {
	const {width, isCursor, isFocused, reportedVersion, longestCells, now} = options;
	const widths = widthsOf(width, longestCells);
	const isInverse = isCursor && isFocused;
	const {comparison} = line;
	if (comparison === undefined) {
		const cells = widths.value + widths.age;
		const title = (text: Safe, version: number): Row => {
			const whole = safe`${text} v${version}`;
			return fitRow([span(widthOf(whole) > cells ? text : whole, 'muted', {isBold: true})], cells);
		};
		return fitRow(
			[
				...gutter(line, isCursor),
				span(blank(1)),
				...fitRow([span(safe`path`, 'muted', {isBold: true, isInverse})], widths.path),
				...title(safe` desired`, line.version ?? 0),
				...title(safe` reported`, reportedVersion),
			],
			width,
		);
	}

	const {text, tone} = verdicts[comparison.verdict];
	const path = pathSafe(line.path);
	const edits: Readonly<Partial<Record<string, Safe>>> = {edited: safe` * unsent`, new: safe` + unsent`, deleted: safe` - delete`};
	const edit = line.mark === undefined ? undefined : edits[line.mark];
	return fitRow(
		[
			...gutter(line, isCursor),
			span(blank(1)),
			...fitRow([span(path, 'key', {isInverse})], widths.path),
			...valueCells(desiredSpan(line), widths.value),
			...ageSpan(line.updatedAt, now, widths.age),
			...valueCells(optional(comparison.reported), widths.value),
			...ageSpan(comparison.reportedAt, now, widths.age),
			edit === undefined ? span(text, tone) : span(edit, 'warning'),
		],
		width,
	);
};

const since = (at: number | undefined, now: number): Safe => (at === undefined ? safe`` : safe`, ${age(now - at)} ago`);

const acknowledgementSpans = ({acknowledgement, sentVersion}: TwinComparison): readonly Span[] => {
	if (acknowledgement === undefined) return [];
	const {version, code, description} = acknowledgement;
	const isBehind = sentVersion !== undefined && version < sentVersion;
	const why = description === undefined ? safe`` : safe`: ${show(description, {maxLength: longestPath})}`;
	const tone: Tone = isBehind || isRefusal(acknowledgement) ? 'warning' : 'plain';
	return [span(safe`, acknowledged v${version} with ${code}${why}`, tone)];
};

/** The line under the cursor in full: path, both values with age, version sent and version acknowledged. */
export const comparisonDetail = (line: TwinLine, width: number, now: number): readonly Row[] => {
	const {comparison, value, updatedAt} = line;
	if (comparison === undefined) return [];
	const sent = comparison.sentVersion === undefined ? safe`` : safe`, sent v${comparison.sentVersion}`;
	const desired: Row =
		value === undefined
			? [span(safe`desired  nothing`, 'muted')]
			: [span(safe`desired  `, 'muted'), valueSpan(value), span(safe`${sent}${since(updatedAt, now)}`)];
	const reported: Row =
		comparison.reported === undefined && comparison.acknowledgement === undefined
			? [span(safe`reported nothing`, 'muted')]
			: [
					span(safe`reported `, 'muted'),
					...(comparison.reported === undefined ? [] : [valueSpan(comparison.reported)]),
					...acknowledgementSpans(comparison),
					span(since(comparison.reportedAt, now)),
				];
	const name = span(show(pathText(line.path), {maxLength: longestPath}), 'key');
	return [[name], ...flowSpans(desired, width, 9), ...flowSpans(reported, width, 9)];
};
