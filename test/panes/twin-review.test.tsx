import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, editInterval, openPane} from '../helpers/twin-hub.js';

const press = () => twinOf({etag: 'etag12', desired: {interval: 10, mode: 'auto', limits: {max: 90, min: 5}}, reported: {interval: 10}});

describe('reviewing unsent changes', () => {
	test('shows target, base, difference and the exact patch, and starts on Cancel', async () => {
		const {hub, patches} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await editInterval(screen);
		await screen.press('j', 'j', 'j', 'X', 'a');
		await screen.until(/Change desired properties/);
		for (const text of [
			'device press-01  hub contoso.azure-devices.net',
			'desired v12  etag etag12',
			'- interval 10',
			'+ interval 15',
			'- limits.max 90 (delete)',
		]) {
			expect(screen.frame()).toContain(text);
		}
		expect(screen.frame()).toContain('patch of desired, 37 B');
		expect(screen.frame()).toContain('{"interval":15,"limits":{"max":null}}');
		expect(screen.frame()).toContain('›[ Cancel ]');
		await screen.press('enter');
		await screen.until(frame => !frame.includes('Change desired'));
		expect(patches).toEqual([]);
		expect(screen.frame()).toContain('interval 10 -> 15');
	});

	test('sends the patch with the etag, then waits visibly until the device reports', async () => {
		const {hub, patches, watchClosely, report} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/sent v13, waiting for the device \d+ s/);
		expect(patches).toEqual([{deviceId: 'press-01', patch: {interval: 15}, etag: 'etag12'}]);
		expect(watchClosely).toHaveBeenCalled();
		expect(screen.frame()).not.toContain('unsent');
		// What counts is when the device has reported, not when that was read.
		await report('press-01', {interval: 15}, Date.now() + 60_000);
		await screen.until(/v13 reported by the device after 6\d s/);
	});

	test.each([24, 12])('speaks of scrolling only where %i rows are too few', async rows => {
		const screen = openPane(createTwinHub([press()]).hub, 'twin', {columns: 80, rows});
		await editInterval(screen);
		await screen.press('a');
		await screen.until(/Change desired properties/);
		expect(/↓ \d+ more rows/.test(screen.frame())).toBe(rows < 24);
		expect(screen.frame()).not.toContain('↓ scroll');
	});

	test('says what went wrong and keeps the changes', async () => {
		const {hub, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => Promise.reject(new HubError('throttled', 'The hub asks for fewer requests.', {hint: 'Wait a little.'})));
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/Not sent: The hub asks for fewer requests\./);
		expect(screen.frame()).toContain('Wait a little.');
		expect(screen.frame()).toContain('›[ Cancel ]');
		interceptPatches(undefined);
		await screen.press('tab', 'enter');
		await screen.until(/sent v13/);
	});

	test('counts down what a busy hub asks to wait, and sends nothing before', async () => {
		const {hub, patches, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => Promise.reject(new HubError('throttled', 'The hub asks for fewer requests.', {hint: 'Wait.', waitMs: 600_000})));
		const screen = openPane(hub, 'twin');
		const secondsLeft = (frame: string) => Number(/the hub asks to wait (\d+) s more/.exec(frame)?.[1]);
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/the hub asks to wait \d+ s more/);
		const first = secondsLeft(screen.frame());
		await screen.until(frame => secondsLeft(frame) < first);
		interceptPatches(undefined);
		await screen.press('tab', 'enter');
		await screen.until(/Not done: the hub asks to wait \d+ s more/);
		expect(patches).toHaveLength(1);
	});

	test('sends again once the time that a busy hub asked to wait is over', async () => {
		const {hub, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => Promise.reject(new HubError('throttled', 'The hub asks for fewer requests.', {hint: 'Wait.', waitMs: 1})));
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/The time that the hub asked to wait is over/);
		interceptPatches(undefined);
		await screen.press('tab', 'enter');
		await screen.until(/sent v13/);
	});

	test.each(['not-found', 'unauthorized'] as const)('names the doctor after %s', async kind => {
		const {hub, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => Promise.reject(new HubError(kind, 'It was refused.', {hint: 'Look.'})));
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/D asks the doctor\. *│/);
	});

	test.each([
		['a timeout', new HubError('timeout', 'No answer came in time.', {hint: 'Try again.'})],
		[
			'a connection that was cut',
			new HubError('unreachable', 'The connection to the hub was reset.', {
				hint: 'Look.',
				cause: Object.assign(new Error('read ECONNRESET'), {code: 'ECONNRESET'}),
			}),
		],
	])('tells that the outcome is unknown after %s', async (_, error) => {
		const {hub, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => Promise.reject(error));
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/Whether the hub took the change is unknown/);
		expect(screen.frame()).toContain(`✕ Not confirmed: ${error.message}`);
	});

	test('tells a failure on the status line when the review was closed meanwhile', async () => {
		const {hub, interceptPatches} = createTwinHub([press()]);
		const refusal = Promise.withResolvers<never>();
		interceptPatches(() => refusal.promise);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter', 'escape');
		await screen.until(frame => !frame.includes('sending'));
		refusal.reject(new HubError('unreachable', 'The hub cannot be reached.', {hint: 'Check the network.'}));
		await screen.until(/The change of press-01 was not confirmed: The hub cannot be reached/);
		expect(screen.frame()).toContain('interval 10 -> 15');
	});

	test('shows that it is being sent, and takes no second answer meanwhile', async () => {
		const {hub, patches, interceptPatches} = createTwinHub([press()]);
		interceptPatches(() => new Promise<never>(() => {}));
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a', 'tab', 'enter');
		await screen.until(/sending \d+ s/);
		await screen.press('escape');
		await screen.until(frame => !frame.includes('sending'));
		await screen.press('e');
		await screen.until(/The changes are being sent/);
		expect(patches).toHaveLength(1);
	});
});

