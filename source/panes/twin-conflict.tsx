import type {Action, ActionContext} from '../actions.js';
import {centre, Dialog, type DrawnDialog, equalDialogs} from '../components/dialog.js';
import {insideOf} from '../components/frame.js';
import {span} from '../format/cells.js';
import {windowTop} from '../format/window.js';
import {useConsole, useUi} from '../hooks/console.js';
import {useDrawn} from '../hooks/use-store.js';
import type {Rect} from '../layout.js';
import {type Safe, safe, show} from '../safe-text.js';
import {checkTwinValue} from '../twin-edit/check-value.js';
import {changesOf} from '../twin-edit/draft.js';
import type {UiState} from '../ui-state/types.js';
import type {Overlay} from './pane.js';
import {openReviewDialog} from './review-dialog.js';
import {compareConflicts} from './twin-conflict-rows.js';

const widest = 90;

function drawConflicts({twin, field, fields}: UiState, screen: Rect): DrawnDialog {
	const width = Math.min(widest, screen.width);
	const {conflicts} = twin;
	if (conflicts === undefined) return {rect: centre(screen, {width, height: 3}), rows: [[span(safe`Nothing is left to settle.`)]]};
	const {rows, first, count} = compareConflicts(conflicts, field === 'twin.value' ? fields[field] : undefined, width - 2);
	const rect = centre(screen, {width, height: rows.length + 2});
	const {height} = insideOf(rect);
	const top = windowTop(0, first, height, rows.length, count);
	return {rect, rows: rows.slice(top, top + height)};
}

/** The keys that do something at the moment. */
function keysOf({field, twin}: UiState): Safe {
	if (field === 'twin.value') return safe`Enter take · Esc cancel`;
	const isSettled = twin.conflicts?.resolutions.includes(undefined) === false;
	return safe`m mine · t the hub's · e edit${isSettled ? safe` · Enter review` : safe``} · Esc later`;
}

function TwinConflictDialog({rect: screen}: {readonly rect: Rect}) {
	const {ui} = useConsole();
	const {rect, rows} = useDrawn([ui], () => drawConflicts(ui.getState(), screen), equalDialogs);
	const keys = useUi(keysOf);
	return <Dialog rect={rect} heading={[span(safe`Both sides changed the same keys`)]} footer={[span(keys, 'muted')]} rows={rows} />;
}

const conflictsOf = ({ui}: ActionContext) => ui.getState().twin.conflicts;

function editMine(context: ActionContext): void {
	const conflicts = conflictsOf(context);
	const conflict = conflicts?.conflicts[conflicts.cursor];
	if (conflict === undefined) return;
	const value = conflict.mine ?? conflict.theirs;
	context.ui.dispatch({type: 'field-open', field: 'twin.value', value: value === undefined ? '' : JSON.stringify(value)});
}

function takeTyped(context: ActionContext): void {
	const {ui} = context;
	const conflicts = conflictsOf(context);
	const conflict = conflicts?.conflicts[conflicts.cursor];
	if (conflicts === undefined || conflict === undefined) return;
	const text = ui.getState().fields['twin.value']?.value ?? '';
	const check = checkTwinValue(text, conflict.path, conflicts.theirs.desired, conflict.theirs);
	if (check.state === 'good') {
		ui.dispatch({type: 'field-close'});
		ui.dispatch({type: 'twin/resolve', resolution: {choice: 'edited', value: check.value}});
		return;
	}
	if (check.offer !== undefined) ui.dispatch({type: 'field-edit', edit: {type: 'set', value: check.offer}});
	ui.dispatch({type: 'notice', notice: {text: safe`Not taken: ${show(check.message)}.`, tone: 'warning'}});
}

/** When every path is settled: the draft stands on the hub's state, and is reviewed again. */
function finish({ui}: ActionContext): void {
	const {twin} = ui.getState();
	if (twin.conflicts === undefined) return;
	const {deviceId} = twin.conflicts;
	ui.dispatch({type: 'twin/resolved'});
	if (changesOf(ui.getState().twin.drafts.get(deviceId)).length === 0) {
		ui.dispatch({type: 'close'});
		ui.dispatch({type: 'notice', notice: {text: safe`Nothing is left to send: all values are the hub's.`, tone: 'info'}});
		return;
	}
	ui.dispatch({type: 'twin/review', deviceId});
	openReviewDialog(ui, 'twin-review');
}

function leave({ui}: ActionContext): void {
	ui.dispatch({type: 'twin/conflict-close'});
	ui.dispatch({type: 'close'});
}

const step = (id: string, keys: readonly string[], title: string, by: number): Action => ({
	id: `twinConflict.${id}`,
	keys,
	title,
	run(context) {
		const conflicts = conflictsOf(context);
		if (conflicts === undefined) return;
		const cursor = Math.max(0, Math.min(conflicts.cursor + by, conflicts.conflicts.length - 1));
		context.ui.dispatch({type: 'twin/conflict-move', cursor});
	},
});

const choose = (choice: 'mine' | 'theirs', key: string, title: string): Action => ({
	id: `twinConflict.${choice}`,
	keys: [key],
	title,
	hint: choice,
	run: ({ui}) => ui.dispatch({type: 'twin/resolve', resolution: {choice}}),
});

/** Base, theirs and mine of every path that both sides changed, settled one by one. */
export const twinConflict: Overlay = {
	id: 'twin-conflict',
	title: 'Conflict with the hub',
	Component: TwinConflictDialog,
	actions: [
		choose('mine', 'm', 'Take my value for this key'),
		choose('theirs', 't', "Take the hub's value for this key"),
		{id: 'twinConflict.edit', keys: ['e'], title: 'Type another value for this key', hint: 'edit', run: editMine},
		step('down', ['j', 'down', 'tab'], 'Go to the next key', 1),
		step('up', ['k', 'up', 'shift+tab'], 'Go to the key before', -1),
		{
			id: 'twinConflict.finish',
			keys: ['enter', 'a'],
			title: 'Go back to the review when every key is settled',
			hint: 'review',
			disabled: context => (conflictsOf(context)?.resolutions.includes(undefined) ? "Every key needs a choice: m mine, t the hub's, e edit." : undefined),
			run: finish,
		},
		{id: 'twinConflict.leave', keys: ['escape', 'q'], title: 'Settle it later; nothing is sent', hint: 'later', run: leave},
		{id: 'twinConflict.keep', keys: ['enter'], title: 'Take the typed value', hint: 'take', fields: ['twin.value'], run: takeTyped},
		{
			id: 'twinConflict.leaveField',
			keys: ['escape'],
			title: 'Leave the field without a choice',
			hint: 'cancel',
			fields: ['twin.value'],
			run: ({ui}) => ui.dispatch({type: 'field-close'}),
		},
	],
};
