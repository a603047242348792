import {expect, test} from 'vitest';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, openPane} from '../helpers/twin-hub.js';

/** Both sides have changed the same two keys of a device. */
async function openConflict(deviceId: string, columns: number, rows: number) {
	const {hub, changeDesired} = createTwinHub([twinOf({deviceId, desired: {interval: 10, mode: 'auto'}})]);
	const screen = openPane(hub, 'twin', {deviceId, columns, rows});
	const {value: twin} = hub.twin(deviceId).getState();
	if (twin === undefined) throw new Error('no twin');
	const base = {etag: twin.etag, version: twin.desired.version, desired: twin.desired.values};
	for (const [key, value] of Object.entries({interval: 15, mode: 'off'})) screen.ui.dispatch({type: 'twin/set', deviceId, base, path: [key], value});
	changeDesired(deviceId, {interval: 99, mode: 'manual'});
	await hub.twin(deviceId).refresh();
	await screen.press('a');
	await screen.until(/Both sides changed/);
	return screen;
}

test.each([
	['press-01', 40, 10],
	[`press-${'x'.repeat(110)}`, 40, 10],
	[`press-${'x'.repeat(110)}`, 60, 12],
])('both values of the key under the cursor are in sight for %s at %sx%s', async (deviceId, columns, rows) => {
	const screen = await openConflict(deviceId, columns, rows);
	await screen.until(/› interval/);
	expect(screen.frame()).toMatch(/hub +99/);
	expect(screen.frame()).toMatch(/mine +15/);
	await screen.press('j');
	await screen.until(/› mode/);
	expect(screen.frame()).toMatch(/hub +"manual"/);
	expect(screen.frame()).toMatch(/mine +"off"/);
	await screen.press('e');
	await screen.until(/value {2}"off"/);
});

test('the frame names the keys that do something', async () => {
	const screen = await openConflict('press-01', 80, 24);
	await screen.until(/ m mine · t the hub's · e edit · Esc later /);
	await screen.press('e');
	await screen.until(/ Enter take · Esc cancel /);
	expect(screen.frame()).not.toContain('m mine ·');
	await screen.press('enter');
	await screen.press('m');
	await screen.until(/ m mine · t the hub's · e edit · Enter review · Esc later /);
});
