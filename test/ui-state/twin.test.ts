import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {changesOf, startDraft, type TwinBase} from '../../source/twin-edit/draft.js';
import {reduceTwin} from '../../source/ui-state/twin.js';
import {initialTwin, type TwinEvent, type TwinState} from '../../source/ui-state/twin-state.js';

const base: TwinBase = {etag: 'v12', version: 12, desired: {interval: 10, mode: 'auto'}};
const newer = (desired: TwinBase['desired'], version = 13): TwinBase => ({etag: `v${version}`, version, desired});
const run = (...events: readonly TwinEvent[]): TwinState => events.reduce(reduceTwin, initialTwin);
const set = (value: number, on = base): TwinEvent => ({type: 'twin/set', deviceId: 'press-01', base: on, path: ['interval'], value});
const draftOf = (state: TwinState) => state.drafts.get('press-01');

describe('unsent edits', () => {
	test('belong to their device, whatever it is called', () => {
		const state = run(set(15), {type: 'twin/set', deviceId: '__proto__', base, path: ['mode'], value: 'off'});
		expect(changesOf(state.drafts.get('press-01')).map(({path}) => path)).toEqual([['interval']]);
		expect(changesOf(state.drafts.get('__proto__')).map(({path}) => path)).toEqual([['mode']]);
	});

	test('stay undoable when they cancel out', () => {
		const state = run(set(15), set(10));
		expect(changesOf(draftOf(state))).toEqual([]);
		expect(changesOf(draftOf(reduceTwin(state, {type: 'twin/undo', deviceId: 'press-01'})))).toHaveLength(1);
	});

	test('move onto what the hub has now when nothing collides, and stay where they are when something does', () => {
		const moved = run(set(15), {type: 'twin/delete', deviceId: 'press-01', base: newer({interval: 10, mode: 'manual'}), path: ['mode']});
		expect(draftOf(moved)?.base.etag).toBe('v13');
		expect(draftOf(moved)?.edited).toEqual({interval: 15});
		const stuck = run(set(15), {type: 'twin/delete', deviceId: 'press-01', base: newer({interval: 99, mode: 'auto'}), path: ['mode']});
		expect(draftOf(stuck)?.base.etag).toBe('v12');
	});
});

describe('the review', () => {
	const review: TwinEvent = {type: 'twin/review', deviceId: 'press-01'};

	test('starts again after a rebase, and keeps a failure', () => {
		const focused = run(set(15), review, {type: 'twin/sending', deviceId: 'press-01', at: 5});
		expect(focused.sending.get('press-01')).toBe(5);
		const rebased = reduceTwin(focused, {type: 'twin/rebase', deviceId: 'press-01', base: newer({interval: 10, mode: 'manual'})});
		expect(rebased.review).toEqual({deviceId: 'press-01', isRebased: true});
		expect(rebased.sending.size).toBe(0);
		const error = new HubError('throttled', 'Slow down.', {hint: 'Wait.'});
		const failed = reduceTwin(focused, {type: 'twin/failed', deviceId: 'press-01', error});
		expect([failed.review?.error, failed.sending.size]).toEqual([error, 0]);
	});

	test('ends with the draft when the hub took it, and starts the waiting', () => {
		const sent = {draft: startDraft(base), after: newer({interval: 15, mode: 'auto'})};
		const wait = {version: 13, sentAt: 7, changes: [{path: ['interval'], value: 15}]};
		const state = run(set(15), review, {type: 'twin/sending', deviceId: 'press-01', at: 5}, {type: 'twin/sent', deviceId: 'press-01', sent, wait});
		expect([state.drafts.size, state.sending.size, state.review, state.waits.get('press-01')]).toEqual([0, 0, undefined, wait]);
		const reported = reduceTwin(state, {type: 'twin/reported', deviceId: 'press-01', afterMs: 2000});
		expect(reported.waits.get('press-01')).toEqual({...wait, reported: {afterMs: 2000}});
		expect(reduceTwin(reported, {type: 'twin/wait-close', deviceId: 'press-01'}).waits.size).toBe(0);
	});

	test('of another device is touched by no late answer', () => {
		const state = run(set(15), review, {type: 'twin/sending', deviceId: 'press-01', at: 5}, {type: 'twin/review', deviceId: 'pump-17'});
		const answers: readonly TwinEvent[] = [
			{type: 'twin/failed', deviceId: 'press-01', error: new HubError('timeout', 'Late.', {hint: ''})},
			{type: 'twin/sent', deviceId: 'press-01', sent: {draft: startDraft(base), after: base}, wait: undefined},
			{type: 'twin/rebase', deviceId: 'press-01', base: newer({interval: 99, mode: 'auto'})},
		];
		for (const answer of answers) {
			const after = reduceTwin(state, answer);
			expect([after.review, after.sending.size]).toEqual([{deviceId: 'pump-17', isRebased: false}, 0]);
		}
	});
});

