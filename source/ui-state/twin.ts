import type {HubError} from '../errors.js';
import {changesOf, redo, setValue, startDraft, type TwinBase, type TwinDraft, takeBack, toggleDeletion, undo} from '../twin-edit/draft.js';
import {type Rebase, rebaseDraft, resolveConflicts, type TwinResolution} from '../twin-edit/three-way.js';
import type {TwinEvent, TwinReview, TwinState} from './twin-state.js';

function withEntry<T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> {
	const copy = new Map(map);
	if (value === undefined) copy.delete(key);
	else copy.set(key, value);
	return copy;
}

/** Keeps a draft while it holds changes or steps to undo or redo. */
function withDraft(state: TwinState, deviceId: string, draft: TwinDraft | undefined): TwinState {
	const isKept = draft !== undefined && (changesOf(draft).length > 0 || draft.past.length > 0 || draft.future.length > 0);
	return {...state, drafts: withEntry(state.drafts, deviceId, isKept ? draft : undefined)};
}

/** The draft on the hub's present state where that is possible, else as it is. */
function draftOn(state: TwinState, deviceId: string, base: TwinBase): TwinDraft {
	const draft = state.drafts.get(deviceId);
	if (draft === undefined) return startDraft(base);
	const rebase = rebaseDraft(draft, base);
	return rebase.kind === 'rebased' ? rebase.draft : draft;
}

/** What is on screen of this device is over; of another one it stays. */
function withoutOwn<T extends {readonly deviceId: string}>(shown: T | undefined, deviceId: string): T | undefined {
	return shown?.deviceId === deviceId ? undefined : shown;
}

function reduceRebase(before: TwinState, deviceId: string, base: TwinBase, draft: TwinDraft, rebase: Rebase): TwinState {
	const state = {...before, sending: withEntry(before.sending, deviceId, undefined)};
	if (rebase.kind === 'conflict') {
		const {conflicts} = rebase;
		return {
			...state,
			review: withoutOwn(state.review, deviceId),
			conflicts: {deviceId, theirs: base, conflicts, resolutions: conflicts.map(() => undefined), cursor: 0},
		};
	}
	const isRebased = rebase.draft !== draft;
	const review: TwinReview | undefined = state.review?.deviceId === deviceId && isRebased ? {deviceId, isRebased} : state.review;
	// Undo would lead from nothing to nothing when the hub has all of it already.
	const isLeft = changesOf(rebase.draft).length > 0 || !isRebased;
	return {...withDraft(state, deviceId, isLeft ? rebase.draft : undefined), review, conflicts: withoutOwn(state.conflicts, deviceId)};
}

function forget(state: TwinState, deviceId: string): TwinState {
	const without = <T>(map: ReadonlyMap<string, T>) => withEntry(map, deviceId, undefined);
	return {
		...state,
		drafts: without(state.drafts),
		sent: without(state.sent),
		sending: without(state.sending),
		waits: without(state.waits),
		edit: withoutOwn(state.edit, deviceId),
		review: withoutOwn(state.review, deviceId),
		conflicts: withoutOwn(state.conflicts, deviceId),
	};
}

/** Why the last try failed, in the review while that is of this device. */
function withError(state: TwinState, deviceId: string, error: HubError | undefined): TwinState {
	return state.review?.deviceId === deviceId ? {...state, review: {...state.review, error}} : state;
}

function reduceResolve(state: TwinState, resolution: TwinResolution): TwinState {
	const {conflicts} = state;
	if (conflicts === undefined) return state;
	const resolutions = conflicts.resolutions.map((old, index) => (index === conflicts.cursor ? resolution : old));
	const next = resolutions.indexOf(undefined);
	return {...state, conflicts: {...conflicts, resolutions, cursor: next === -1 ? conflicts.cursor : next}};
}

function reduceResolved(state: TwinState): TwinState {
	const {conflicts} = state;
	const draft = conflicts && state.drafts.get(conflicts.deviceId);
	if (conflicts === undefined || draft === undefined) return {...state, conflicts: undefined};
	const resolved = resolveConflicts(draft, conflicts.theirs, conflicts.conflicts, conflicts.resolutions);
	return {...withDraft(state, conflicts.deviceId, resolved), conflicts: undefined};
}

/** The reducer of everything the user does in the twin viewer. */
export function reduceTwin(state: TwinState, event: TwinEvent): TwinState {
	switch (event.type) {
		case 'twin/cursor':
			return {...state, cursor: {lineId: event.lineId, index: event.index}, top: event.top};
		case 'twin/toggle': {
			const toggled = new Set(state.toggled);
			if (!toggled.delete(event.lineId)) toggled.add(event.lineId);
			return {...state, toggled};
		}
		case 'twin/compare':
			return {...state, isCompared: !state.isCompared, top: 0};
		case 'twin/edit':
			return {...state, edit: event.edit};
		case 'twin/set':
			return withDraft(state, event.deviceId, setValue(draftOn(state, event.deviceId, event.base), event.path, event.value));
		case 'twin/delete':
			return withDraft(state, event.deviceId, toggleDeletion(draftOn(state, event.deviceId, event.base), event.path));
		case 'twin/undo':
		case 'twin/redo': {
			const draft = state.drafts.get(event.deviceId);
			return draft === undefined ? state : withDraft(state, event.deviceId, event.type === 'twin/undo' ? undo(draft) : redo(draft));
		}
		case 'twin/take-back': {
			const sent = state.sent.get(event.deviceId);
			return sent === undefined ? state : withDraft(state, event.deviceId, takeBack(sent));
		}
		case 'twin/rebase': {
			const draft = state.drafts.get(event.deviceId);
			return draft === undefined ? state : reduceRebase(state, event.deviceId, event.base, draft, rebaseDraft(draft, event.base));
		}
		case 'twin/review':
			return {...state, review: {deviceId: event.deviceId, isRebased: false}};
		case 'twin/review-close':
			return {...state, review: undefined};
		case 'twin/sending':
			return {...withError(state, event.deviceId, undefined), sending: withEntry(state.sending, event.deviceId, event.at)};
		case 'twin/sent':
			// Forgotten meanwhile.
			if (!state.sending.has(event.deviceId)) return state;
			return {
				...withDraft(state, event.deviceId, undefined),
				review: withoutOwn(state.review, event.deviceId),
				sending: withEntry(state.sending, event.deviceId, undefined),
				sent: withEntry(state.sent, event.deviceId, event.sent),
				waits: withEntry(state.waits, event.deviceId, event.wait),
			};
		case 'twin/failed':
			return {...withError(state, event.deviceId, event.error), sending: withEntry(state.sending, event.deviceId, undefined)};
		case 'twin/conflict-move':
			return state.conflicts === undefined ? state : {...state, conflicts: {...state.conflicts, cursor: event.cursor}};
		case 'twin/resolve':
			return reduceResolve(state, event.resolution);
		case 'twin/resolved':
			return reduceResolved(state);
		case 'twin/conflict-close':
			return {...state, conflicts: undefined};
		case 'twin/reported': {
			const wait = state.waits.get(event.deviceId);
			return wait === undefined ? state : {...state, waits: withEntry(state.waits, event.deviceId, {...wait, reported: {afterMs: event.afterMs}})};
		}
		case 'twin/wait-close':
			return {...state, waits: withEntry(state.waits, event.deviceId, undefined)};
		case 'twin/forget':
			return forget(state, event.deviceId);
	}
}
