import fc from 'fast-check';
import {expect, test} from 'vitest';
import {changesOf, redo, setValue, startDraft, takeBack, toggleDeletion, undo} from '../../source/twin-edit/draft.js';
import {isEqualJson} from '../../source/twin-edit/json-path.js';
import {jsonDocument} from './json-document.js';

const base = {etag: 'AAA=', version: 3, desired: {interval: 10, limits: {max: 90, min: 5}}};

test('setting a value back to what the hub has leaves no change', () => {
	const draft = setValue(startDraft(base), ['interval'], 15);
	expect(changesOf(draft)).toEqual([{path: ['interval'], before: 10, after: 15}]);
	expect(changesOf(setValue(draft, ['interval'], 10))).toEqual([]);
});

test('undo and redo walk through the edits, and a new edit ends redo', () => {
	const twice = setValue(setValue(startDraft(base), ['interval'], 15), ['limits', 'max'], 95);
	const once = undo(twice);
	expect(changesOf(once)).toEqual([{path: ['interval'], before: 10, after: 15}]);
	expect(redo(once).edited).toEqual(twice.edited);
	expect(undo(undo(undo(twice))).edited).toEqual(base.desired);
	const other = setValue(once, ['interval'], 20);
	expect(redo(other)).toBe(other);
});

test('deleting twice brings the key back, and deleting an added key takes it out of the draft', () => {
	const deleted = toggleDeletion(startDraft(base), ['limits', 'max']);
	expect(changesOf(deleted)).toEqual([{path: ['limits', 'max'], before: 90, after: undefined}]);
	expect(changesOf(toggleDeletion(deleted, ['limits', 'max']))).toEqual([]);
	expect(changesOf(toggleDeletion(setValue(startDraft(base), ['mode'], 'auto'), ['mode']))).toEqual([]);
});

test('deleting what is not there changes nothing', () => {
	const draft = startDraft(base);
	expect(toggleDeletion(draft, ['nothing', 'here'])).toBe(draft);
});

test('taking back leads from what a draft made to what was there before, and leaves alone what others had written', () => {
	fc.assert(
		fc.property(jsonDocument, jsonDocument, (desired, edited) => {
			const draft = {...startDraft({...base, desired}), edited};
			const back = takeBack({draft, after: {etag: 'BBB=', version: 4, desired: edited}});
			expect(isEqualJson(back.edited, desired)).toBe(true);
			expect(undo(back).edited).toEqual(edited);
		}),
	);
	const draft = setValue(startDraft(base), ['interval'], 15);
	const after = {etag: 'BBB=', version: 4, desired: {...draft.edited, mode: 'auto'}};
	expect(takeBack({draft, after}).edited).toEqual({...base.desired, mode: 'auto'});
});
