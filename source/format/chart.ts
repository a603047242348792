import type {MessageCounts} from '../hub/management-types.js';
import {blank, type Safe, safe, widthOf} from '../safe-text.js';
import {columns, line} from './blocks.js';
import {type Row, span} from './cells.js';
import {countColumns} from './message-trend.js';

/** The next number of the kind 1, 2, 5, 10, 20 … that is not below: axes have plain ends. */
export const axisEnd = (most: number): number => {
	const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
	return [1, 2, 5, 10].map(step => step * power).find(end => end >= most) ?? most;
};

const labelsAt: readonly (readonly [minutesAgo: number, label: Safe])[] = [
	[30, safe`-30m`],
	[20, safe`-20m`],
	[10, safe`-10m`],
	[0, safe`now`],
];

/** The labels under `width` columns, the last one ending with them. */
const timeLabels = (width: number): Safe => {
	let text = blank(0);
	for (const [minutesAgo, label] of labelsAt) {
		const at = Math.round(((30 - minutesAgo) / 30) * width) - (minutesAgo === 0 ? widthOf(label) : 0);
		const gap = at - widthOf(text);
		if (gap < 0 || (gap === 0 && minutesAgo < 30)) continue;
		text = safe`${text}${blank(gap)}${label}`;
	}
	return text;
};

const axis = (label: Safe, width: number): Safe => safe`${blank(width - widthOf(label))}${label} `;

/** Cells for the numbers of the axis: enough for a column whose buckets all hold as much as the fullest, so that the plot seldom moves sideways. */
const labelWidthOf = ({counts}: MessageCounts, width: number): number => {
	const each = Math.ceil(counts.length / Math.max(1, width - 14));
	return Math.max(5, String(axisEnd(Math.max(...counts) * each)).length);
};

/** Columns that a chart of `width` cells has room for. */
export const roomForColumns = (all: MessageCounts, width: number): number => width - labelWidthOf(all, width) - 2;

/**
 * Messages over the last 30 minutes as columns, with numbers on the left and times below, in `height` rows of at most `width` cells.
 * A time without messages stays empty.
 */
export const chartRows = (all: MessageCounts, {width, height}: {readonly width: number; readonly height: number}): readonly Row[] => {
	const plotHeight = Math.max(1, height - 2);
	const labelWidth = labelWidthOf(all, width);
	const {counts} = countColumns(all, roomForColumns(all, width));
	const end = axisEnd(Math.max(...counts));
	const middle = plotHeight >= 5 && end % 2 === 0 ? plotHeight - 1 - Math.round((plotHeight - 1) / 2) : -1;
	const labelOf = (row: number): Safe => (row === 0 ? safe`${end}` : row === middle ? safe`${end / 2}` : blank(0));
	const plot = columns(counts, end, plotHeight).map(
		(cells, row): Row => [span(axis(labelOf(row), labelWidth), 'muted'), span(safe`│`, 'muted'), span(cells, 'accent')],
	);
	return [
		...plot,
		[span(axis(safe`0`, labelWidth), 'muted'), span(safe`└${line(counts.length)}`, 'muted')],
		[span(blank(labelWidth + 2)), span(timeLabels(counts.length), 'muted')],
	];
};
