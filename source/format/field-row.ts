import {cut, safe, show, skip, widthOf} from '../safe-text.js';
import type {TextField} from '../ui-state/text-field.js';
import {type Row, span} from './cells.js';

const characters = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** The part of a text field that `width` cells show, the cursor inverse and always visible; without a cursor when it is not active. */
export const fieldRow = ({value, cursor}: TextField, width: number, isActive: boolean): Row => {
	// Every character takes part in at most two cells too many: no more of the text is ever looked at.
	const reach = 2 * width + 2;
	if (!isActive) return [span(show(value.slice(0, reach)), 'plain')];
	const [under] = characters.segment(value.slice(cursor, cursor + 64));
	const before = show(value.slice(Math.max(0, cursor - reach), cursor));
	const at = under === undefined ? safe` ` : cut(show(under.segment), width);
	const after = show(value.slice(cursor + (under?.segment.length ?? 0), cursor + reach));
	const tooMany = Math.max(0, widthOf(before) + widthOf(at) - width);
	return [span(skip(before, tooMany)), span(at, 'plain', {isInverse: true}), span(after)];
};
