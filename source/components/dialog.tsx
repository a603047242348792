import type {Row} from '../format/cells.js';
import {equalRows} from '../format/equal-rows.js';
import type {Rect} from '../layout.js';
import {Frame, insideOf} from './frame.js';
import {Rows} from './rows.js';

/** A rectangle of the wished size, border included, in the middle of another and never outside of it. */
export const centre = (screen: Rect, wished: {readonly width: number; readonly height: number}): Rect => {
	const width = Math.min(screen.width, wished.width);
	const height = Math.min(screen.height, wished.height);
	return {x: screen.x + Math.floor((screen.width - width) / 2), y: screen.y + Math.floor((screen.height - height) / 2), width, height};
};

type Props = {
	/** Where it stands, from `centre`. */
	readonly rect: Rect;
	readonly heading: Row;
	readonly title?: Row;
	/** The keys that answer it. */
	readonly footer?: Row;
	/** Its inside, from the top; what has no room is left out, so scroll before. */
	readonly rows: readonly Row[];
};

/** A dialog as it was worked out: where it stands, and its inside. */
export type DrawnDialog = {readonly rect: Rect; readonly rows: readonly Row[]};

/** Whether both look the same; the screen around them did not change. */
export const equalDialogs = (before: DrawnDialog, after: DrawnDialog): boolean =>
	equalRows(before.rows, after.rows) && before.rect.height === after.rect.height && before.rect.width === after.rect.width;

/** A framed box over the panes. */
export function Dialog({rect, rows, heading, ...words}: Props) {
	return (
		<Frame {...words} headings={[heading]} rect={rect} isFocused>
			<Rows rows={rows} {...insideOf(rect)} />
		</Frame>
	);
}
