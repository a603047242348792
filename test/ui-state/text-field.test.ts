import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editField, fieldOf, maxFieldLength, type TextEdit, type TextField} from '../../source/ui-state/text-field.js';

/** A field drawn with `|` for its cursor. */
const draw = ({value, cursor}: TextField): string => `${value.slice(0, cursor)}|${value.slice(cursor)}`;
const read = (drawn: string): TextField => ({value: drawn.replace('|', ''), cursor: drawn.indexOf('|')});

describe('a text field', () => {
	test.each<[before: string, edit: TextEdit, after: string]>([
		['|', {type: 'insert', text: 'a'}, 'a|'],
		['a|c', {type: 'insert', text: 'b'}, 'ab|c'],
		['a|', {type: 'insert', text: 'x\r\ny\nz\tw'}, 'ax y z w|'],
		['ab|c', {type: 'delete', what: 'left'}, 'a|c'],
		['|abc', {type: 'delete', what: 'left'}, '|abc'],
		['a|bc', {type: 'delete', what: 'right'}, 'a|c'],
		['abc|', {type: 'delete', what: 'right'}, 'abc|'],
		['{"a": one two|}', {type: 'delete', what: 'word'}, '{"a": one |}'],
		['one two  |', {type: 'delete', what: 'word'}, 'one |'],
		['|', {type: 'delete', what: 'word'}, '|'],
		['ab|cd', {type: 'delete', what: 'before'}, '|cd'],
		['ab|cd', {type: 'delete', what: 'after'}, 'ab|'],
		['ab|', {type: 'move', to: 'left'}, 'a|b'],
		['a|b', {type: 'move', to: 'right'}, 'ab|'],
		['one two|', {type: 'move', to: 'word-left'}, 'one |two'],
		['|one two', {type: 'move', to: 'word-right'}, 'one| two'],
		['o|ne', {type: 'move', to: 'start'}, '|one'],
		['o|ne', {type: 'move', to: 'end'}, 'one|'],
		['old|', {type: 'set', value: 'new'}, 'new|'],
		['x👍🏽|', {type: 'delete', what: 'left'}, 'x|'],
		['|👩‍👩‍👧x', {type: 'move', to: 'right'}, '👩‍👩‍👧|x'],
	])('%s → %o → %s', (before, edit, after) => {
		expect(draw(editField(read(before), edit))).toBe(after);
	});

	test('takes no more text than a method payload may have', () => {
		const full = fieldOf('x'.repeat(maxFieldLength));
		expect(editField(full, {type: 'insert', text: 'y'}).value).toHaveLength(maxFieldLength);
		expect(editField(full, {type: 'set', value: 'z'.repeat(maxFieldLength + 5)}).value).toHaveLength(maxFieldLength);
	});

	test('whatever is typed, the cursor stays inside and the text is one line', () => {
		const anyEdit = fc.oneof(
			fc.record({type: fc.constant('insert' as const), text: fc.string({unit: 'binary'})}),
			fc.record({type: fc.constant('delete' as const), what: fc.constantFrom('left', 'right', 'word', 'before', 'after')}),
			fc.record({type: fc.constant('move' as const), to: fc.constantFrom('left', 'right', 'word-left', 'word-right', 'start', 'end')}),
		) as fc.Arbitrary<TextEdit>;
		fc.assert(
			fc.property(fc.array(anyEdit, {maxLength: 30}), edits => {
				const {value, cursor} = edits.reduce(editField, fieldOf('start'));
				expect(cursor >= 0 && cursor <= value.length).toBe(true);
				expect(value).not.toMatch(/[\r\n]/);
			}),
		);
	});
});
