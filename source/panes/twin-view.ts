import {fitRow, type Row, rowWidth, span} from '../format/cells.js';
import {failureRows, failureWords} from '../format/failure-rows.js';
import {fieldRow} from '../format/field-row.js';
import {elapsed} from '../format/time.js';
import {valueCheckRow} from '../format/twin-lines/check-row.js';
import {comparedRow, comparisonDetail, longestPathOf} from '../format/twin-lines/compare-row.js';
import {keyCells, twinRow, valueSpan} from '../format/twin-lines/row.js';
import {editedDesired, type TwinLine, twinLineId} from '../format/twin-lines/tree.js';
import {windowTop} from '../format/window.js';
import {flowSpans, sentenceRows} from '../format/wrap-words.js';
import type {Loadable, Twin} from '../hub/types.js';
import {blank, safe, show} from '../safe-text.js';
import {checkNewKey, checkTwinValue} from '../twin-edit/check-value.js';
import {changesOf} from '../twin-edit/draft.js';
import {isEqualJson, valueAt} from '../twin-edit/json-path.js';
import {emptyField} from '../ui-state/text-field.js';
import type {TwinEdit} from '../ui-state/twin-state.js';
import type {UiState} from '../ui-state/types.js';
import {cursorIndexOf, linesAt} from './twin-cursor.js';
import {waitRows} from './twin-wait.js';

/** All that the twin viewer shows, the frame's words included. */
export type TwinView = {readonly title: Row; readonly rows: readonly Row[]; readonly footer: Row};

/** `isTabbed`: the title also names the panes behind this one. */
type Size = {readonly width: number; readonly height: number; readonly isTabbed?: boolean};

/** Characters of a long etag in the title. */
const shortEtag = 4;

/** A pane of fewer cells that shares its title with the names of others has room for the versions only. */
const roomyTitle = 60;

/** Cells that a text field keeps beside a long key. */
const leastField = 12;

const muted = (text: string): Row => [span(show(text), 'muted')];

/** What stands in the pane while there is no twin to show. */
function absence(deviceId: string | undefined, loadable: Loadable<Twin>, width: number, isOutage: boolean): readonly Row[] {
	if (deviceId === undefined) return [muted('No device is selected.')];
	if (loadable.status !== 'failed' || loadable.error === undefined) return [muted('Reading the twin …')];
	return isOutage ? sentenceRows(safe`The twin could not be read.`, width, 'bad') : failureRows(loadable.error, width);
}

const typedText = (state: UiState): string => state.fields[state.field ?? 'twin.value']?.value ?? '';

/** Before the twin is there: the field that takes what is typed ahead. */
function earlyRows(state: UiState, edit: TwinEdit, width: number): readonly Row[] {
	const prompt = edit.purpose === 'name' ? safe`  new key ` : safe`  value `;
	const field = fieldRow(state.fields[state.field ?? 'twin.value'] ?? emptyField, Math.max(1, width - prompt.length), true);
	return [[span(prompt, 'key'), ...field], muted('  Nothing is taken before the twin is read; Esc leaves.')];
}

/** What the check of the typed text says, under the field. */
function checkRow(state: UiState, twin: Twin, edit: TwinEdit): Row {
	if (edit.purpose === 'nothing') return muted('Typed before the twin was read: Enter or Esc leaves, e edits a key.');
	const text = typedText(state);
	const edited = editedDesired(twin, state.twin.drafts.get(twin.deviceId));
	if (edit.purpose === 'name') {
		if (edit.isGuided && valueAt(edited, [text]) !== undefined) return muted('Enter goes on to its value');
		const problem = checkNewKey(text, edit.path, edited);
		return problem === undefined ? muted('Enter goes on to the value') : [span(show(problem), text === '' ? 'muted' : 'bad')];
	}
	const present = valueAt(twin.desired.values, edit.path);
	const row = valueCheckRow(checkTwinValue(text, edit.path, edited, present), safe`Enter keeps it, unsent`);
	if (isEqualJson(edit.before, present)) return row;
	const now = present === undefined ? span(safe`nothing`, 'muted') : valueSpan(present);
	return [...row, span(safe`  `), span(safe`▲ the hub has now `, 'warning'), now];
}

/** The rows of the open text field: key and field, then its check. */
function editRows(state: UiState, twin: Twin, edit: TwinEdit, line: TwinLine, width: number): readonly Row[] {
	const field = state.fields[state.field ?? 'twin.value'] ?? emptyField;
	const names = {name: 'new key', nothing: 'value'};
	const path = edit.purpose === 'value' ? edit.path : [...edit.path, names[edit.purpose]];
	const key = keyCells({...line, path, mark: line.path === edit.path ? line.mark : undefined});
	// A long name gives way to what is typed.
	const room = Math.max(1, width - leastField);
	const prompt = rowWidth(key) <= room ? key : [...fitRow(key, room - 1), span(blank(1))];
	const indent = Math.min(path.length * 2 + 2, Math.floor(width / 2));
	const check = flowSpans([span(blank(indent)), ...checkRow(state, twin, edit)], width, indent);
	return [[...prompt, ...fieldRow(field, Math.max(1, width - rowWidth(prompt)), true)], ...check];
}

function openEditOf(state: UiState, deviceId: string): TwinEdit | undefined {
	const {edit} = state.twin;
	const isOpen = edit?.deviceId === deviceId && state.overlay === undefined && (state.field === 'twin.value' || state.field === 'twin.name');
	return isOpen ? edit : undefined;
}

