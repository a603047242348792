import {isOutcomeUnknown} from '../errors.js';
import {type Row, span, wrapRow} from '../format/cells.js';
import {retryRows} from '../format/retry-rows.js';
import {valueSpan} from '../format/twin-lines/row.js';
import {sentenceRows} from '../format/wrap-words.js';
import type {Twin} from '../hub/types.js';
import {jsonBytes} from '../json-check.js';
import {type Safe, safe, show, wrap} from '../safe-text.js';
import {changesOf, type TwinDraft} from '../twin-edit/draft.js';
import {isEqualJson, pathText, valueAt} from '../twin-edit/json-path.js';
import {buildPatch, type JsonChange, leavesOf} from '../twin-edit/patch.js';
import type {TwinReview} from '../ui-state/twin-state.js';

/** Old and new value of one change, one line each; a deleted branch names every value it takes along. */
function changeRows({path, before, after}: JsonChange): readonly Row[] {
	const name = (keys: readonly string[]): Safe => show(pathText(keys), {maxLength: 200});
	const isDeletion = after === undefined;
	const removed = before === undefined ? [] : isDeletion ? leavesOf(before, path) : [{path, value: before}];
	return [
		...removed.map(leaf => [span(safe`- ${name(leaf.path)} `, 'bad'), valueSpan(leaf.value), ...(isDeletion ? [span(safe` (delete)`, 'bad')] : [])]),
		...(isDeletion ? [] : [[span(safe`+ ${name(path)} `, 'good'), valueSpan(after), ...(before === undefined ? [span(safe` (new)`, 'good')] : [])]]),
	];
}

/** A review, and since when it is being sent. */
type ShownReview = TwinReview & {readonly sentAt: number | undefined};

/** What happens with the review: a newer state of the hub under it, the sending, a failure. */
function stateRows({sentAt, error, isRebased}: ShownReview, width: number, now: number): readonly Row[] {
	if (sentAt !== undefined) return [[span(safe`◌ sending ${Math.max(0, Math.floor((now - sentAt) / 1000))} s`, 'info')]];
	if (error !== undefined) {
		const isUnknown = isOutcomeUnknown(error);
		return [
			...sentenceRows(safe`✕ ${isUnknown ? safe`Not confirmed` : safe`Not sent`}: ${show(error.message)}`, width, 'bad'),
			...sentenceRows(show(error.hint), width, 'muted'),
			...retryRows(error, width, now),
			...(isUnknown ? sentenceRows(safe`Whether the hub took the change is unknown; the twin is read again.`, width, 'warning') : []),
		];
	}
	return isRebased ? sentenceRows(safe`▲ The hub changed other keys meanwhile: rebased, review again.`, width, 'warning') : [];
}

/** What the hub has changed since the draft began: its present values at the paths of the draft. */
function overtakenRows(draft: TwinDraft, twin: Twin | undefined, width: number): readonly Row[] {
	if (twin === undefined || twin.etag === draft.base.etag) return [];
	const {version, values} = twin.desired;
	const changed = changesOf(draft).filter(({path, before}) => !isEqualJson(valueAt(values, path), before));
	if (changed.length === 0)
		return sentenceRows(safe`▲ The hub is at v${version} by now, with other keys changed: Send rebases and reviews again.`, width, 'warning');
	return [
		...sentenceRows(safe`▲ The hub is at v${version} by now and changed these keys, too: Send lets you choose, and sends nothing before.`, width, 'warning'),
		...changed.map(({path}): Row => {
			const value = valueAt(values, path);
			return [
				span(safe`! ${show(pathText(path), {maxLength: 200})} `, 'warning'),
				value === undefined ? span(safe`(no such key)`, 'muted') : valueSpan(value),
				span(safe` (on the hub now)`, 'warning'),
			];
		}),
	];
}

/** The review of unsent changes in rows of `width` cells: target, what happens to it, old and new, and the patch as it is sent. */
export function reviewRows(
	review: ShownReview,
	draft: TwinDraft,
	hub: {readonly hostName: string; readonly twin: Twin | undefined},
	width: number,
	now: number,
): readonly Row[] {
	const {base, edited} = draft;
	const patch = buildPatch(base.desired, edited);
	const rows: readonly Row[] = [
		[span(safe`device `, 'muted'), span(show(review.deviceId), 'plain', {isBold: true}), span(safe`  hub `, 'muted'), span(show(hub.hostName))],
		[span(safe`base   `, 'muted'), span(safe`desired v${base.version}  etag ${show(base.etag)}`)],
		...stateRows(review, width, now),
		...(review.sentAt !== undefined ? [] : overtakenRows(draft, hub.twin, width)),
		[],
		...changesOf(draft).flatMap(changeRows),
		[],
		[span(safe`patch of desired, ${jsonBytes(patch)} B, sent only if the etag still matches:`, 'muted')],
		...wrap(show(JSON.stringify(patch), {maxLength: Number.POSITIVE_INFINITY}), width).map(text => [span(text)]),
	];
	return rows.flatMap(row => (row.length === 0 ? [row] : wrapRow(row, width)));
}
