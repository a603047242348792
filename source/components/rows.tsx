import {Box, Text} from 'ink';
import {memo} from 'react';
import {fitRow, type Row, type Span} from '../format/cells.js';
import {equalRow} from '../format/equal-rows.js';
import {useTheme} from '../hooks/console.js';
import {type Theme, toAscii} from '../theme.js';

const drawSpan = ({text, tone = 'plain', isBold = false, isInverse = false}: Span, index: number, theme: Theme) => {
	const {color, isDim = false, isBold: isStrong = false} = theme.tones[tone];
	const drawn = theme.isAscii ? toAscii(text) : text;
	if (color === undefined && !isDim && !isBold && !isStrong && !isInverse) return drawn;
	return (
		// Spans of a row have no identity but their place.
		<Text key={index} {...(color !== undefined && {color})} dimColor={isDim && !isInverse} bold={isBold || isStrong} inverse={isInverse}>
			{drawn}
		</Text>
	);
};

/** One screen row of exactly `width` cells. */
export const RowText = memo(
	function RowText({row, width}: {readonly row: Row; readonly width: number}) {
		const theme = useTheme();
		const fitted = fitRow(row, width, theme.isAscii ? '~' : '…');
		return <Text wrap="truncate">{fitted.map((item, index) => drawSpan(item, index, theme))}</Text>;
	},
	(before, after) => before.width === after.width && equalRow(before.row, after.row),
);

const noRow: Row = [];

/** Exactly `height` rows of `width` cells: missing ones are blank, the ones too many are left out. */
export function Rows({rows, width, height}: {readonly rows: readonly Row[]; readonly width: number; readonly height: number}) {
	const places = Array.from({length: Math.max(0, height)}, (_, place) => place);
	return (
		<Box flexDirection="column" width={width} height={Math.max(0, height)} flexShrink={0}>
			{places.map(place => (
				<RowText key={place} row={rows[place] ?? noRow} width={width} />
			))}
		</Box>
	);
}
