import {centre} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {type Row, span} from '../format/cells.js';
import {scrolledTop} from '../format/window.js';
import type {Rect} from '../layout.js';
import {type Safe, safe} from '../safe-text.js';
import {buttonRow} from './twin-review-rows.js';

/** Below the text: how much of it is out of sight, and the answers. */
const bottomRows = 2;

/** Where a review stands, its whole text, and the rows it has for it. */
export type PlacedReview = {readonly rect: Rect; readonly text: readonly Row[]; readonly room: number};

/** Places a review around its text, at most `widest` cells wide; `textOf` makes the text for the width of the inside. */
export function placeReview(screen: Rect, widest: number, textOf: (width: number) => readonly Row[]): PlacedReview {
	const width = Math.min(widest, screen.width);
	const text = textOf(width - 2);
	const rect = centre(screen, {width, height: text.length + bottomRows + 2});
	return {rect, text, room: Math.max(1, insideOf(rect).height - bottomRows)};
}

/** The rows of a review: as much of its text as has room, and the answers, which are always visible. */
export function drawReview({text, room}: PlacedReview, scroll: number, answers: readonly {readonly text: Safe; readonly isFocused: boolean}[]): readonly Row[] {
	const top = scrolledTop(scroll, room, text.length);
	const more = text.length - room - top;
	return [...text.slice(top, top + room), more > 0 ? [span(safe`↓ ${more} more rows`, 'muted')] : [], buttonRow(answers)];
}
