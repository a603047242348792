import {blank, safe, show} from '../safe-text.js';
import type {PaneId} from '../ui-state/types.js';
import {type Row, type Span, span} from './cells.js';

export type PaneLabel = {readonly id: PaneId; readonly digit: string; readonly title: string};

/**
 * Digit and name of a pane, and of those behind it in the same rectangle, in the order of the digits, the shown one in brackets. Longest first:
 * the last names only the shown one.
 */
export const paneHeadings = (shown: PaneId, labels: readonly PaneLabel[], tabs: readonly PaneId[]): readonly Row[] => {
	const shared = labels.filter(({id}) => id === shown || (tabs.includes(shown) && tabs.includes(id)));
	const isAlone = shared.length === 1;
	const heading = (gap: number, isNamed: boolean): Row =>
		shared.flatMap(({id, digit, title}, index): readonly Span[] => {
			const before = span(blank(index === 0 ? 0 : gap));
			if (id !== shown) return [before, span(isNamed ? show(`${digit} ${title}`) : show(digit), 'muted')];
			const name = show(`${digit} ${title}`);
			return [before, span(isAlone ? name : safe`[${name}]`, 'plain', {isBold: true})];
		});
	return isAlone ? [heading(0, true)] : [heading(2, true), heading(1, true), heading(1, false)];
};
