import {type Safe, safe} from '../safe-text.js';
import {type Row, span} from './cells.js';

/** A word to be chosen, and whether Enter gives it. */
export type Button = {readonly text: Safe; readonly isFocused: boolean};

/** The answers of a dialog; the one that Enter gives is inverse and in brackets with an arrow. */
export function buttonRow(buttons: readonly Button[]): Row {
	return buttons.flatMap(({text, isFocused}) => [
		span(isFocused ? safe`›[ ${text} ]` : safe` [ ${text} ]`, isFocused ? 'accent' : 'muted', {isBold: isFocused, isInverse: isFocused}),
		span(safe`  `),
	]);
}
