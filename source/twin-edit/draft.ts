import type {JsonObject, JsonValue, Twin} from '../hub/types.js';
import {deleteAt, isEqualJson, type JsonPath, setAt, valueAt} from './json-path.js';
import {applyChanges, changesBetween, type JsonChange} from './patch.js';

/** The desired section that edits started from. */
export type TwinBase = {readonly etag: string; readonly version: number; readonly desired: JsonObject};

/** Unsent edits of one device's desired properties, kept as whole documents so that undo is a step back. */
export type TwinDraft = {
	readonly base: TwinBase;
	/** The desired section as the user wants it. */
	readonly edited: JsonObject;
	/** Earlier and undone states of `edited`, the nearest last. */
	readonly past: readonly JsonObject[];
	readonly future: readonly JsonObject[];
};

/** A draft that the hub took, and the desired section that this made. */
export type SentDraft = {readonly draft: TwinDraft; readonly after: TwinBase};

/** What a draft needs to remember of a twin. */
export function baseOf(twin: Twin): TwinBase {
	return {etag: twin.etag, version: twin.desired.version, desired: twin.desired.values};
}

/** A draft without edits. */
export function startDraft(base: TwinBase): TwinDraft {
	return {base, edited: base.desired, past: [], future: []};
}

function withEdited(draft: TwinDraft, edited: JsonObject): TwinDraft {
	return isEqualJson(edited, draft.edited) ? draft : {...draft, edited, past: [...draft.past, draft.edited], future: []};
}

/** Sets one value. */
export function setValue(draft: TwinDraft, path: JsonPath, value: JsonValue): TwinDraft {
	return withEdited(draft, setAt(draft.edited, path, value));
}

/** Marks a key for deletion, takes an added key out again, or brings a deleted one back. */
export function toggleDeletion(draft: TwinDraft, path: JsonPath): TwinDraft {
	if (valueAt(draft.edited, path) !== undefined) return withEdited(draft, deleteAt(draft.edited, path));
	const before = valueAt(draft.base.desired, path);
	return before === undefined ? draft : withEdited(draft, setAt(draft.edited, path, before));
}

/** One step back; the same draft when there is none. */
export function undo(draft: TwinDraft): TwinDraft {
	const edited = draft.past.at(-1);
	return edited === undefined ? draft : {...draft, edited, past: draft.past.slice(0, -1), future: [...draft.future, draft.edited]};
}

/** Makes the last undone step again; the same draft when there is none. */
export function redo(draft: TwinDraft): TwinDraft {
	const edited = draft.future.at(-1);
	return edited === undefined ? draft : {...draft, edited, past: [...draft.past, draft.edited], future: draft.future.slice(0, -1)};
}

/** The unsent changes, one per path. */
export function changesOf(draft: TwinDraft | undefined): readonly JsonChange[] {
	return draft === undefined ? [] : changesBetween(draft.base.desired, draft.edited);
}

/** What takes a sent draft back, as unsent edits on what it made. */
export function takeBack({draft, after}: SentDraft): TwinDraft {
	return withEdited(startDraft(after), applyChanges(after.desired, changesBetween(draft.edited, draft.base.desired)));
}
