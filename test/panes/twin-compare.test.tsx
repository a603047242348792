import {describe, expect, test} from 'vitest';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, openPane} from '../helpers/twin-hub.js';

const press = () =>
	twinOf({
		etag: 'etag12',
		desired: {interval: 10, mode: 'auto', limits: {max: 90}},
		reported: {interval: 8, mode: 'auto', devicelaststarted: '2026-11-22T12:00:00.000Z'},
		reportedMetadata: {devicelaststarted: {$lastUpdated: new Date(Date.now() - 7_200_000).toISOString()}},
	});

describe('the comparison of desired and reported', () => {
	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])('is a key away and back at %sx%s, with drift and ages', async (columns, rows) => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns, rows});
		await screen.until(/devicelaststarted/);
		await screen.press('d');
		await screen.until(/path +desired .* reported/);
		expect(screen.frame()).toMatch(/≠ interval +10 +8 +≠ drift/);
		expect(screen.frame()).toMatch(/mode +"auto" +"auto" +✓ same/);
		expect(screen.frame()).toMatch(/limits\.max +90 +◌ silent/);
		await screen.press('G');
		await screen.until(/reported "2026-11-22T12:00:00\.000Z", 2h ago/);
		await screen.press('d');
		await screen.until(/▾ reported/);
	});

	test('edits the desired value of its line, and the tree stands on the same key', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/devicelaststarted/);
		await screen.press('d', 'j', 'e');
		await screen.until(/✓ Enter keeps it/);
		await screen.press('ctrl+u');
		await screen.type('30');
		await screen.press('enter');
		await screen.until(/›\* interval +30 .*\* unsent/);
		await screen.press('enter');
		await screen.until(/The comparison has no branches/);
		await screen.press('d');
		await screen.until(/›\* +interval 10 -> 30/);
	});

	test('a reported property cannot be edited there', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/devicelaststarted/);
		await screen.press('d', 'G', 'e');
		await screen.until(/Read only here: reported properties are written by the device/);
	});
});

describe('writing a property and waiting for the device', () => {
	test('goes from the name to the review with what the tutorial writes, and waits', async () => {
		const {hub, patches, report} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/devicelaststarted/);
		await screen.press('w');
		await screen.until(/mydesiredproperty/);
		await screen.press('enter');
		await screen.until(/mydesiredproperty "propertyvalue"/);
		await screen.press('enter');
		await screen.until(/Change desired properties[\s\S]*\+ mydesiredproperty "propertyvalue" \(new\)/);
		expect(patches).toEqual([]);
		await screen.press('tab', 'enter');
		await screen.until(/sent v13, waiting for the device/);
		expect(patches).toEqual([{deviceId: 'press-01', patch: {mydesiredproperty: 'propertyvalue'}, etag: 'etag12'}]);
		await report('press-01', {mydesiredproperty: 'propertyvalue'});
		await screen.until(/✓ v13 reported by the device/);
	});

	test('writes another value when the hub has the first already', async () => {
		const {hub, patches} = createTwinHub([twinOf({desired: {mydesiredproperty: 'propertyvalue'}, reported: {a: 1}})]);
		const screen = openPane(hub, 'twin');
		await screen.until(/mydesiredproperty/);
		await screen.press('w');
		await screen.until(/Enter goes on to its value/);
		await screen.press('enter');
		await screen.until(/pertyvalue \d\d:\d\d:\d\d"/);
		await screen.press('enter');
		await screen.until(/Change desired properties/);
		await screen.press('tab', 'enter');
		await screen.until(/waiting for the device/);
		expect(patches[0]?.patch.mydesiredproperty).toMatch(/^propertyvalue \d\d:\d\d:\d\d$/);
	});

	test('takes another name, and Escape leaves without a change', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await screen.until(/devicelaststarted/);
		await screen.press('w', 'ctrl+u');
		await screen.type('interval');
		await screen.press('enter');
		await screen.until(/interval 10/);
		await screen.press('escape');
		await screen.until(frame => !/Enter keeps it/.test(frame));
		expect(screen.ui.getState().twin.drafts.size).toBe(0);
	});

	test('does not exist on a read-only hub', async () => {
		const {hub} = createTwinHub([press()], {isReadOnly: true});
		const screen = openPane(hub, 'twin');
		await screen.until(/devicelaststarted/);
		await screen.press('w');
		await screen.until(/The hub is opened read-only/);
	});
});

test.each([
	[80, 24],
	[120, 40],
	[200, 60],
])(
	'the comparison leaves the values what short paths do not need, marks drift in word and glyph, and says in its title what it is, at %sx%s',
	async (columns, rows) => {
		const value = 'a-rather-long-value-0123456789';
		const {hub} = createTwinHub([twinOf({desired: {mode: value, on: true}, reported: {mode: 'other', on: true}})]);
		const screen = openPane(hub, 'twin', {columns, rows});
		await screen.until(/mode/);
		await screen.press('d', 'z');
		await screen.until(/≠ +mode +"a-rather-.*"other".* ≠ drift/);
		expect(screen.frame()).toMatch(/on +true.* true.* ✓ same/);
		expect(screen.frame()).toMatch(/etag …AAw= v12\/v9/);
		if (columns > 80) {
			expect(screen.frame()).toContain(value);
			expect(screen.frame()).toContain('v12/v9  desired ≠ reported');
		}
		await screen.press('z');
		await screen.until(/1 Devices .*┐┌/);
	},
);
