import type {Action, ActionContext} from '../../actions.js';
import {editedDesired, twinLineId} from '../../format/twin-lines/tree.js';
import type {JsonValue, Twin} from '../../hub/types.js';
import {safe, show} from '../../safe-text.js';
import {checkNewKey, checkTwinValue, type ValueCheck} from '../../twin-edit/check-value.js';
import {baseOf} from '../../twin-edit/draft.js';
import {type JsonPath, valueAt} from '../../twin-edit/json-path.js';
import type {TwinEdit} from '../../ui-state/twin-state.js';
import {placeOf, type TwinPlace} from '../twin-cursor.js';
import {openReview} from './draft.js';
import {guideAction, guidedValue} from './guide.js';
import {editablePlace, isBeingRead, refuseEdits, refuseKey} from './refusals.js';

type OpenEdit = {readonly edit: TwinEdit; readonly twin: Twin; readonly text: string};

/** The text field being typed in, with the twin that it belongs to. */
function openEdit({hub, ui}: ActionContext): OpenEdit | undefined {
	const {field, fields, twin: state} = ui.getState();
	const twin = state.edit && hub.twin(state.edit.deviceId).getState().value;
	if (state.edit === undefined || twin === undefined || field === undefined) return undefined;
	return {edit: state.edit, twin, text: fields[field]?.value ?? ''};
}

function checkOf({ui}: ActionContext, {edit, twin, text}: OpenEdit): ValueCheck {
	const edited = editedDesired(twin, ui.getState().twin.drafts.get(edit.deviceId));
	return checkTwinValue(text, edit.path, edited, valueAt(twin.desired.values, edit.path));
}

/** Opens the field for a value, with the present one as JSON. */
function startEdit({ui}: ActionContext, twin: Twin, path: JsonPath, value: JsonValue | undefined, isGuided = false): void {
	const before = valueAt(twin.desired.values, path);
	ui.dispatch({type: 'twin/edit', edit: {deviceId: twin.deviceId, purpose: 'value', path, before, isGuided}});
	ui.dispatch({type: 'field-open', field: 'twin.value', value: value === undefined ? '' : JSON.stringify(value)});
}

function endEdit({ui}: ActionContext): void {
	ui.dispatch({type: 'field-close'});
	ui.dispatch({type: 'twin/edit', edit: undefined});
}

/** The branch of desired that a new key goes into: the open one under the cursor, else the one around; the root from anywhere else. */
function parentPathOf({line}: TwinPlace): JsonPath {
	if (line.section !== 'desired') return [];
	return line.kind === 'section' || (line.kind === 'branch' && line.isOpen) ? line.path : line.path.slice(0, -1);
}

/** Tells what is wrong with the typed value, or writes what was probably meant into the field. */
function refuseValue({ui}: ActionContext, check: Extract<ValueCheck, {state: 'bad'}>): void {
	if (check.offer === undefined) {
		ui.dispatch({type: 'notice', notice: {text: safe`Not kept: ${show(check.message)}, column ${check.column}.`, tone: 'warning'}});
		return;
	}
	ui.dispatch({type: 'field-edit', edit: {type: 'set', value: check.offer}});
	ui.dispatch({type: 'notice', notice: {text: safe`Taken as text: Enter once more keeps ${show(check.offer)}.`, tone: 'warning'}});
}

/** True when the twin of the open field has not been read: nothing can be checked against it, and the field stays. */
function refuseUnread({hub, ui}: ActionContext): boolean {
	const {edit} = ui.getState().twin;
	const isUnread = edit !== undefined && hub.twin(edit.deviceId).getState().value === undefined;
	if (isUnread) ui.dispatch({type: 'notice', notice: {text: safe`The twin is still being read: Enter again when it is there, Esc leaves.`, tone: 'warning'}});
	return isUnread;
}

