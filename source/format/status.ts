import type {Action, ActionContext} from '../actions.js';
import type {FeedSnapshot, HubStatus} from '../hub/types.js';
import {keyLabel} from '../keymap.js';
import {blank, safe, show} from '../safe-text.js';
import type {Notice} from '../ui-state/types.js';
import {type Row, rowWidth, type Span, span} from './cells.js';

const separator = span(safe` · `, 'muted');

const service = ({service: state, error}: HubStatus): readonly Span[] => {
	if (state === 'failed') return [span(show(error === undefined ? 'not connected' : `${error.message} ${error.hint}`), 'bad')];
	return [state === 'connected' ? span(safe`connected`, 'good') : span(safe`connecting`, 'warning')];
};

const partitions = ({partitions: {open, count}, error, status}: FeedSnapshot): readonly Span[] => {
	if (status === 'receiving' && error !== undefined) return [span(show(`feed: ${error.message}`), 'warning')];
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

/** The keys that do something now, with a word each, as many as `width` cells hold. */
export const footerRow = (actions: readonly Action[], context: ActionContext, width: number): Row => {
	const row: Span[] = [];
	let left = width - 1;
	const taken = new Set<string>();
	for (const {keys, hint, disabled} of actions) {
		const key = keys.find(name => !taken.has(name));
		for (const name of keys) taken.add(name);
		if (hint === undefined || key === undefined || disabled?.(context) !== undefined) continue;
		const item: Row = [span(blank(row.length === 0 ? 1 : 2)), span(show(keyLabel(key)), 'accent', {isBold: true}), span(show(` ${hint}`), 'muted')];
		if (rowWidth(item) > left) continue;
		row.push(...item);
		left -= rowWidth(item);
	}

	return row;
};
