import {describe, expect, test} from 'vitest';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, openPane} from '../helpers/twin-hub.js';

const press = () => twinOf({etag: 'etag12', desired: {interval: 10, limits: {max: 90}, mode: 'auto'}});

/** Sends another interval, a deleted branch and a new key. */
async function sendChanges(screen: ReturnType<typeof openPane>) {
	await screen.until(/interval 10/);
	await screen.press('g', 'j', 'e', 'ctrl+u');
	await screen.type('15');
	await screen.press('enter', 'j', 'X', 'G', 'A');
	await screen.type('fan');
	await screen.press('enter');
	await screen.type('"on"');
	await screen.press('enter', 'a');
	await screen.until(/Change desired properties/);
	await screen.press('tab', 'enter');
	await screen.until(/sent v13/);
}

describe('taking the last write back', () => {
	test('is a write of its own, opened on Cancel, and can be taken back itself', async () => {
		const {hub, patches} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await sendChanges(screen);
		const sent = patches[0]?.patch;
		await screen.press('B');
		await screen.until(/Change desired properties/);
		expect(screen.frame()).toContain('This takes back what was sent as v13.');
		expect(screen.frame()).toContain('›[ Cancel ]');
		await screen.press('tab', 'enter');
		await screen.until(/sent v14/);
		expect(patches.at(-1)).toEqual({deviceId: 'press-01', patch: {fan: null, interval: 10, limits: {max: 90}}, etag: 'etag13'});
		expect(hub.twin('press-01').getState().value?.desired.values).toEqual(press().desired.values);
		await screen.press('B');
		await screen.until(/Change desired properties/);
		await screen.press('tab', 'enter');
		await screen.until(/sent v15|now v15/);
		expect(patches.at(-1)?.patch).toEqual(sent);
	});

	test('left in the review stays unsent and can be undone', async () => {
		const {hub, patches} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await sendChanges(screen);
		await screen.press('B');
		await screen.until(/Change desired properties/);
		await screen.press('enter');
		await screen.until(/interval 15 -> 10/);
		await screen.press('B');
		await screen.until(/There are unsent changes/);
		await screen.press('u');
		await screen.until(frame => !frame.includes('->'));
		expect(patches).toHaveLength(1);
	});

	test('never goes over what somebody else wrote since', async () => {
		const {hub, patches, changeDesired} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await sendChanges(screen);
		changeDesired('press-01', {interval: 99, mode: 'manual'});
		await hub.twin('press-01').refresh();
		await screen.press('B');
		await screen.until(/0 of 1 settled/);
		await screen.press('t', 'enter');
		await screen.until(/Change desired properties/);
		await screen.press('tab', 'enter');
		await screen.until(/sent v15/);
		expect(patches.at(-1)).toEqual({deviceId: 'press-01', patch: {fan: null, limits: {max: 90}}, etag: 'etag14'});
	});

	test('says why it cannot be done', async () => {
		const {hub} = createTwinHub([press()]);
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/interval 10/);
		await screen.press('B');
		await screen.until(/Nothing was sent to this device that could be taken back/);
	});

	test('is refused in a read-only console', async () => {
		const {hub} = createTwinHub([press()], {isReadOnly: true});
		const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
		await screen.until(/interval 10/);
		await screen.press('B');
		await screen.until(/read-only/i);
	});
});