function keepValue(context: ActionContext): void {
	const {ui} = context;
	if (ui.getState().twin.edit?.purpose === 'nothing') {
		endEdit(context);
		ui.dispatch({type: 'notice', notice: {text: safe`Not kept: the twin had not been read when e was pressed.`, tone: 'warning'}});
		return;
	}
	const open = openEdit(context);
	if (open === undefined && refuseUnread(context)) return;
	const check = open && checkOf(context, open);
	if (check?.state === 'bad') {
		refuseValue(context, check);
		return;
	}
	endEdit(context);
	if (open === undefined || check === undefined) return;
	const {edit, twin} = open;
	ui.dispatch({type: 'twin/set', deviceId: edit.deviceId, base: baseOf(twin), path: edit.path, value: check.value});
	const {cursor, top} = ui.getState().twin;
	ui.dispatch({type: 'twin/cursor', lineId: twinLineId('desired', edit.path), index: cursor.index, top});
	if (edit.isGuided) openReview(context, edit.deviceId);
}

function keepName(context: ActionContext): void {
	const {ui} = context;
	const open = openEdit(context);
	if (open === undefined) {
		refuseUnread(context);
		return;
	}
	const {edit, twin, text} = open;
	const edited = editedDesired(twin, ui.getState().twin.drafts.get(edit.deviceId));
	const present = edit.isGuided ? valueAt(edited, [text]) : undefined;
	const problem = present === undefined ? checkNewKey(text, edit.path, edited) : undefined;
	if (problem === undefined && edit.isGuided) startEdit(context, twin, [text], guidedValue(text, present), true);
	else if (problem === undefined) startEdit(context, twin, [...edit.path, text], undefined);
	else ui.dispatch({type: 'notice', notice: {text: safe`Not taken: ${show(problem)}.`, tone: 'warning'}});
}

/** Editing values and adding keys, in a field at the key's place. Nothing is sent. */
export const editActions: readonly Action[] = [
	{
		id: 'twin.edit',
		keys: ['e'],
		title: 'Edit the desired value as JSON, unsent',
		hint: 'edit',
		disabled: context => (isBeingRead(context) ? undefined : refuseKey(context)),
		run(context) {
			const place = editablePlace(context);
			const {selectedDeviceId: deviceId} = context.ui.getState();
			if (place !== undefined) {
				startEdit(context, place.twin, place.line.path, place.line.edited ?? place.line.value);
			} else if (deviceId !== undefined) {
				context.ui.dispatch({type: 'twin/edit', edit: {deviceId, purpose: 'nothing', path: []}});
				context.ui.dispatch({type: 'field-open', field: 'twin.value', value: ''});
			}
		},
	},
	{
		id: 'twin.add',
		keys: ['A'],
		title: 'Add a desired key, in the branch under the cursor: its name, then its value',
		hint: 'add',
		disabled: context => (isBeingRead(context) ? undefined : refuseEdits(context)),
		run(context) {
			const {ui} = context;
			const place = placeOf(context);
			const {selectedDeviceId: deviceId, twin} = ui.getState();
			if (deviceId === undefined) return;
			const path = place === undefined ? [] : parentPathOf(place);
			if (path.length === 0 && twin.toggled.has('desired')) ui.dispatch({type: 'twin/toggle', lineId: 'desired'});
			ui.dispatch({type: 'twin/edit', edit: {deviceId, purpose: 'name', path}});
			ui.dispatch({type: 'field-open', field: 'twin.name', value: ''});
		},
	},
	guideAction,
	{id: 'twin.keepValue', keys: ['enter'], title: 'Keep the value, unsent', hint: 'keep', fields: ['twin.value'], run: keepValue},
	{id: 'twin.keepName', keys: ['enter'], title: 'Go on to the value of the new key', hint: 'value', fields: ['twin.name'], run: keepName},
	{id: 'twin.leaveField', keys: ['escape'], title: 'Leave the field without a change', hint: 'cancel', fields: ['twin.value', 'twin.name'], run: endEdit},
];
