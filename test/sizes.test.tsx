import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {initialUi} from '../source/ui-state/reducer.js';
import type {TwinConflicts} from '../source/ui-state/twin-state.js';
import type {UiState} from '../source/ui-state/types.js';
import {openApp} from './helpers/app.js';
import {createFakeHub} from './helpers/fake-hub.js';
import {twinOf} from './helpers/twin.js';

const createBusyHub = () => {
	const fake = createFakeHub([
		...Array.from({length: 80}, (_, index) => ({id: `温度センサー-device-with-a-long-name-${index}`, isConnected: index % 2 === 0})),
	]);
	const deviceId = fake.hub.devices.getState().value?.id(0) ?? '';
	for (let turn = 0; turn < 80; turn++)
		fake.telemetry.push({deviceId, body: JSON.stringify({text: '温'.repeat(turn), n: turn, long: 'x'.repeat(300)}), at: Date.now()});
	fake.twinOf(deviceId).set({
		status: 'ready',
		value: twinOf({deviceId, desired: {text: '温'.repeat(99), nested: {a: {b: 1}}}, reported: {long: 'y'.repeat(300)}, tags: {site: 'west'}}),
	});
	return fake;
};

const range = (from: number, to: number, step: number) => Array.from({length: Math.floor((to - from) / step) + 1}, (_, index) => from + index * step);
const grid = range(40, 200, 16).flatMap(columns => [10, 15, 24, 40, 60].map(rows => [columns, rows] as const));
/** Where the layout of several panes changes. */
const borders = [79, 80, 81, 109, 110, 111, 169, 170, 171].flatMap(columns => [10, 19, 20, 21].map(rows => [columns, rows] as const));

const longConflicts: TwinConflicts = {
	deviceId: `温度センサー-device-with-a-long-name-${'x'.repeat(60)}`,
	theirs: {etag: 'v13', version: 13, desired: {}},
	conflicts: ['a', 'b', 'c'].map(key => ({path: [key.repeat(80)], base: '温'.repeat(90), theirs: '度'.repeat(90), mine: 1})),
	resolutions: [undefined, {choice: 'mine'}, undefined],
	cursor: 2,
};

const states: readonly (readonly [what: string, start: Partial<UiState>])[] = [
	['at rest', {}],
	['in the feed', {focus: 'telemetry', tab: 'telemetry'}],
	['in the twin', {focus: 'twin', tab: 'twin'}],
	['in the methods', {focus: 'methods', tab: 'methods'}],
	['zoomed', {focus: 'telemetry', isZoomed: true}],
	['typing a filter', {field: 'devices.filter', fields: {'devices.filter': {value: '温度'.repeat(30), cursor: 60}}}],
	['with the help open', {overlay: 'help', field: 'help.filter'}],
	['with the sort menu open', {overlay: 'device-sort'}],
	['with a message open', {overlay: 'message', telemetry: {...initialUi.telemetry, openedIndex: 79}}],
	['with the chart open', {overlay: 'telemetry-chart'}],
	['with the alarms open', {overlay: 'alarms'}],
	['typing an interval', {field: 'devices.interval', fields: {'devices.interval': {value: '30', cursor: 2}}}],
	['in the comparison of a twin', {focus: 'twin', tab: 'twin', twin: {...initialUi.twin, isCompared: true, cursor: {lineId: 'desired["text"]', index: 1}}}],
	['with a conflict open', {overlay: 'twin-conflict', twin: {...initialUi.twin, conflicts: longConflicts}}],
	['with the quit question open', {overlay: 'quit'}],
];

/** What is wrong with a frame: its number of rows, its header, rows that end before or after the right border. The first and the last two have no border. */
const misfits = (lines: readonly string[], columns: number, rows: number): readonly string[] => {
	if (lines.length !== rows) return [`${lines.length} rows of ${rows}`];
	if (!/ contoso.* │ READ-ONLY │ /.test(lines[0] ?? '')) return [`Which hub, and whether it can be written to? ${lines[0]}`];
	const lastFramed = rows - (rows >= 20 ? 3 : 2);
	return lines.filter((line, row) => {
		const width = stringWidth(line);
		const isFramed = row >= 1 && row <= lastFramed;
		return isFramed ? width !== columns || !/[│┐┘]$/.test(line) : width > columns;
	});
};

describe('the screen', () => {
	test.each(states)('%s is never one row or one cell too large, at any size', async (_, start) => {
		const app = openApp(createBusyHub(), {columns: 40, rows: 10, start});
		await app.until(/┌/);
		const isOneBox = start.isZoomed === true || start.overlay !== undefined;
		for (const [columns, rows] of isOneBox ? grid : [...grid, ...borders]) {
			app.resize(columns, rows);
			await expect.poll(() => misfits(app.lines(), columns, rows), {interval: 1}).toEqual([]);
		}
	});
});
