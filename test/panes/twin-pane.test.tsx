import {describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, openPane} from '../helpers/twin-hub.js';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const press = () =>
	twinOf({
		etag: 'etag12',
		desired: {interval: 10, mode: 'auto', limits: {max: 90, min: 5}},
		desiredMetadata: {$lastUpdated: ago(7200), interval: {$lastUpdated: ago(7200)}, limits: {$lastUpdated: ago(300), max: {$lastUpdated: ago(300)}}},
		reported: {interval: 8, mode: 'auto', firmware: '1.4.2'},
		reportedMetadata: {$lastUpdated: ago(86_400 * 3), firmware: {$lastUpdated: ago(86_400 * 3)}},
		tags: {site: 'west'},
	});

const line = (frame: string, pattern: RegExp) => frame.split('\n').find(row => pattern.test(row)) ?? '';

describe('the twin viewer', () => {
	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])('shows desired, reported and tags with versions and ages at %sx%s', async (columns, rows) => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns, rows});
		await screen.until(/site "west"/);
		expect(screen.frame()).toMatch(/desired {2}v12/);
		expect(screen.frame()).toMatch(/reported {2}v9/);
		expect(line(screen.frame(), /3 Twin/)).toMatch(columns === 80 ? /press-01 {2}v12\/v9/ : /press-01 {2}etag etag12 v12\/v9/);
		expect(line(screen.frame(), /max 90/)).toMatch(/ 5m/);
		expect(line(screen.frame(), /firmware/)).toMatch(/"1\.4\.2" +3d/);
		expect(line(screen.frame(), /interval 8/)).toContain('≠ desired');
		expect(line(screen.frame(), /max 90/)).toContain('not reported');
		expect(
			Math.max(
				...screen
					.frame()
					.split('\n')
					.map(row => row.length),
			),
		).toBeLessThanOrEqual(columns);
	});

	test('closes and opens branches, and goes to the ends', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/max 90/);
		await screen.press('j', 'j', 'j', 'enter');
		await screen.until(/limits \{2\}/);
		expect(screen.frame()).not.toContain('max 90');
		await screen.press('enter', 'G');
		await screen.until(/› +site "west"/);
		expect(screen.frame()).toContain('max 90');
		await screen.press('g');
		await screen.until(/› *▾ desired/);
	});

	test('keeps the last reading on screen when a later one fails, and says so', async () => {
		const {hub, failReading} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/firmware/);
		failReading('press-01', new HubError('unreachable', 'The hub cannot be reached.', {hint: 'Check the network.'}));
		await screen.until(/as of .* ago: The hub cannot be reached/);
		expect(screen.frame()).toContain('firmware');
	});

	test('shows what a hostile device reports as text', async () => {
		const {hub} = createTwinHub([twinOf({reported: JSON.parse('{"__proto__":"own key","a\\u001b[2J":"\\u202eevil\\u0007"}')})]);
		const screen = openPane(hub, 'twin');
		await screen.until(/__proto__ "own key"/);
		expect(screen.frame()).toContain('a\\x1b[2J');
		expect(screen.frame()).toContain('<U+202E>evil');
	});
});

