import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {rowWidth} from '../../source/format/cells.js';
import {comparedLines} from '../../source/format/twin-lines/compare.js';
import {comparedRow, comparisonDetail} from '../../source/format/twin-lines/compare-row.js';
import type {JsonObject, Twin} from '../../source/hub/types.js';
import {baseOf, setValue, startDraft, type TwinDraft, toggleDeletion} from '../../source/twin-edit/draft.js';
import {textsOf} from '../helpers/rows.js';
import {twinOf} from '../helpers/twin.js';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const stamp = (time: string, version?: number) => ({$lastUpdated: `2026-11-22T${time}.0000000Z`, ...(version !== undefined && {$lastUpdatedVersion: version})});

const twin = twinOf({
	desired: {interval: 10, mode: 'auto', limits: {max: 90, min: 5}, target: 21},
	desiredMetadata: {interval: stamp('10:00:00', 9), limits: {max: stamp('11:55:00', 11)}, target: stamp('11:00:00', 12)},
	reported: {interval: 8, mode: 'auto', limits: {max: 90}, firmware: '1.4.2', target: {value: 20, ac: 203, av: 11, ad: 'too\u001b[31m warm'}},
	reportedMetadata: {interval: stamp('11:59:48'), target: stamp('11:30:00')},
});

const draw = (of: Twin, {draft, width = 60}: {draft?: TwinDraft; width?: number} = {}) =>
	textsOf(
		comparedLines(of, draft).map((line, index) =>
			comparedRow(line, {width, isCursor: index === 1, isFocused: true, reportedVersion: 9, longestCells: 200, now}),
		),
	).map(row => row.trimEnd());
const detail = (of: Twin, path: string, width = 70) => {
	const line = comparedLines(of, undefined).find(each => each.path.join('.') === path);
	return line === undefined ? [] : textsOf(comparisonDetail(line, width, now));
};

describe('desired against reported', () => {
	test('has one row a path, both values with their ages, and whether they agree', () => {
		expect(`\n${draw(twin).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			   path            desired v12     reported v9
			›≠ interval        10           2h 8           10s ≠ drift
			   mode            "auto"          "auto"          ✓ same
			   limits.max      90           5m 90              ✓ same
			 ◌ limits.min      5                               ◌ silent
			 ≠ target          21           1h 20          30m ≠ drift
			   firmware                        "1.4.2"           own
			"
		`);
	});

	test('keeps the values and the verdict where the pane is narrow', () => {
		expect(`\n${draw(twin, {width: 45}).join('\n')}\n`).toMatchInlineSnapshot(`
			"
			   path          desired   reported
			›≠ interval      10        8         ≠ drift
			   mode          "auto"    "auto"    ✓ same
			   limits.max    90        90        ✓ same
			 ◌ limits.min    5                   ◌ silent
			 ≠ target        21        20        ≠ drift
			   firmware                "1.4.2"     own
			"
		`);
	});

	test('takes an acknowledgement that holds the desired value for its value', () => {
		const acknowledged = twinOf({desired: {target: 21}, reported: {target: {value: 21, ac: 200, av: 12}}});
		expect(draw(acknowledged).at(-1)).toMatch(/target +21 +21 +✓ same$/);
	});

	test('marks what is not sent yet', () => {
		const base = baseOf(twin);
		const draft = toggleDeletion(setValue(setValue(startDraft(base), ['interval'], 30), ['new'], true), ['mode']);
		const rows = draw(twin, {draft});
		expect(rows.find(row => row.includes('interval'))).toMatch(/^›\* interval +30 .* 8 .*\* unsent$/);
		expect(rows.find(row => row.includes('new'))).toMatch(/^ \+ new +true +\+ unsent$/);
		expect(rows.find(row => row.includes('mode'))).toMatch(/^ - mode +"auto".*- delete$/);
	});

	test('tells the line under the cursor in full, with the version sent and the one acknowledged', () => {
		expect(detail(twin, 'target')).toEqual(['target', 'desired  21, sent v12, 1h ago', 'reported 20, acknowledged v11 with 203: too\\x1b[31m warm, 30m ago']);
		expect(detail(twin, 'limits.min')).toEqual(['limits.min', 'desired  5', 'reported nothing']);
		expect(detail(twin, 'firmware')).toEqual(['firmware', 'desired  nothing', 'reported "1.4.2"']);
	});

	test('compares an object with a value as two values, and knows strange keys', () => {
		const strange = twinOf({desired: {a: {b: 1}, c: {}}, reported: JSON.parse('{"a":1,"c":{},"__proto__":{"x":1}}') as JsonObject});
		expect(draw(strange).slice(1)).toEqual([
			expect.stringMatching(/^›≠ a +\{"b":1\} +1 +≠ drift$/),
			expect.stringMatching(/^ {3}c +\{\} +\{\} +✓ same$/),
			expect.stringMatching(/^ {3}__proto__\.x +1 +own$/),
		]);
	});

	test('fits any width', () => {
		const json = fc.dictionary(fc.string({unit: 'binary', maxLength: 8}), fc.jsonValue({maxDepth: 3}), {maxKeys: 6});
		fc.assert(
			fc.property(json, json, fc.integer({min: 20, max: 160}), (desired, reported, width) => {
				const of = twinOf({desired: desired as JsonObject, reported: reported as JsonObject});
				for (const line of comparedLines(of, undefined)) {
					expect(rowWidth(comparedRow(line, {width, isCursor: true, isFocused: true, reportedVersion: 9, longestCells: 200, now}))).toBe(width);
				}
			}),
			{numRuns: 40},
		);
	});
});
