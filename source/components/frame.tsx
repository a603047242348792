import {Box} from 'ink';
import type {ReactNode} from 'react';
import {fitRow, type Row, rowWidth, span} from '../format/cells.js';
import {useTheme} from '../hooks/console.js';
import type {Rect} from '../layout.js';
import {blank, repeat, type Safe, safe} from '../safe-text.js';
import {RowText} from './rows.js';

type Props = {
	/** Border included: the inside is two columns and two rows smaller. */
	readonly rect: Rect;
	readonly isFocused: boolean;
	/** What it is: digit and name. Longest first: the first one that leaves room for the title is drawn, else the last. */
	readonly headings: readonly Row[];
	/** What it shows, behind the heading. */
	readonly title?: Row;
	/** Counts, in the bottom line. */
	readonly footer?: Row;
	/** `<Rows>` of the inside's width and height. */
	readonly children: ReactNode;
};

const gap = span(blank(2));
/** A title may be cut to so many cells for a longer heading. */
const leastTitle = 16;
/** Corners and the blanks beside them. */
const edgeCells = 4;

const topWords = (headings: readonly Row[], title: Row, width: number): Row => {
	const titleCells = title.length === 0 ? 0 : rowWidth([gap]) + Math.min(leastTitle, rowWidth(title));
	const heading = headings.find(words => rowWidth(words) + titleCells <= width - edgeCells) ?? headings.at(-1) ?? [];
	return title.length === 0 ? heading : [...heading, gap, ...title];
};

/** `┌ words ────┐` in `width` cells, the blank before the words filled where the frame has the focus. */
const edgeRow = (words: Row, width: number, corners: readonly [Safe, Safe], isFocused: boolean, mark = blank(1)): Row => {
	const tone = isFocused ? 'accent' : 'muted';
	const room = Math.max(0, width - edgeCells);
	const shown = rowWidth(words) > room ? fitRow(words, room) : words;
	const padded = shown.length === 0 ? [] : [span(mark, tone), ...shown, span(blank(1))];
	const fill = width - 2 - rowWidth(padded);
	return [span(corners[0], tone), ...padded, span(repeat(safe`─`, fill), tone), span(corners[1], tone)];
};

/** A bordered rectangle at its place on the screen. */
export function Frame({rect, isFocused, headings, title = [], footer = [], children}: Props) {
	const theme = useTheme();
	const look = isFocused ? theme.focusedBorder : theme.border;
	return (
		<Box position="absolute" left={rect.x} top={rect.y} width={rect.width} height={rect.height} flexDirection="column">
			<RowText
				row={edgeRow(topWords(headings, title, rect.width), rect.width, [safe`┌`, safe`┐`], isFocused, isFocused ? safe`▸` : blank(1))}
				width={rect.width}
			/>
			<Box
				width={rect.width}
				height={rect.height - 2}
				flexShrink={0}
				flexDirection="column"
				borderStyle={theme.borderLines}
				borderTop={false}
				borderBottom={false}
				{...(look.color !== undefined && {borderColor: look.color})}
				borderDimColor={look.isDim ?? false}
			>
				{children}
			</Box>
			<RowText row={edgeRow(footer, rect.width, [safe`└`, safe`┘`], isFocused)} width={rect.width} />
		</Box>
	);
}

/** Cells inside the border. */
export const insideOf = (rect: Rect): {readonly width: number; readonly height: number} => ({
	width: Math.max(0, rect.width - 2),
	height: Math.max(0, rect.height - 2),
});
