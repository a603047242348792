import {type Row, span, wrapRow} from '../format/cells.js';
import {fieldRow} from '../format/field-row.js';
import {valueCheckRow} from '../format/twin-lines/check-row.js';
import {valueSpan} from '../format/twin-lines/row.js';
import type {JsonObject, JsonValue} from '../hub/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {checkTwinValue} from '../twin-edit/check-value.js';
import {pathText} from '../twin-edit/json-path.js';
import type {TwinConflict, TwinResolution} from '../twin-edit/three-way.js';
import type {TextField} from '../ui-state/text-field.js';
import type {TwinConflicts} from '../ui-state/twin-state.js';

/** Rows of one conflict, and of the blank below it. */
const rowsPerConflict = 4;
const blankRows = 1;
/** Rows of the typed value and its check. */
const rowsOfField = 2;

function sideRow(label: Safe, value: JsonValue | undefined, isChosen: boolean): Row {
	return [
		span(isChosen ? safe`  ✓ ${label} ` : safe`    ${label} `, isChosen ? 'good' : 'muted', {isBold: isChosen}),
		value === undefined ? span(safe`(no such key)`, 'muted') : valueSpan(value),
		...(isChosen ? [span(safe`  <- chosen`, 'good')] : []),
	];
}

function conflictRows(conflict: TwinConflict, resolution: TwinResolution | undefined, isCursor: boolean): readonly Row[] {
	const {path, base, theirs, mine} = conflict;
	const isEdited = resolution?.choice === 'edited';
	const state = resolution === undefined ? span(safe`  open`, 'warning') : span(safe`  settled`, 'good');
	return [
		[span(isCursor ? safe`› ` : safe`  `, 'accent', {isBold: true}), span(show(pathText(path), {maxLength: 200}), 'key', {isBold: isCursor}), state],
		sideRow(safe`before`, base, false),
		sideRow(safe`hub   `, theirs, resolution?.choice === 'theirs'),
		isEdited ? sideRow(safe`edited`, resolution.value, true) : sideRow(safe`mine  `, mine, resolution?.choice === 'mine'),
		[],
	];
}

/** The typed value for the conflict under the cursor, and its check. */
function fieldRows(field: TextField, conflict: TwinConflict, theirs: JsonObject, width: number): readonly Row[] {
	const check = checkTwinValue(field.value, conflict.path, theirs, conflict.theirs);
	const prompt = safe`    value  `;
	const verdict: Row = [span(safe`    `), ...valueCheckRow(check, safe`Enter takes it`)];
	return [[span(prompt, 'muted'), ...fieldRow(field, Math.max(1, width - prompt.length), true)], verdict];
}

/** The comparison in rows, and which of them are about the conflict under the cursor. */
type Comparison = {readonly rows: readonly Row[]; readonly first: number; readonly count: number};

/** Before, on the hub, mine, path by path. @param field the open text field, when a third value is typed */
export function compareConflicts(state: TwinConflicts, field: TextField | undefined, width: number): Comparison {
	const {deviceId, theirs, conflicts, resolutions, cursor} = state;
	const settled = resolutions.filter(resolution => resolution !== undefined).length;
	const heading = safe`${show(deviceId)} changed on the hub to v${theirs.version}, and so did these keys here: ${settled} of ${conflicts.length} settled`;
	const all = conflicts.flatMap((conflict, index) => {
		const rows = conflictRows(conflict, resolutions[index], index === cursor);
		return index === cursor && field !== undefined ? [...rows.slice(0, -1), ...fieldRows(field, conflict, theirs.desired, width), []] : rows;
	});
	const head = [...wrapRow([span(heading, 'warning')], width), []];
	const first = head.length + cursor * (rowsPerConflict + blankRows);
	return {rows: [...head, ...all], first, count: rowsPerConflict + (field === undefined ? 0 : rowsOfField)};
}