describe('editing a desired property', () => {
	test('keeps the edit unsent and marked, undoes and redoes it', async () => {
		const {hub, patches} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/interval 10/);
		await screen.press('j', 'e');
		await screen.until(/Enter keeps it/);
		await screen.press('backspace', 'backspace');
		await screen.type('15');
		await screen.press('enter');
		await screen.until(/\* +interval 10 -> 15 +\(edited\)/);
		expect(screen.frame()).toContain('1 unsent');
		await screen.press('u');
		await screen.until(frame => !frame.includes('-> 15'));
		await screen.press('U');
		await screen.until(/interval 10 -> 15/);
		expect(patches).toEqual([]);
	});

	test('checks while typing, offers bare words as text, and warns when the type changes', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/interval 10/);
		await screen.press('j', 'e', 'ctrl+u');
		await screen.type('{"a":1,}');
		await screen.until(/column 8: a key in quotes is missing/);
		await screen.press('ctrl+u');
		await screen.type('fast');
		await screen.until(/Enter makes it "fast"/);
		await screen.press('enter');
		await screen.until(/string ▲ was number: the type changes/);
		await screen.press('enter');
		await screen.until(/interval 10 -> "fast"/);
	});

	test('does not open for reported properties and tags, and says why', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/site "west"/);
		await screen.press('G', 'e');
		await screen.until(/Read only here: this console edits desired properties, not tags/);
		await screen.press('k', 'k', 'X');
		await screen.until(/Read only here: reported properties are written by the device/);
		expect(screen.ui.getState().field).toBeUndefined();
	});

	test('adds a key in the branch under the cursor: name, then value', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/limits/);
		await screen.press('j', 'j', 'j', 'A');
		await screen.until(/new key/);
		await screen.type('a.b');
		await screen.until(/a key holds no dot/);
		await screen.press('ctrl+u');
		await screen.type('soft');
		await screen.press('enter');
		await screen.until(/soft .*\n.*a value is missing/);
		await screen.type('80');
		await screen.press('enter');
		await screen.until(/\+ +soft -> 80 \(new\)/);
	});

	test('adds a key at the root of desired from anywhere else, desired closed or not', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/site "west"/);
		await screen.press('g', 'enter', 'G', 'A');
		await screen.until(/▾ desired {2}v12[^\n]*\n[^\n]*new key/);
		await screen.type('speed');
		await screen.press('enter');
		await screen.type('7');
		await screen.until(/number ✓ Enter keeps it, unsent/);
		await screen.press('enter');
		await screen.until(/› *\+ *speed -> 7|\+ +speed -> 7 \(new\)/);
	});

	test('names the type of what is typed beside the check', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/interval 10/);
		await screen.press('j', 'e');
		await screen.until(/number ✓ Enter keeps it/);
		for (const [text, type] of [
			['"a"', 'string'],
			['[1]', 'array'],
			['{"a":1}', 'object'],
			['true', 'boolean'],
		]) {
			await screen.press('ctrl+u');
			await screen.type(text ?? '');
			await screen.until(frame => frame.includes(`${type} ▲ was number: the type changes`));
		}
	});

	test('says that the hub changed a value after its edit was begun, in the field and in the tree', async () => {
		const {hub, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/interval 10/);
		await screen.press('j', 'e', 'ctrl+u');
		await screen.type('15');
		changeDesired('press-01', {interval: 77});
		await hub.twin('press-01').refresh();
		await screen.until(/▲ the hub has now 77/);
		await screen.press('enter');
		await screen.until(/interval 77 -> 15 \(edited\)/);
		changeDesired('press-01', {interval: 99});
		await hub.twin('press-01').refresh();
		await screen.until(/interval 99 -> 15 ▲ was 77/);
	});

	test('takes letters typed ahead as text while the twin is still being read', async () => {
		const {hub, changeDesired} = createTwinHub([press()]);
		const store = hub.twin('press-01');
		const state = vi.spyOn(store, 'getState').mockReturnValue({status: 'loading'});
		const screen = openPane(hub, 'twin');
		await screen.until(/Reading the twin/);
		screen.burst('Amode2m\r');
		await screen.until(/new key mode2m/);
		await screen.until(/still being read: Enter again/);
		state.mockRestore();
		changeDesired('press-01', {});
		await store.refresh();
		await screen.until(/interval 10/);
		await screen.press('enter');
		await screen.type('1');
		await screen.press('enter');
		await screen.until(/mode2m -> 1 \(new\)/);
		expect(screen.ui.getState()).toMatchObject({overlay: undefined, focus: 'twin'});
	});

	test('takes nothing that is typed after e before the twin is there, and opens nothing', async () => {
		const {hub} = createTwinHub([press()]);
		vi.spyOn(hub.twin('press-01'), 'getState').mockReturnValue({status: 'loading'});
		const screen = openPane(hub, 'twin');
		await screen.until(/Reading the twin/);
		screen.burst('e15m.\r');
		await screen.until(/Not kept: the twin had not been read when e was pressed/);
		expect(screen.ui.getState()).toMatchObject({overlay: undefined, field: undefined, focus: 'twin'});
	});

	test('marks a deletion in glyph and word, with the values that a branch takes along', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/limits/);
		await screen.press('j', 'j', 'j', 'X');
		await screen.until(/- +▾ limits +\(delete\)/);
		expect(line(screen.frame(), /max 90/)).toMatch(/- +max 90 \(delete\)/);
		expect(screen.frame()).toContain('Takes 2 values along: limits.max, limits.min');
		await screen.press('X');
		await screen.until(frame => !frame.includes('(delete)'));
	});

	test('survives a look at another device', async () => {
		const {hub} = createTwinHub([press(), twinOf({deviceId: 'pump-17', desired: {speed: 3}})]);
		const screen = openPane(hub, 'twin');
		await screen.until(/interval 10/);
		await screen.press('j', 'X', ']');
		await screen.until(/speed 3/);
		await screen.press('[');
		await screen.until(/interval 10 \(delete\)/);
	});

	test('is off on a hub opened read-only', async () => {
		const {hub} = createTwinHub([press()], {isReadOnly: true});
		const screen = openPane(hub, 'twin');
		await screen.until(/interval 10/);
		await screen.press('j', 'e');
		await screen.until(/opened read-only/);
		expect(screen.ui.getState().field).toBeUndefined();
	});
});
