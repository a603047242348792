import {describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {safe} from '../../source/safe-text.js';
import {initialUi, reduceUi} from '../../source/ui-state/reducer.js';
import {createUi} from '../../source/ui-state/store.js';
import type {UiEvent, UiState} from '../../source/ui-state/types.js';

const stateAfter = (...events: readonly UiEvent[]): UiState => events.reduce(reduceUi, initialUi);

describe('the user state', () => {
	test('the pane behind the tabs is remembered while the list has the focus', () => {
		expect(stateAfter({type: 'focus', pane: 'twin'}, {type: 'focus', pane: 'devices'})).toMatchObject({focus: 'devices', tab: 'twin'});
	});

	test('going to another pane closes the text field and keeps its draft', () => {
		const state = stateAfter(
			{type: 'field-open', field: 'devices.filter'},
			{type: 'field-edit', edit: {type: 'insert', text: 'press'}},
			{type: 'focus', pane: 'twin'},
		);
		expect(state.field).toBeUndefined();
		expect(state.fields['devices.filter']?.value).toBe('press');
	});

	test('typing without a field changes nothing', () => {
		expect(reduceUi(initialUi, {type: 'field-edit', edit: {type: 'insert', text: 'x'}})).toBe(initialUi);
	});

	test('a field opens with its old draft, or with what it is given', () => {
		const typed = stateAfter({type: 'field-open', field: 'help.filter'}, {type: 'field-edit', edit: {type: 'insert', text: 'zoom'}}, {type: 'field-close'});
		expect(reduceUi(typed, {type: 'field-open', field: 'help.filter'}).fields['help.filter']?.value).toBe('zoom');
		expect(reduceUi(typed, {type: 'field-open', field: 'help.filter', value: ''}).fields['help.filter']?.value).toBe('');
	});

	test('a dialog opens at its top and closes with its text field', () => {
		const open = stateAfter({type: 'open', overlay: 'help'}, {type: 'overlay-scroll', to: 7}, {type: 'field-open', field: 'help.filter'});
		expect(open).toMatchObject({overlay: 'help', overlayScroll: 7, field: 'help.filter'});
		expect(reduceUi(open, {type: 'close'})).toMatchObject({overlay: undefined, overlayScroll: 0, field: undefined});
		expect(reduceUi(open, {type: 'open', overlay: 'quit'})).toMatchObject({overlay: 'quit', overlayScroll: 0});
	});

	test('another device starts the feed at its newest message, the whole hub stays where it was', () => {
		const scrolled = {mode: 'scrolled', leftAt: 9, leftCount: 10, cursor: 5, bottom: 8} as const;
		const select: UiEvent = {type: 'select-device', deviceId: 'pump-17'};
		expect(stateAfter({type: 'telemetry/place', place: scrolled}, select).telemetry.place).toEqual({mode: 'follow'});
		expect(stateAfter({type: 'telemetry/scope'}, {type: 'telemetry/place', place: scrolled}, select).telemetry.place).toEqual(scrolled);
	});

	test('a new sort order starts at the top', () => {
		expect(stateAfter({type: 'devices/scroll', top: 40}, {type: 'devices/sort', sort: 'state'}).devices).toMatchObject({sort: 'state', top: 0});
		expect(stateAfter({type: 'devices/scroll', top: 40}, {type: 'devices/reverse'}).devices).toMatchObject({isReversed: true, top: 0});
	});

	test('sideways scrolling stops at the left edge', () => {
		expect(stateAfter({type: 'telemetry/column', column: -8}).telemetry.column).toBe(0);
	});
});

describe('the store', () => {
	test('tells after each change and not when nothing changed', () => {
		const ui = createUi();
		const listener = vi.fn();
		ui.subscribe(listener);
		ui.dispatch({type: 'notice', notice: {text: safe`done`, tone: 'good'}});
		ui.dispatch({type: 'field-edit', edit: {type: 'insert', text: 'x'}});
		expect(listener).toHaveBeenCalledTimes(1);
		expect(ui.getState().notice?.text).toBe('done');
	});

	test('two consoles share nothing', () => {
		const [one, other] = [createUi(), createUi({focus: 'twin'})];
		one.dispatch({type: 'zoom'});
		expect(other.getState()).toMatchObject({isZoomed: false, focus: 'twin'});
	});
});

test.each<UiEvent>([
	{type: 'open', overlay: 'twin-review'},
	{type: 'close'},
	{type: 'twin/rebase', deviceId: 'press-01', base: {etag: 'v2', version: 2, desired: {}}},
	{type: 'twin/failed', deviceId: 'press-01', error: new HubError('throttled', 'Slow down.', {hint: 'Wait.'})},
	{type: 'management/failed', wish: {type: 'purge', deviceId: 'press-01'}, error: new HubError('throttled', 'Slow down.', {hint: 'Wait.'})},
])('the answer of a review is Cancel again after $type', event => {
	const reviewed = reduceUi(initialUi, {type: 'twin/review', deviceId: 'press-01'});
	const chosen = reduceUi(reviewed, {type: 'answer', answer: 'go'});
	expect(chosen.answer).toBe('go');
	expect(reduceUi(chosen, event).answer).toBe('cancel');
});

test('the answer of a review stays as it is when the patch of another device fails', () => {
	const reviewed = reduceUi(initialUi, {type: 'twin/review', deviceId: 'pump-17'});
	const chosen = reduceUi(reviewed, {type: 'answer', answer: 'go'});
	const error = new HubError('throttled', 'Slow down.', {hint: 'Wait.'});
	expect(reduceUi(chosen, {type: 'twin/failed', deviceId: 'press-01', error}).answer).toBe('go');
});
