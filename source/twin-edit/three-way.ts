import type {JsonValue} from '../hub/types.js';
import type {TwinBase, TwinDraft} from './draft.js';
import {isEqualJson, isOverlapping, type JsonPath, valueAt} from './json-path.js';
import {applyChanges, changesBetween, type JsonChange} from './patch.js';

/** A path that both sides changed to different values. An absent value means that the side deleted it, or never had it. */
export type TwinConflict = {
	readonly path: JsonPath;
	readonly base?: JsonValue;
	readonly theirs?: JsonValue;
	readonly mine?: JsonValue;
};

/** How one conflict ends: with the hub's value, with mine, or with another one. */
export type TwinResolution = {readonly choice: 'mine'} | {readonly choice: 'theirs'} | {readonly choice: 'edited'; readonly value: JsonValue};

/** Base, theirs and mine compared. Without conflicts `draft` stands on the hub's new state and holds only what is still mine. */
export type Rebase = {readonly kind: 'rebased'; readonly draft: TwinDraft} | {readonly kind: 'conflict'; readonly conflicts: readonly TwinConflict[]};

function rebaseChanges(draft: TwinDraft, theirs: TwinBase, mine: readonly JsonChange[]): TwinDraft {
	const {desired} = draft.base;
	const move = (document: TwinDraft['edited']) => applyChanges(theirs.desired, changesBetween(desired, document));
	return {base: theirs, edited: applyChanges(theirs.desired, mine), past: draft.past.map(move), future: draft.future.map(move)};
}

function conflictsOf(draft: TwinDraft, theirs: TwinBase): readonly TwinConflict[] {
	const base = draft.base.desired;
	const theirChanges = changesBetween(base, theirs.desired);
	return changesBetween(base, draft.edited)
		.filter(mine => theirChanges.some(their => isOverlapping(mine.path, their.path)))
		.map(mine => ({path: mine.path, base: mine.before, theirs: valueAt(theirs.desired, mine.path), mine: mine.after}))
		.filter(conflict => !isEqualJson(conflict.theirs, conflict.mine));
}

/** Moves a draft onto the hub's present state; paths that only one side touched, or both alike, are no conflict. */
export function rebaseDraft(draft: TwinDraft, theirs: TwinBase): Rebase {
	if (draft.base.etag === theirs.etag) return {kind: 'rebased', draft};
	const conflicts = conflictsOf(draft, theirs);
	if (conflicts.length > 0) return {kind: 'conflict', conflicts};
	return {kind: 'rebased', draft: rebaseChanges(draft, theirs, changesBetween(draft.base.desired, draft.edited))};
}

/** Ends every conflict as chosen, `resolutions` in the order of `conflicts`, and moves the draft onto the hub's state. */
export function resolveConflicts(
	draft: TwinDraft,
	theirs: TwinBase,
	conflicts: readonly TwinConflict[],
	resolutions: readonly (TwinResolution | undefined)[],
): TwinDraft {
	const mine = changesBetween(draft.base.desired, draft.edited).flatMap((change): readonly JsonChange[] => {
		const index = conflicts.findIndex(conflict => conflict.path.length === change.path.length && isOverlapping(conflict.path, change.path));
		if (index === -1) return [change];
		const resolution = resolutions[index];
		if (resolution === undefined || resolution.choice === 'theirs') return [];
		return resolution.choice === 'mine' ? [change] : [{...change, after: resolution.value}];
	});
	return rebaseChanges(draft, theirs, mine);
}