/** The tree's visible part, with the open text field in the place of its key, or under the branch that gets a new one. */
function treeRows(state: UiState, twin: Twin, {width, height}: Size, now: number): readonly Row[] {
	const lines = linesAt(twin, state.twin, width);
	const cursor = cursorIndexOf(lines, state.twin.cursor);
	const edit = openEditOf(state, twin.deviceId);
	const isFocused = state.focus === 'twin';
	const longestCells = state.twin.isCompared ? longestPathOf(lines) : 0;
	const draw = (line: TwinLine, index: number) => {
		const look = {width, isCursor: edit === undefined && index === cursor, isFocused, now};
		return state.twin.isCompared
			? comparedRow(line, {...look, reportedVersion: twin.reported.version, longestCells})
			: twinRow(line, {...look, etag: twin.etag});
	};
	if (edit === undefined) {
		const top = windowTop(state.twin.top, cursor, height, lines.length);
		return lines.slice(top, top + height).map((line, index) => draw(line, top + index));
	}
	const own = lines.findIndex(line => line.id === twinLineId('desired', edit.path));
	const replaced = edit.purpose === 'value' ? own : -1;
	const at = replaced === -1 ? parentIndexOf(lines, edit) : replaced;
	const rest = replaced === -1 ? at + 1 : at;
	const line = lines[at];
	if (line === undefined) return [];
	const fields = editRows(state, twin, edit, line, width);
	const count = lines.length + fields.length - (rest === at ? 1 : 0);
	const top = windowTop(state.twin.top, rest, height, count, fields.length);
	const before = lines.slice(top, rest).map((each, index) => draw(each, top + index));
	const after = lines.slice(at + 1, at + 1 + height).map((each, index) => draw(each, at + 1 + index));
	return [...before, ...fields.slice(Math.max(0, top - rest)), ...after].slice(0, height);
}

function parentIndexOf(lines: readonly TwinLine[], {purpose, path}: TwinEdit): number {
	const id = twinLineId('desired', purpose === 'value' ? path.slice(0, -1) : path);
	return Math.max(
		0,
		lines.findIndex(line => line.id === id),
	);
}

/** In the comparison, the line under the cursor in full. */
function comparedDetail(state: UiState, twin: Twin, width: number, now: number): readonly Row[] {
	if (!state.twin.isCompared) return [];
	const lines = linesAt(twin, state.twin, width);
	const line = lines[cursorIndexOf(lines, state.twin.cursor)];
	return line === undefined ? [] : comparisonDetail(line, width, now);
}

/** Under the tree: an old reading, and what the device still has to confirm. */
function bottomRows(state: UiState, twin: Twin, loadable: Loadable<Twin>, width: number, now: number, isOutage: boolean): readonly Row[] {
	const wait = state.twin.waits.get(twin.deviceId);
	const readFor = elapsed(Math.floor((now - (loadable.fetchedAt ?? now)) / 1000) * 1000);
	const why = loadable.error === undefined || isOutage ? safe`` : safe`: ${failureWords(loadable.error)}`;
	const stale = loadable.status === 'failed' ? safe`▲ as of ${readFor} ago${why}` : undefined;
	return [
		...comparedDetail(state, twin, width, now),
		...(wait === undefined ? [] : waitRows(wait, twin, now, width)),
		...(stale === undefined ? [] : sentenceRows(stale, width, 'warning')),
	];
}

/** What the twin viewer shows at a moment. In an outage of the hub, which the status line tells of, it says no more than how old it is. */
export function viewTwin(state: UiState, loadable: Loadable<Twin>, size: Size, now: number, isOutage = false): TwinView {
	const twin = loadable.value;
	const deviceId = state.selectedDeviceId;
	const title: Row = deviceId === undefined ? [] : [span(show(deviceId))];
	if (deviceId === undefined || twin === undefined) {
		const edit = deviceId === undefined ? undefined : openEditOf(state, deviceId);
		const early = edit === undefined ? [] : earlyRows(state, edit, size.width);
		return {title, rows: [...absence(deviceId, loadable, size.width, isOutage), ...early], footer: []};
	}
	const bottom = bottomRows(state, twin, loadable, size.width, now, isOutage).slice(0, Math.max(0, size.height - 3));
	const height = Math.max(1, size.height - bottom.length);
	const tree = treeRows(state, twin, {width: size.width, height}, now);
	const filler: readonly Row[] = Array.from({length: Math.max(0, height - tree.length)}, () => []);
	const unsent = changesOf(state.twin.drafts.get(deviceId)).length;
	const overtaken = linesAt(twin, state.twin, size.width).filter(line => line.overtaken !== undefined && line.kind === 'leaf').length;
	const also = overtaken === 0 ? safe`` : safe` · hub changed ${overtaken}`;
	const footer: Row = unsent === 0 ? [] : [span(safe`${unsent} unsent ${show(unsent === 1 ? 'change' : 'changes')}${also} · a review`, 'warning')];
	// The end of an etag tells two apart, and the heading of desired has all of it; beside the names of other panes the versions count most.
	const etag = twin.etag.length > shortEtag * 2 ? safe`…${show(twin.etag.slice(-shortEtag))}` : show(twin.etag);
	const numbers = safe`v${twin.desired.version}/v${twin.reported.version}`;
	const isNarrow = size.isTabbed === true && size.width < roomyTitle;
	const versions = isNarrow ? safe`  ${numbers}` : safe`  etag ${etag} ${numbers}${state.twin.isCompared ? safe`  desired ≠ reported` : safe``}`;
	return {title: [...title, span(versions, 'muted')], rows: bottom.length === 0 ? tree : [...tree, ...filler, ...bottom], footer};
}