describe('a conflict', () => {
	const collided = run(
		set(15),
		{type: 'twin/set', deviceId: 'press-01', base, path: ['mode'], value: 'off'},
		{
			type: 'twin/rebase',
			deviceId: 'press-01',
			base: newer({interval: 99, mode: 'manual'}),
		},
	);

	test('opens the comparison, and each choice goes on to the next open key', () => {
		expect(collided.conflicts).toMatchObject({deviceId: 'press-01', cursor: 0, resolutions: [undefined, undefined]});
		const once = reduceTwin(collided, {type: 'twin/resolve', resolution: {choice: 'theirs'}});
		expect(once.conflicts).toMatchObject({cursor: 1, resolutions: [{choice: 'theirs'}, undefined]});
	});

	test('settled stands on the hub and keeps what is mine', () => {
		const state = [{choice: 'theirs'} as const, {choice: 'mine'} as const].reduce(
			(before, resolution) => reduceTwin(before, {type: 'twin/resolve', resolution}),
			collided,
		);
		const resolved = reduceTwin(state, {type: 'twin/resolved'});
		expect(resolved.conflicts).toBeUndefined();
		expect(draftOf(resolved)?.base.version).toBe(13);
		expect(changesOf(draftOf(resolved))).toEqual([{path: ['mode'], before: 'manual', after: 'off'}]);
	});

	test('left for later keeps the draft', () => {
		const state = reduceTwin(collided, {type: 'twin/conflict-close'});
		expect(state.conflicts).toBeUndefined();
		expect(changesOf(draftOf(state))).toHaveLength(2);
	});
});

test('a device that is gone or new has nothing left of an earlier one of its id, another device keeps its own', () => {
	const own = (deviceId: string): readonly TwinEvent[] => [
		{type: 'twin/set', deviceId, base, path: ['interval'], value: 15},
		{type: 'twin/sending', deviceId, at: 5},
		{type: 'twin/sent', deviceId, sent: {draft: startDraft(base), after: base}, wait: {version: 13, sentAt: 7, changes: []}},
		{type: 'twin/set', deviceId, base, path: ['mode'], value: 'off'},
		{type: 'twin/edit', edit: {deviceId, purpose: 'value', path: ['mode']}},
		{type: 'twin/review', deviceId},
		{type: 'twin/sending', deviceId, at: 9},
	];
	const sent: TwinEvent = {type: 'twin/sent', deviceId: 'press-01', sent: {draft: startDraft(base), after: base}, wait: undefined};
	const state = run(...own('pump-17'), ...own('press-01'), {type: 'twin/forget', deviceId: 'press-01'}, sent);
	for (const part of [state.drafts, state.sent, state.sending, state.waits]) expect([...part.keys()]).toEqual(['pump-17']);
	expect([state.edit, state.review]).toEqual([undefined, undefined]);
});
