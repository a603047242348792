import {describe, expect, test} from 'vitest';
import {rowWidth} from '../../source/format/cells.js';
import {twinRow} from '../../source/format/twin-lines/row.js';
import {twinLines} from '../../source/format/twin-lines/tree.js';
import type {Twin} from '../../source/hub/types.js';
import {baseOf, setValue, startDraft, type TwinDraft, toggleDeletion} from '../../source/twin-edit/draft.js';
import {twinOf} from '../helpers/twin.js';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const stamp = (time: string) => ({$lastUpdated: `2026-11-22T${time}.0000000Z`});

const twin = twinOf({
	etag: 'AAAB',
	desired: {interval: 10, mode: 'auto', limits: {max: 90, min: 5}, list: [1, 2]},
	desiredMetadata: {...stamp('10:00:00'), interval: stamp('10:00:00'), limits: {...stamp('11:55:00'), max: stamp('11:55:00')}},
	reported: {interval: 8, mode: 'auto', firmware: '1.4.2'},
	reportedMetadata: {...stamp('11:59:48'), interval: stamp('11:59:48')},
});

/** The tree as drawn, without colours. */
function draw(of: Twin, {draft, toggled = [], width = 44}: {draft?: TwinDraft; toggled?: readonly string[]; width?: number} = {}) {
	return twinLines(of, draft, new Set(toggled), width - 14).map((line, index) => {
		const row = twinRow(line, {width, isCursor: index === 1, isFocused: true, etag: of.etag, now});
		expect(rowWidth(row)).toBe(width);
		return row
			.map(({text}) => text)
			.join('')
			.trimEnd();
	});
}

test('a twin is three sections with one line a key, versions in the headings, ages at the right', () => {
	expect(draw(twin)).toEqual([
		'  ▾ desired  v12  etag AAAB               2h',
		'›≠    interval 10 ≠ reported              2h',
		'      mode "auto"',
		'    ▾ limits                              5m',
		' ◌      max 90 not reported               5m',
		' ◌      min 5 not reported',
		' ◌    list [1,2] not reported',
		'  ▾ reported  v9                         10s',
		' ≠    interval 8 ≠ desired               10s',
		'      mode "auto"',
		'      firmware "1.4.2"',
		'  ▾ tags  empty',
	]);
});

test('closed branches tell how many keys they hold, and a long value opens in full below its line', () => {
	const long = twinOf({desired: {text: 'x'.repeat(60), limits: {max: 90, min: 5}}, reported: {text: 'x'.repeat(60)}});
	const rows = draw(long, {toggled: ['desired["limits"]', 'desired["text"]', 'reported']});
	expect(rows[1]).toMatch(/text "x+…/);
	expect(rows[2]).toBe(`      "${'x'.repeat(29)}`);
	expect(rows[3]).toBe(`      ${'x'.repeat(30)}`);
	expect(rows).toContain('    ▸ limits {2}');
	expect(rows).toContain('  ▸ reported  v9 {1}');
});

describe('unsent changes', () => {
	test('are marked in glyph and word: changed, new, deleted', () => {
		let draft = setValue(startDraft(baseOf(twin)), ['interval'], 15);
		draft = setValue(draft, ['limits', 'soft'], {on: true});
		draft = toggleDeletion(toggleDeletion(draft, ['mode']), ['list']);
		expect(draw(twin, {draft}).slice(0, 9)).toEqual([
			'  ▾ desired  v12  4 unsent  etag AAAB     2h',
			'›*    interval 10 -> 15 (edited)          2h',
			' -    mode "auto" (delete)',
			'    ▾ limits                              5m',
			' ◌      max 90 not reported               5m',
			' ◌      min 5 not reported',
			' +    ▾ soft (new)',
			' +        on -> true (new)',
			' -    list [1,2] (delete)',
		]);
	});

	test('of a whole branch mark every line in it', () => {
		const draft = toggleDeletion(startDraft(baseOf(twin)), ['limits']);
		expect(draw(twin, {draft}).slice(3, 6)).toEqual([
			' -  ▾ limits (delete)                     5m',
			' -      max 90 (delete)                   5m',
			' -      min 5 (delete)',
		]);
	});

	test('stand on what the hub has now, not on what it had when they were made', () => {
		const draft = setValue(startDraft(baseOf(twin)), ['interval'], 15);
		const newer = twinOf({desired: {interval: 10, mode: 'manual', extra: 1}, reported: {mode: 'manual', extra: 1}});
		expect(draw(newer, {draft}).slice(1, 4)).toEqual(['›*    interval 10 -> 15 (edited)', '      mode "manual"', '      extra 1']);
	});

	test('a value that becomes a branch, or a branch that becomes a value, is one line', () => {
		const draft = setValue(setValue(startDraft(baseOf(twin)), ['mode'], {day: 1}), ['limits'], 3);
		const rows = draw(twin, {draft, width: 60});
		expect(rows[2]).toBe(' *    mode "auto" -> {"day":1} (edited)');
		expect(rows[3]).toMatch(/ \* {4}limits \{"max":90,"min":5\} -> 3 \(edited\)/);
	});
});

test('an acknowledged value of IoT Plug and Play is no drift', () => {
	const acknowledged = twinOf({desired: {interval: 10}, reported: {interval: {value: 10, ac: 200, av: 3}}});
	expect(draw(acknowledged)[1]).toBe('›     interval 10');
});

test('words and age stay when the value is too long for the row', () => {
	const long = twinOf({desired: {note: 'y'.repeat(200)}, desiredMetadata: {note: stamp('11:59:00')}});
	const draft = toggleDeletion(startDraft(baseOf(long)), ['note']);
	expect(draw(long, {draft, width: 30})[1]).toBe('›-    note "yyy… (delete)   1m');
});

test('keys and values of a hostile device are drawn as text, and metadata without sense as no age', () => {
	const hostile = twinOf({
		reported: JSON.parse('{"__proto__":{"a":1},"\\u001b[31m":"\\r\\n"}'),
		reportedMetadata: JSON.parse('{"__proto__":{"$lastUpdated":"yesterday"},"\\u001b[31m":{"$lastUpdated":{"a":1}}}'),
	});
	expect(draw(hostile).slice(2, 5)).toEqual(['    ▾ __proto__', '        a 1', '      \\x1b[31m "\\r\\n"']);
});

test('what the glyph says already gives way to a value that is too long', () => {
	const long = twinOf({etag: 'AAAB', desired: {note: 'y'.repeat(20)}, reported: {firmware: '1.4.2'}});
	const [row] = draw(long, {width: 32}).filter(text => text.includes('note'));
	expect(row).toMatch(/◌ +note "y+…$/);
	expect(row).not.toContain('not reported');
});
