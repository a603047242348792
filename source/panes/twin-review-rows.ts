import {type Row, span, wrapRow} from '../format/cells.js';
import {jsonBytes} from '../format/json-check.js';
import {valueSpan} from '../format/twin-lines/row.js';
import {type Safe, safe, show, wrap} from '../safe-text.js';
import {changesOf, type TwinDraft} from '../twin-edit/draft.js';
import {pathText} from '../twin-edit/json-path.js';
import {buildPatch, type JsonChange, leavesOf} from '../twin-edit/patch.js';
import type {TwinReview} from '../ui-state/twin.js';

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

/** What happens with the review: a newer state of the hub under it, the sending, a failure. */
function stateRows({state, sentAt, error, isRebased}: TwinReview, now: number): readonly Row[] {
	if (state === 'sending') return [[span(safe`◌ sending ${Math.max(0, Math.floor((now - (sentAt ?? now)) / 1000))} s`, 'info')]];
	if (error !== undefined) {
		const unknown: readonly Row[] =
			error.kind === 'timeout' ? [[span(safe`Whether the hub took the change is unknown; the twin is read again.`, 'warning')]] : [];
		return [[span(safe`✕ Not sent: ${show(error.message)}`, 'bad')], [span(show(error.hint), 'muted')], ...unknown];
	}
	return isRebased ? [[span(safe`▲ The hub changed other keys meanwhile: rebased, review again.`, 'warning')]] : [];
}

/** The review of unsent changes in rows of `width` cells: target, what happens to it, old and new, and the patch as it is sent. */
export function reviewRows(review: TwinReview, draft: TwinDraft, hostName: string, width: number, now: number): readonly Row[] {
	const {base, edited} = draft;
	const patch = buildPatch(base.desired, edited);
	const rows: readonly Row[] = [
		[span(safe`device `, 'muted'), span(show(review.deviceId), 'plain', {isBold: true}), span(safe`  hub `, 'muted'), span(show(hostName))],
		[span(safe`base   `, 'muted'), span(safe`desired v${base.version}  etag ${show(base.etag)}`)],
		...stateRows(review, now),
		[],
		...changesOf(draft).flatMap(changeRows),
		[],
		[span(safe`patch of desired, ${jsonBytes(patch)} B, sent only if the etag still matches:`, 'muted')],
		...wrap(show(JSON.stringify(patch), {maxLength: Number.POSITIVE_INFINITY}), width).map(text => [span(text)]),
	];
	return rows.flatMap(row => (row.length === 0 ? [row] : wrapRow(row, width)));
}
