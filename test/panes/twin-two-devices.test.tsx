import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import type {JsonObject} from '../../source/hub/types.js';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, editInterval, openPane} from '../helpers/twin-hub.js';

const press = () => twinOf({etag: 'etag12', desired: {interval: 10, mode: 'auto'}});
const pump = (more: JsonObject = {}) => twinOf({deviceId: 'pump-17', desired: {speed: 3, ...more}});

/** The change of one device is under way, and the review of another one is on screen, its Send chosen. */
async function sendThenReviewAnother() {
	const twinHub = createTwinHub([press(), pump()]);
	const answer = Promise.withResolvers<void>();
	twinHub.interceptPatches(() => answer.promise);
	const screen = openPane(twinHub.hub, 'twin', {columns: 80, rows: 24});
	await editInterval(screen);
	await screen.press('a', 'tab', 'enter');
	await screen.until(/sending \d+ s/);
	await screen.press('escape', ']');
	await screen.until(/speed 3/);
	await screen.press('g', 'j', 'e', 'ctrl+u');
	await screen.type('4');
	await screen.press('enter', 'a');
	await screen.until(/device pump-17 /);
	await screen.press('tab');
	await screen.until(/›\[ Send \]/);
	const isUntouched = (frame: string) => /device pump-17 /.test(frame) && frame.includes('+ speed 4') && frame.includes('›[ Send ]');
	return {...twinHub, screen, answer, isUntouched};
}

describe('while the change of one device is under way and another one is reviewed', () => {
	test('its success is told on the status line, and only its own edits are done', async () => {
		const {screen, answer, patches, interceptPatches, isUntouched} = await sendThenReviewAnother();
		answer.resolve();
		await screen.until(/The hub took the change of press-01: desired is now v13/);
		expect(isUntouched(screen.frame())).toBe(true);
		interceptPatches(undefined);
		await screen.press('enter');
		await screen.until(/The hub took the change of pump-17/);
		expect(patches.map(({deviceId}) => deviceId)).toEqual(['press-01', 'pump-17']);
	});

	test('its failure is told on the status line, and its edits can be sent again', async () => {
		const {screen, answer, isUntouched} = await sendThenReviewAnother();
		answer.reject(new HubError('throttled', 'The hub asks for fewer requests.', {hint: 'Wait.'}));
		await screen.until(/The change of press-01 was not confirmed: The hub asks for/);
		expect(isUntouched(screen.frame())).toBe(true);
		await screen.press('escape', '[');
		await screen.until(/interval 10 -> 15/);
		await screen.press('a');
		await screen.until(/device press-01 /);
	});

	test('its conflict waits for its own next review', async () => {
		const {screen, answer, changeDesired, isUntouched} = await sendThenReviewAnother();
		changeDesired('press-01', {interval: 99});
		answer.resolve();
		await screen.until(/The change of press-01 was not sent: the hub changed the same/);
		expect(isUntouched(screen.frame())).toBe(true);
		await screen.press('escape', '[');
		await screen.until(/interval 99 -> 15/);
		await screen.press('a');
		await screen.until(/0 of 1 settled/);
	});

	test('it takes neither an edit nor a second sending nor a way back', async () => {
		const {screen, patches} = await sendThenReviewAnother();
		await screen.press('escape', '[');
		await screen.until(/interval 10 -> 15/);
		for (const key of ['e', 'a', 'B', 'u']) {
			screen.ui.dispatch({type: 'notice', notice: undefined});
			await screen.until(frame => !frame.includes('being sent'));
			await screen.press(key);
			await screen.until(/The changes are being sent/);
		}
		expect(patches).toHaveLength(1);
	});
});

test('quitting names the devices whose edits would be lost', async () => {
	const {hub} = createTwinHub([press(), pump({mode: 'a'})]);
	const screen = openPane(hub, 'twin', {columns: 80, rows: 24});
	await editInterval(screen);
	await screen.press(']');
	await screen.until(/speed 3/);
	await screen.press('g', 'j', 'X', 'j', 'X', '1', 'q');
	await screen.until(/Quit\?/);
	expect(screen.frame()).toContain('1 unsent change of press-01');
	expect(screen.frame()).toContain('2 unsent changes of pump-17');
});
