import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {Secret} from '../../source/secret.js';
import {initialManagement, secretFields, type Wish} from '../../source/ui-state/management.js';
import {createUi} from '../../source/ui-state/store.js';
import type {UiEvent} from '../../source/ui-state/types.js';

const stateAfter = (...events: readonly UiEvent[]) => {
	const ui = createUi();
	for (const event of events) ui.dispatch(event);
	return ui.getState();
};

const wish: Wish = {type: 'delete', deviceId: 'press-01'};
const otherWish: Wish = {type: 'purge', deviceId: 'press-01'};
const error = new HubError('conflict', 'It was changed.', {hint: 'Again.'});
const token = {token: new Secret('SharedAccessSignature'), isOwn: true, findings: []};

describe('keys and tokens', () => {
	test.each(secretFields)('typed into %s are forgotten when a dialog closes or another opens', field => {
		const typed: UiEvent = {type: 'field-open', field, value: 'secret'};
		expect(stateAfter(typed).fields[field]?.value).toBe('secret');
		expect(stateAfter(typed, {type: 'close'}).fields).toEqual({});
		expect(stateAfter(typed, {type: 'open', overlay: 'management-review'}).fields).toEqual({});
	});

	test('leave what else was typed where it is', () => {
		const {fields} = stateAfter(
			{type: 'field-open', field: 'newDevice.id', value: 'press'},
			{type: 'field-open', field: 'keys.key', value: 'x'},
			{type: 'close'},
		);
		expect(Object.keys(fields)).toEqual(['newDevice.id']);
	});

	test.each<UiEvent>([{type: 'close'}, {type: 'open', overlay: 'c2d'}, {type: 'management/hide'}, {type: 'management/key-line', line: 'secondary'}])(
		'that are readable are hidden by %j',
		event => {
			const reveal: UiEvent = {type: 'management/reveal', what: 'primary', until: 5};
			expect(stateAfter(reveal).management.reveal).toEqual({what: 'primary', until: 5});
			expect(stateAfter(reveal, event).management.reveal).toBeUndefined();
		},
	);

	test('a token is forgotten with its dialog', () => {
		expect(stateAfter({type: 'management/token', token}).management.token).toBe(token);
		expect(stateAfter({type: 'management/token', token}, {type: 'close'}).management.token).toBeUndefined();
	});
});

describe('a review', () => {
	const open: UiEvent = {type: 'management/review', wish};

	test('runs, and ends as a failure', () => {
		const running = stateAfter(open, {type: 'management/running', at: 7}).management.review;
		expect(running).toEqual({wish, state: 'running', startedAt: 7});
		const failed = stateAfter(open, {type: 'management/running', at: 7}, {type: 'management/failed', wish, error}).management.review;
		expect(failed).toEqual({wish, state: 'failed', error});
	});

	test('is not touched by the failure of another wish', () => {
		expect(stateAfter(open, {type: 'management/failed', wish: otherWish, error}).management.review).toEqual({wish, state: 'open'});
	});

	test('goes when it is closed', () => {
		expect(stateAfter(open, {type: 'management/review-close'}).management).toEqual(initialManagement);
	});
});
