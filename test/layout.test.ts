import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {computeLayout, type Layout, type Rect} from '../source/layout.js';
import type {PaneId} from '../source/ui-state/types.js';

type State = Parameters<typeof computeLayout>[2];
const atRest: State = {focus: 'devices', tab: 'telemetry', isZoomed: false};

const letters: Readonly<Record<PaneId, string>> = {devices: 'D', telemetry: 'F', twin: 'T', methods: 'M'};

/** The rectangles filled with letters, one character for ten columns and two rows. */
const draw = (columns: number, rows: number, state: Partial<State> = {}): string => {
	const layout = computeLayout(columns, rows, {...atRest, ...state});
	const grid = paint(layout);
	const picked = grid.filter((_, y) => y % 2 === 0 || y === rows - 1);
	return `\n${picked.map(row => row.filter((_, x) => x % 5 === 0).join('')).join('\n')}\n`;
};

/** Every cell's letter; a cell that two rectangles claim is `*`, one that none claims is a dot. */
const paint = ({columns, rows, header, statusLine, footer, panes}: Layout): string[][] => {
	const grid = Array.from({length: rows}, () => Array.from({length: columns}, () => '.'));
	const fill = (rect: Rect, letter: string) => {
		for (let y = rect.y; y < rect.y + rect.height; y++) {
			for (let x = rect.x; x < rect.x + rect.width; x++) {
				const row = grid[y];
				if (row !== undefined) row[x] = row[x] === '.' ? letter : '*';
			}
		}
	};
	fill(header, '-');
	if (statusLine.y !== footer.y) fill(statusLine, '=');
	fill(footer, '_');
	for (const [id, rect] of Object.entries(panes)) fill(rect, letters[id as PaneId]);
	return grid;
};

describe('the layout', () => {
	test('60x20: one pane, the focused one', () => {
		expect(draw(60, 20)).toMatchInlineSnapshot(`
			"
			------------
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			DDDDDDDDDDDD
			============
			____________
			"
		`);
		expect(draw(60, 20, {focus: 'twin', tab: 'twin'})).toMatchInlineSnapshot(`
			"
			------------
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			TTTTTTTTTTTT
			============
			____________
			"
		`);
	});

	test('80x24: the list and one pane of three', () => {
		expect(draw(80, 24)).toMatchInlineSnapshot(`
			"
			----------------
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			DDDDDDFFFFFFFFFF
			================
			________________
			"
		`);
		expect(draw(80, 24, {tab: 'methods'})).toMatchInlineSnapshot(`
			"
			----------------
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			DDDDDDMMMMMMMMMM
			================
			________________
			"
		`);
	});

	test('120x40: the list, the feed over twin and methods', () => {
		expect(draw(120, 40)).toMatchInlineSnapshot(`
			"
			------------------------
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			DDDDDDDTTTTTTTTTTMMMMMMM
			========================
			________________________
			"
		`);
	});

	test('200x60: three columns', () => {
		expect(draw(200, 60)).toMatchInlineSnapshot(`
			"
			----------------------------------------
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFTTTTTTTTTTT
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			DDDDDDDDDDDDFFFFFFFFFFFFFFFFFMMMMMMMMMMM
			========================================
			________________________________________
			"
		`);
	});

	test('120x16: too low for panes over one another', () => {
		expect(draw(120, 16)).toMatchInlineSnapshot(`
			"
			------------------------
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			DDDDDDDFFFFFFFFFFFFFFFFF
			________________________
			"
		`);
	});

	test('zoomed: the focused pane alone', () => {
		expect(draw(120, 20, {focus: 'telemetry', isZoomed: true})).toMatchInlineSnapshot(`
			"
			------------------------
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			FFFFFFFFFFFFFFFFFFFFFFFF
			========================
			________________________
			"
		`);
	});

	test('status line and footer share a row where rows are scarce', () => {
		const low = computeLayout(80, 19, atRest);
		expect(low.statusLine).toEqual(low.footer);
		const high = computeLayout(80, 20, atRest);
		expect(high.statusLine.y).toBe(high.footer.y - 1);
	});

	test('the shown one of the panes that share a rectangle comes first', () => {
		expect(computeLayout(80, 24, {...atRest, tab: 'methods'}).tabs).toEqual(['methods', 'telemetry', 'twin']);
		expect(computeLayout(120, 40, atRest).tabs).toEqual([]);
	});

	test('below 40x10 nothing is placed', () => {
		expect(computeLayout(39, 24, atRest)).toMatchObject({tooSmall: true, panes: {}});
		expect(computeLayout(80, 9, atRest)).toMatchObject({tooSmall: true, panes: {}});
		expect(computeLayout(40, 10, atRest)).toMatchObject({tooSmall: false});
	});

	test('at every size each cell belongs to exactly one rectangle, and each frame has an inside', () => {
		const anyState = fc.record({
			focus: fc.constantFrom<PaneId>('devices', 'telemetry', 'twin', 'methods'),
			tab: fc.constantFrom<PaneId>('telemetry', 'twin', 'methods'),
			isZoomed: fc.boolean(),
		});
		fc.assert(
			fc.property(fc.integer({min: 40, max: 260}), fc.integer({min: 10, max: 90}), anyState, (columns, rows, state) => {
				const layout = computeLayout(columns, rows, state);
				const cells = paint(layout).flat();
				expect(cells).not.toContain('.');
				expect(cells).not.toContain('*');
				for (const rect of Object.values(layout.panes)) expect(rect.width >= 20 && rect.height >= 7).toBe(true);
			}),
		);
	});
});
