import type {HubError} from '../errors.js';
import type {JsonValue} from '../hub/types.js';
import type {SentDraft, TwinBase, TwinDraft} from '../twin-edit/draft.js';
import type {JsonPath} from '../twin-edit/json-path.js';
import type {TwinConflict, TwinResolution} from '../twin-edit/three-way.js';
import type {TwinWait} from '../twin-edit/wait.js';

/** What the open text field is for: a new key's name under `path`, the value at `path`, or, before the twin was there, only to take what is typed. */
export type TwinEdit = {
	readonly deviceId: string;
	readonly purpose: 'name' | 'value' | 'nothing';
	readonly path: JsonPath;
	/** Of a value: what the hub had when the field was opened. */
	readonly before?: JsonValue | undefined;
	/** Goes on by itself: from the name to the value, from the value to the review. */
	readonly isGuided?: boolean;
};

/** Unsent changes of a twin that wait for a yes, are being sent (`TwinState.sending`), or were refused. */
export type TwinReview = {
	readonly deviceId: string;
	/** Why they were not sent the last time. */
	readonly error?: HubError;
	/** The draft was moved onto a newer state of the hub, so what was reviewed before no longer holds. */
	readonly isRebased: boolean;
};

/** Paths that the hub and the user both changed, settled one by one. */
export type TwinConflicts = {
	readonly deviceId: string;
	readonly theirs: TwinBase;
	readonly conflicts: readonly TwinConflict[];
	/** In the order of `conflicts`. */
	readonly resolutions: readonly (TwinResolution | undefined)[];
	readonly cursor: number;
};

/** The twin viewer's own state; what is typed are the fields `twin.…`. */
export type TwinState = {
	/** The line under the cursor, and its place among the lines for when it is gone. */
	readonly cursor: {readonly lineId: string; readonly index: number};
	/** First visible line. */
	readonly top: number;
	/** Lines opened or closed by hand: branches are open and long values closed before. */
	readonly toggled: ReadonlySet<string>;
	/** Desired against reported, side by side, in place of the tree. */
	readonly isCompared: boolean;
	/** By device id, so that unsent edits survive a change of the selection. */
	readonly drafts: ReadonlyMap<string, TwinDraft>;
	/** The last that the hub took, by device id. */
	readonly sent: ReadonlyMap<string, SentDraft>;
	/** Since when a draft is under way, by device id: it must not change before the hub has answered, whatever is on screen. */
	readonly sending: ReadonlyMap<string, number>;
	readonly waits: ReadonlyMap<string, TwinWait>;
	readonly edit: TwinEdit | undefined;
	readonly review: TwinReview | undefined;
	readonly conflicts: TwinConflicts | undefined;
};

/** `base` is the twin as the hub has it now; an edit moves the draft onto it when nothing collides. */
export type TwinEvent =
	| {readonly type: 'twin/cursor'; readonly lineId: string; readonly index: number; readonly top: number}
	| {readonly type: 'twin/toggle'; readonly lineId: string}
	| {readonly type: 'twin/compare'}
	| {readonly type: 'twin/edit'; readonly edit: TwinEdit | undefined}
	| {readonly type: 'twin/set'; readonly deviceId: string; readonly base: TwinBase; readonly path: JsonPath; readonly value: JsonValue}
	| {readonly type: 'twin/delete'; readonly deviceId: string; readonly base: TwinBase; readonly path: JsonPath}
	| {readonly type: 'twin/undo' | 'twin/redo'; readonly deviceId: string}
	/** Makes unsent edits of the way back from what was sent last. */
	| {readonly type: 'twin/take-back'; readonly deviceId: string}
	/** Moves the draft onto the hub's state; opens the comparison when both sides changed a path. Nothing of it is under way any more. */
	| {readonly type: 'twin/rebase'; readonly deviceId: string; readonly base: TwinBase}
	| {readonly type: 'twin/review'; readonly deviceId: string}
	| {readonly type: 'twin/review-close'}
	| {readonly type: 'twin/sending'; readonly deviceId: string; readonly at: number}
	| {readonly type: 'twin/sent'; readonly deviceId: string; readonly sent: SentDraft; readonly wait: TwinWait | undefined}
	| {readonly type: 'twin/failed'; readonly deviceId: string; readonly error: HubError}
	| {readonly type: 'twin/conflict-move'; readonly cursor: number}
	| {readonly type: 'twin/resolve'; readonly resolution: TwinResolution}
	/** Ends the comparison: the draft stands on the hub's state. */
	| {readonly type: 'twin/resolved'}
	| {readonly type: 'twin/conflict-close'}
	| {readonly type: 'twin/reported'; readonly deviceId: string; readonly afterMs: number | undefined}
	| {readonly type: 'twin/wait-close'; readonly deviceId: string}
	/** The device is gone or new: nothing that was begun with an earlier one of its id is about it. */
	| {readonly type: 'twin/forget'; readonly deviceId: string};

export const initialTwin: TwinState = {
	cursor: {lineId: 'desired', index: 0},
	top: 0,
	toggled: new Set(),
	isCompared: false,
	drafts: new Map(),
	sent: new Map(),
	sending: new Map(),
	waits: new Map(),
	edit: undefined,
	review: undefined,
	conflicts: undefined,
};
