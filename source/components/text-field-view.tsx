import {type Row, rowWidth} from '../format/cells.js';
import {fieldRow} from '../format/field-row.js';
import type {TextField} from '../ui-state/text-field.js';
import {RowText} from './rows.js';

type Props = {
	readonly field: TextField;
	/** Cells of the whole row, prompt included. */
	readonly width: number;
	/** Draws the cursor. */
	readonly isActive: boolean;
	readonly prompt?: Row;
};

/** One row with a prompt and typed text. */
export function TextFieldView({field, width, isActive, prompt = []}: Props) {
	return <RowText row={[...prompt, ...fieldRow(field, width - rowWidth(prompt), isActive)]} width={width} />;
}
