import {span} from '../format/cells.js';
import {smallest} from '../layout.js';
import {safe} from '../safe-text.js';
import {RowText} from './rows.js';

/** All that stands in a terminal too small for a dialog. */
export function TooSmall({columns, rows}: {readonly columns: number; readonly rows: number}) {
	const words = safe`too small: ${smallest.columns}x${smallest.rows} needed, now ${columns}x${rows}`;
	return <RowText row={[span(words, 'warning')]} width={columns} />;
}
