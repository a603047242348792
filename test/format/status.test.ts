import {describe, expect, test} from 'vitest';
import type {Action, ActionContext} from '../../source/actions.js';
import {type Row, rowWidth} from '../../source/format/cells.js';
import {footerRow} from '../../source/format/status.js';

const text = (row: Row): string => row.map(span => span.text).join('');
const action = (id: string, keys: readonly string[], hint?: string, reason?: string): Action => ({
	id,
	keys,
	title: id,
	...(hint !== undefined && {hint}),
	disabled: () => reason,
	run() {},
});
/** The actions of these tests look at nothing. */
const context = {} as ActionContext;

describe('the footer', () => {
	const actions = [
		action('list.open', ['enter', 'l'], 'open'),
		action('list.more', ['L'], 'more', 'All devices are in the list.'),
		action('list.down', ['j']),
		action('list.taken', ['l', 'x'], 'taken'),
		action('console.next', ['tab'], 'pane'),
		action('console.help', ['?'], 'help'),
		action('console.quit', ['q'], 'quit'),
	];

	test('shows the live keys that have a word, and none that is disabled or taken', () => {
		expect(text(footerRow(actions, context, 80))).toBe(' Enter open  x taken  Tab pane  ? help  q quit');
	});

	test('keeps the help and the way out when it is narrow', () => {
		expect(text(footerRow(actions, context, 30))).toBe(' Enter open  ? help  q quit');
		expect(text(footerRow(actions, context, 16))).toBe(' ? help  q quit');
		for (let width = 10; width < 80; width++) expect(rowWidth(footerRow(actions, context, width))).toBeLessThanOrEqual(width);
	});
});
