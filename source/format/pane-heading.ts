import {blank, safe, show} from '../safe-text.js';
import type {PaneId} from '../ui-state/types.js';
import {type Row, span} from './cells.js';

export type PaneLabel = {readonly id: PaneId; readonly digit: string; readonly title: string};

/** Frames narrower than this show only the digits of the panes behind a tab. */
const roomyWidth = 50;

/** Digit and name of a pane, and of those behind it in the same rectangle, in the order of the digits. */
export const paneHeading = (shown: PaneId, labels: readonly PaneLabel[], tabs: readonly PaneId[], width: number): Row =>
	labels
		.filter(({id}) => id === shown || (tabs.includes(shown) && tabs.includes(id)))
		.flatMap(({id, digit, title}, index) => {
			const gap = span(blank(index === 0 ? 0 : 2));
			if (id === shown) return [gap, span(show(`${digit} ${title}`), 'plain', {isBold: true})];
			return [gap, span(width < roomyWidth ? safe`${show(digit)}` : show(`${digit} ${title}`), 'muted')];
		});
