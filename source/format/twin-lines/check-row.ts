import {jsonTypeOf} from '../../json-check.js';
import {type Safe, safe, show} from '../../safe-text.js';
import type {ValueCheck} from '../../twin-edit/check-value.js';
import {type Row, span} from '../cells.js';

/** Under the field of a value: its type and whether Enter takes it, or where it is wrong. @param takes what Enter does with a good one */
export function valueCheckRow(check: ValueCheck, takes: Safe): Row {
	if (check.state === 'good') {
		const tag = span(safe`${show(jsonTypeOf(check.value))} `, 'accent', {isBold: true});
		return check.warning === undefined ? [tag, span(safe`✓ ${takes}`, 'good')] : [tag, span(safe`▲ ${show(check.warning)}`, 'warning')];
	}
	const place = span(safe`✕ ${check.line > 1 ? safe`line ${check.line}, ` : safe``}column ${check.column}: ${show(check.message)}`, 'bad');
	return check.offer === undefined
		? [place]
		: [span(safe`string `, 'accent'), span(safe`Enter makes it ${show(check.offer, {maxLength: 40})}  `, 'warning'), place];
}
