import type {ActionContext} from '../../actions.js';
import type {Row} from '../../format/cells.js';
import type {Hub} from '../../hub/types.js';
import {type Safe, safe, show} from '../../safe-text.js';
import type {ChoiceId, Choices} from '../../ui-state/management.js';
import type {FieldId, OverlayId, UiState} from '../../ui-state/types.js';

/** A row of a form: typed text, or one of a few values. `fault` and `note` are raw sentences on what it holds. */
export type FormRow = {readonly label: Safe; readonly fault?: string | undefined; readonly note?: string | undefined} & (
	| {readonly kind: 'text'; readonly id: FieldId; readonly isHidden?: boolean}
	| {readonly kind: 'choice'; readonly id: ChoiceId; readonly options: readonly {readonly choice: Partial<Choices>; readonly text: Safe}[]}
);

/** A dialog that is filled in and handed over with Enter; whatever it starts has a review of its own. */
export type Form = {
	readonly id: OverlayId;
	readonly title: string;
	/** Every text field that a row of it may have. */
	readonly fields: readonly FieldId[];
	heading(state: UiState): Row;
	/** Above the rows, each as wide as `width` at most. */
	about(state: UiState, hub: Hub, width: number): readonly Row[];
	rows(state: UiState): readonly FormRow[];
	/** What Enter does, for footer and help. */
	readonly submitHint: string;
	readonly submitTitle: string;
	/** Only called without a fault in any row. */
	submit(context: ActionContext): void | Promise<void>;
};

/** Which of the choices a row stands on. */
export const chosenOption = (row: Extract<FormRow, {kind: 'choice'}>, {management}: UiState): number =>
	Math.max(
		0,
		row.options.findIndex(({choice}) => choice[row.id] === management.choices[row.id]),
	);

/** The typed text of a field; nothing typed is the empty text. */
export const textOf = ({fields}: UiState, field: FieldId): string => fields[field]?.value ?? '';

/** The row that takes the keys. */
export const activeRow = (form: Form, state: UiState): FormRow | undefined => {
	const rows = form.rows(state);
	return rows.find(({id}) => id === (state.field ?? state.management.row)) ?? rows[0];
};

export function focusRow({ui}: ActionContext, row: FormRow | undefined): void {
	if (row === undefined) return;
	ui.dispatch({type: 'management/row', row: row.id});
	ui.dispatch(row.kind === 'text' ? {type: 'field-open', field: row.id} : {type: 'field-close'});
}

/** Opens a form on its first row; `texts` fill its fields, others keep what was typed before. */
export function openForm(context: ActionContext, form: Form, texts: Readonly<Partial<Record<FieldId, string>>> = {}): void {
	const {ui} = context;
	ui.dispatch({type: 'open', overlay: form.id});
	for (const field of form.fields) {
		const value = texts[field];
		if (value !== undefined) ui.dispatch({type: 'field-set', field, value});
	}
	focusRow(context, form.rows(ui.getState())[0]);
}

/** Goes to the first row that stands in the way, else hands the form over. */
export async function submitForm(context: ActionContext, form: Form): Promise<void> {
	const {ui} = context;
	const faulty = form.rows(ui.getState()).find(({fault}) => fault !== undefined);
	if (faulty === undefined) return form.submit(context);
	focusRow(context, faulty);
	ui.dispatch({type: 'notice', notice: {text: safe`Not ready: ${show(faulty.fault ?? '')}`, tone: 'warning'}});
}