describe('when somebody else changed the twin', () => {
	test('another key is rebased, and the review starts again', async () => {
		const {hub, patches, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a');
		await screen.until(/Change desired properties/);
		changeDesired('press-01', {mode: 'manual'});
		await screen.press('tab', 'enter');
		await screen.until(/The hub changed other keys meanwhile: rebased, review again/);
		expect(screen.frame()).toContain('desired v13  etag etag13');
		expect(screen.frame()).toContain('›[ Cancel ]');
		await screen.press('tab', 'enter');
		await screen.until(/sent v14/);
		expect(patches).toEqual([
			{deviceId: 'press-01', patch: {interval: 15}, etag: 'etag12'},
			{deviceId: 'press-01', patch: {interval: 15}, etag: 'etag13'},
		]);
	});

	test('the open review shows what the hub has by now', async () => {
		const {hub, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a');
		await screen.until(/Change desired properties/);
		changeDesired('press-01', {mode: 'manual'});
		await hub.twin('press-01').refresh();
		await screen.until(/The hub is at v13 by now, with other keys changed/);
		changeDesired('press-01', {interval: 99});
		await hub.twin('press-01').refresh();
		await screen.until(/! interval 99 \(on the hub now\)/);
	});

	test('the same key is settled by hand: mine, theirs or another value, one by one', async () => {
		const {hub, patches, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await editInterval(screen);
		await screen.press('j', 'X', 'j', 'j', 'X', 'a');
		await screen.until(/Change desired properties/);
		changeDesired('press-01', {interval: 99, mode: 'manual', limits: {max: 70}});
		await screen.press('tab', 'enter');
		await screen.until(/0 of 3 settled/);
		await screen.press('enter');
		await screen.until(/Every key needs a choice/);
		await screen.press('m', 't');
		await screen.until(/2 of 3 settled/);
		await screen.press('e', 'ctrl+u');
		await screen.type('80');
		await screen.press('enter');
		await screen.until(/3 of 3 settled/);
		await screen.press('enter');
		await screen.until(/Change desired properties/);
		expect(screen.frame()).toContain('{"interval":15,"limits":{"max":80}}');
		await screen.press('tab', 'enter');
		await screen.until(/sent v14/);
		expect(patches.at(-1)).toEqual({deviceId: 'press-01', patch: {interval: 15, limits: {max: 80}}, etag: 'etag13'});
		expect(patches.map(({etag}) => etag)).not.toContain('*');
	});

	test('to the same values, nothing is left to send', async () => {
		const {hub, patches, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a');
		await screen.until(/Change desired properties/);
		changeDesired('press-01', {interval: 15});
		await screen.press('tab', 'enter');
		await screen.until(/Nothing is left to send/);
		expect(patches).toHaveLength(1);
		expect(screen.ui.getState().twin.drafts.size).toBe(0);
	});

	test('a conflict can be left for later without losing the draft', async () => {
		const {hub, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin');
		await editInterval(screen);
		await screen.press('a');
		await screen.until(/Change desired properties/);
		changeDesired('press-01', {interval: 99});
		await screen.press('tab', 'enter');
		await screen.until(/0 of 1 settled/);
		await screen.press('escape');
		await screen.until(/interval 99 -> 15/);
		await screen.press('a');
		await screen.until(/0 of 1 settled/);
	});
});
