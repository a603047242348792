import type {Action, ActionContext} from '../actions.js';
import type {FeedSnapshot, HubStatus} from '../hub/types.js';
import {keyLabel} from '../keymap.js';
import {blank, safe, show} from '../safe-text.js';
import type {Notice} from '../ui-state/types.js';
import {type Row, rowWidth, type Span, shiftRow, span} from './cells.js';
import {failureWords} from './failure-rows.js';
import {outageOf} from './outage.js';
import {sentenceRows} from './wrap-words.js';

const separator = span(safe` · `, 'muted');

const partitions = ({partitions: {open, count}}: FeedSnapshot): readonly Span[] =>
	count === 0 ? [] : [span(safe`${open}/${count} partitions`, open === count ? 'plain' : 'warning')];

/** What holds the console and the hub together. */
const connectionRow = (status: HubStatus, feed: FeedSnapshot, now: number): Row => {
	const minutes = status.tokenRenewsAt === undefined ? undefined : Math.max(0, Math.ceil((status.tokenRenewsAt - now) / 60_000));
	const parts: readonly (readonly Span[])[] = [
		[status.service === 'connected' ? span(safe`connected`, 'good') : span(safe`connecting`, 'warning')],
		minutes === undefined ? [] : [span(safe`sas renews in ${minutes} m`)],
		partitions(feed),
		status.throttledCount === 0 ? [] : [span(safe`throttled ${status.throttledCount}`, 'warning')],
	];
	return parts.filter(part => part.length > 0).flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
};

export type StatusFacts = {readonly status: HubStatus; readonly feed: FeedSnapshot; readonly notice: Notice | undefined; readonly now: number};

/**
 * The newest notice, else what keeps the console from the hub, with cause and next step, else how it is connected. Over as many rows of
 * `width` cells as it takes, `most` at the most: this is where a failure is told in full.
 */
export const statusRows = ({status, feed, notice, now}: StatusFacts, width: number, most: number): readonly Row[] => {
	const outage = outageOf(status, feed);
	const told = notice ?? (outage && {text: safe`${outage.what}: ${failureWords(outage.error)} r tries at once.`, tone: 'bad' as const});
	const rows = told === undefined ? [connectionRow(status, feed, now)] : sentenceRows(told.text, width - 2, told.tone);
	const shown =
		rows.length > most ? [...rows.slice(0, most - 1), rows.slice(most - 1).flatMap((row, index) => (index === 0 ? row : [span(blank(1)), ...row]))] : rows;
	return shown.map(row => [span(blank(1)), ...row]);
};

type Hint = {readonly id: string; readonly row: Row};

/** The live actions that have a hint, are not disabled, and whose key no action before them takes. */
const liveHints = (actions: readonly Action[], context: ActionContext): readonly Hint[] => {
	const taken = new Set<string>();
	return actions.flatMap(({id, keys, hint, disabled}) => {
		const key = keys.find(name => !taken.has(name));
		for (const name of keys) taken.add(name);
		if (hint === undefined || key === undefined || disabled?.(context) !== undefined) return [];
		return [
			{id, row: [span(safe`  ${show(keyLabel(key))}`, 'accent', {isBold: true}), span(show(` ${typeof hint === 'function' ? hint(context) : hint}`), 'muted')]},
		];
	});
};

/** The way to all other keys and the way out are shown however narrow it is. */
const essential: readonly string[] = ['console.help', 'console.quit'];

/** The keys that do something now, with a word each, as many as `width` cells hold. */
export const footerRow = (actions: readonly Action[], context: ActionContext, width: number): Row => {
	const hints = liveHints(actions, context);
	const chosen = new Set<Hint>();
	// Every hint begins with two blanks; one is enough at the edge.
	let left = width + 1;
	for (const hint of [...hints.filter(({id}) => essential.includes(id)), ...hints]) {
		const cells = rowWidth(hint.row);
		if (chosen.has(hint) || cells > left) continue;
		chosen.add(hint);
		left -= cells;
	}

	return shiftRow(
		hints.filter(hint => chosen.has(hint)).flatMap(({row}) => row),
		1,
	);
};
