import type {Action, ActionContext} from '../actions.js';
import type {FeedSnapshot, HubStatus} from '../hub/types.js';
import {keyLabel} from '../keymap.js';
import {blank, safe, show} from '../safe-text.js';
import type {Notice} from '../ui-state/types.js';
import {type Row, rowWidth, type Span, shiftRow, span} from './cells.js';
import {failureWords} from './failure-rows.js';

const separator = span(safe` · `, 'muted');

const service = ({service: state, error}: HubStatus): readonly Span[] => {
	if (state === 'failed') return [span(error === undefined ? safe`not connected` : failureWords(error), 'bad')];
	return [state === 'connected' ? span(safe`connected`, 'good') : span(safe`connecting`, 'warning')];
};

const partitions = ({partitions: {open, count}, error, status}: FeedSnapshot): readonly Span[] => {
	if (status === 'receiving' && error !== undefined) return [span(safe`feed: ${failureWords(error)}`, 'warning')];
	return count === 0 ? [] : [span(safe`${open}/${count} partitions`, open === count ? 'plain' : 'warning')];
};

/** What holds the console and the hub together, or the newest notice. */
export const statusRow = (status: HubStatus, feed: FeedSnapshot, notice: Notice | undefined, now: number): Row => {
	if (notice !== undefined) return [span(blank(1)), span(notice.text, notice.tone)];
	const minutes = status.tokenRenewsAt === undefined ? undefined : Math.max(0, Math.ceil((status.tokenRenewsAt - now) / 60_000));
	const parts: readonly (readonly Span[])[] = [
		service(status),
		minutes === undefined ? [] : [span(safe`sas renews in ${minutes} m`)],
		partitions(feed),
		status.throttledCount === 0 ? [] : [span(safe`throttled ${status.throttledCount}`, 'warning')],
	];
	return [span(blank(1)), ...parts.filter(part => part.length > 0).flatMap((part, index) => (index === 0 ? part : [separator, ...part]))];
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
