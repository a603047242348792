import type {Action, ActionContext} from '../../actions.js';
import {centre, Dialog, type DrawnDialog, equalDialogs} from '../../components/dialog.js';
import {insideOf} from '../../components/frame.js';
import {type Row, span} from '../../format/cells.js';
import {equalRows} from '../../format/equal-rows.js';
import {fieldRow} from '../../format/field-row.js';
import {windowTop} from '../../format/window.js';
import {sentenceRows} from '../../format/wrap-words.js';
import {useConsole, useLayout, useUi} from '../../hooks/console.js';
import {useDrawn} from '../../hooks/use-store.js';
import type {Hub} from '../../hub/types.js';
import type {Rect} from '../../layout.js';
import {blank, safe, show, widthOf} from '../../safe-text.js';
import {emptyField, fieldOf} from '../../ui-state/text-field.js';
import type {UiState} from '../../ui-state/types.js';
import {bodyRect} from '../body-rect.js';
import {alsoWhileTyping} from '../overlay-actions.js';
import type {Overlay} from '../pane.js';
import {activeRow, chosenOption, type Form, type FormRow, focusRow, submitForm, textOf} from './form.js';

const widest = 88;
/** Rows kept for what is said about the row that takes the keys. */
const noteRows = 2;
/** Mark before a label, blanks behind it. */
const beforeValue = 4;

function drawValue(row: FormRow, state: UiState, width: number, isActive: boolean): Row {
	if (row.kind === 'choice') {
		const {text} = row.options[chosenOption(row, state)] ?? {text: blank(0)};
		return [span(safe`‹ `, 'muted'), span(text, isActive ? 'accent' : 'plain', {isBold: isActive}), span(safe` ›`, 'muted')];
	}
	const field = state.fields[row.id] ?? emptyField;
	// As many stars as were typed, never the text.
	return fieldRow(row.isHidden ? {...fieldOf('*'.repeat(field.value.length)), cursor: field.cursor} : field, Math.max(1, width), isActive);
}

function noteOf(row: FormRow | undefined, state: UiState, width: number): readonly Row[] {
	if (row === undefined) return [];
	if (row.fault !== undefined) {
		const isUntouched = row.kind === 'text' && textOf(state, row.id) === '';
		return sentenceRows(safe`✕ ${show(row.fault)}`, width, isUntouched ? 'muted' : 'bad');
	}
	return row.note === undefined ? [] : sentenceRows(show(row.note), width, 'muted');
}

/** The inside of the dialog: what it is about, its rows with the active one in sight, and what is said about that one. */
function drawForm(form: Form, state: UiState, hub: Hub, screen: Rect): DrawnDialog {
	const width = Math.min(widest, screen.width);
	const about = form.about(state, hub, width - 2);
	const rows = form.rows(state);
	const active = activeRow(form, state);
	const labels = Math.max(...rows.map(({label}) => widthOf(label)));
	const lines = rows.map((row): Row => {
		const isActive = row.id === active?.id;
		const label = safe`${isActive ? safe`› ` : safe`  `}${row.label}${blank(labels - widthOf(row.label) + 2)}`;
		return [span(label, isActive ? 'accent' : 'muted', {isBold: isActive}), ...drawValue(row, state, width - 2 - labels - beforeValue, isActive)];
	});
	const notes = noteOf(active, state, width - 2);
	const gap: readonly Row[] = about.length > 0 ? [[]] : [];
	const rect = centre(screen, {width, height: about.length + gap.length + lines.length + 1 + Math.max(noteRows, notes.length) + 2});
	const {height} = insideOf(rect);
	const above = [...about, ...gap, ...lines];
	const room = Math.max(1, height - notes.length);
	const at = about.length + gap.length + rows.findIndex(({id}) => id === active?.id);
	const top = windowTop(0, at, room, above.length);
	const spare: readonly Row[] = room > above.length ? [[]] : [];
	return {rect, rows: [...above.slice(top, top + room), ...spare, ...notes]};
}

function FormDialog({form}: {readonly form: Form}) {
	const {hub, ui} = useConsole();
	const screen = bodyRect(useLayout());
	const heading = useUi(form.heading, (a, b) => equalRows([a], [b]));
	const {selectedDeviceId} = ui.getState();
	const stores = selectedDeviceId === undefined ? [ui] : [ui, hub.identity(selectedDeviceId)];
	const {rect, rows} = useDrawn(stores, () => drawForm(form, ui.getState(), hub, screen), equalDialogs);
	const keys = safe`Tab next · ←→ choose · Enter ${show(form.submitHint)} · Esc leave`;
	return <Dialog rect={rect} heading={heading} footer={[span(keys, 'muted')]} rows={rows} />;
}

function step(context: ActionContext, form: Form, distance: 1 | -1): void {
	const state = context.ui.getState();
	const rows = form.rows(state);
	const at = rows.findIndex(({id}) => id === activeRow(form, state)?.id);
	focusRow(context, rows[(at + distance + rows.length) % rows.length]);
}

function turn({ui}: ActionContext, form: Form, distance: 1 | -1): void {
	const state = ui.getState();
	const row = activeRow(form, state);
	if (row?.kind !== 'choice') return;
	const next = row.options[(chosenOption(row, state) + distance + row.options.length) % row.options.length];
	if (next !== undefined) ui.dispatch({type: 'management/choose', choice: next.choice});
}

const actionsOf = (form: Form): readonly Action[] => {
	const make = (id: string, keys: readonly string[], title: string, run: Action['run'], hint?: string): readonly Action[] =>
		alsoWhileTyping({id: `${form.id}.${id}`, keys, title, run, ...(hint !== undefined && {hint})}, form.fields);
	return [
		...make('submit', ['enter'], form.submitTitle, context => submitForm(context, form), form.submitHint),
		...make('next', ['tab', 'down', 'j'], 'Go to the next row', context => step(context, form, 1), 'next'),
		...make('previous', ['shift+tab', 'up', 'k'], 'Go to the row before', context => step(context, form, -1)),
		{id: `${form.id}.turn`, keys: ['right', 'l', 'space'], title: 'Choose the next value', hint: 'choose', run: context => turn(context, form, 1)},
		{id: `${form.id}.turnBack`, keys: ['left', 'h'], title: 'Choose the value before', run: context => turn(context, form, -1)},
		...make('leave', ['escape', 'q'], 'Leave the form; keys and tokens typed are forgotten', ({ui}) => ui.dispatch({type: 'close'}), 'leave'),
	];
};

/** The overlay of a form. */
export const formOverlay = (form: Form): Overlay => ({
	id: form.id,
	title: form.title,
	Component: () => <FormDialog form={form} />,
	actions: actionsOf(form),
});
