import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {twinOf} from '../helpers/twin.js';
import {createTwinHub, openPane} from '../helpers/twin-hub.js';

const twoDevices = () => createTwinHub([twinOf({}), twinOf({deviceId: 'pump-17'})]);

/** Fills in a call and stops at its review. */
async function fillIn(screen: ReturnType<typeof openPane>, name: string, payload: string) {
	await screen.press('m', 'ctrl+u');
	await screen.type(name);
	await screen.press('enter', 'ctrl+u');
	await screen.type(payload);
	await screen.press('enter');
	await screen.until(/Call a direct method/);
}

describe('the method console', () => {
	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])('calls a method after its review and shows status and answer at %sx%s', async (columns, rows) => {
		const {hub, methods, endCall} = twoDevices();
		const screen = openPane(hub, 'devices', {columns, rows});
		await screen.until(/press-01/);
		await fillIn(screen, 'TestMethod', '{"key":"value"}');
		expect(screen.frame()).toContain('invoke TestMethod on press-01 (contoso.azure-devices.net) payload 15 B');
		expect(screen.frame()).toContain('›[ Cancel ]');
		expect(methods.getState()).toEqual([]);
		await screen.press('tab', 'enter');
		await screen.until(/TestMethod → waiting \d+ s/);
		expect(methods.getState()).toMatchObject([
			{deviceId: 'press-01', methodName: 'TestMethod', payload: {key: 'value'}, connectTimeoutInSeconds: 10, responseTimeoutInSeconds: 30},
		]);
		endCall({state: 'answered', status: 200, elapsedMs: 38, response: {result: {ok: true}}});
		await screen.until(/TestMethod → status 200 in 38 ms/);
		expect(screen.frame()).toMatch(/"result": \{\s+│?\n.*"ok": true/);
	});

	test('checks the payload while it is typed; nothing typed is no payload, which is not null', async () => {
		const {hub} = twoDevices();
		const screen = openPane(hub, 'methods');
		await screen.press('m');
		await screen.type('TestMethod');
		await screen.press('tab');
		await screen.until(/no payload/);
		await screen.type('{"key":}');
		await screen.until(/✕ column 8: a value is missing/);
		await screen.press('enter');
		await screen.until(/Not ready: column 8/);
		await screen.press('ctrl+u');
		await screen.type('null');
		await screen.until(/valid JSON, null, 4 B/);
		await screen.press('enter');
		await screen.until(/payload null/);
		await screen.press('escape');
		await screen.until(frame => !frame.includes('Call a direct method'));
		expect(screen.frame()).toContain('TestMethod');
	});

	test.each([
		[80, 24],
		[120, 40],
	])('says in full what stands in the way at %sx%s', async (columns, rows) => {
		const {writer: _, ...hub} = twoDevices().hub;
		const screen = openPane(hub, 'methods', {columns, rows});
		await screen.until(/calling[\s\S]*\boff\./);
	});

	test('refuses timeouts that the hub does not know', async () => {
		const {hub} = twoDevices();
		const screen = openPane(hub, 'methods');
		await screen.press('m');
		await screen.type('TestMethod');
		await screen.press('tab', 'tab', 'tab', 'ctrl+u');
		await screen.type('4');
		await screen.until(/whole seconds from 5 to 300/);
		await screen.press('enter');
		await screen.until(/Not ready: whole seconds from 5 to 300/);
		await screen.press('0', 'enter');
		await screen.until(/then 40 s for its answer/);
	});

	test('calls nothing when Enter is pressed by habit, whatever the name', async () => {
		const {hub, methods} = twoDevices();
		const screen = openPane(hub, 'methods');
		await fillIn(screen, 'TestMethod', '1');
		await screen.press('enter', 'enter', 'enter');
		await screen.until(frame => !frame.includes('Call a direct method'));
		expect(methods.getState()).toEqual([]);
	});

	test('asks for the id of the device when the name sounds dangerous', async () => {
		const {hub, methods} = twoDevices();
		const screen = openPane(hub, 'methods', {columns: 80, rows: 24});
		await fillIn(screen, 'rebootNow', '');
		expect(screen.frame()).toContain('no payload');
		await screen.press('tab', 'enter');
		await screen.until(/Not done: type the id of the device first, press-01/);
		await screen.type('PRESS-01');
		await screen.press('enter');
		await screen.until(/device id {2}PRESS-01 +✕/);
		expect(methods.getState()).toEqual([]);
		await screen.press('ctrl+u');
		await screen.type('press-01');
		await screen.until(/device id {2}press-01 +✓/);
		await screen.press('enter');
		await screen.until(/rebootNow → waiting/);
		expect(methods.getState()).toHaveLength(1);
	});

	test('completes a name that was called before, with the payload of its last good call', async () => {
		const {hub, endCall} = twoDevices();
		const screen = openPane(hub, 'methods');
		await fillIn(screen, 'TestMethod', '{"key":"value"}');
		await screen.press('tab', 'enter');
		await screen.until(/waiting/);
		endCall({state: 'answered', status: 200, elapsedMs: 5});
		await screen.press('m', 'ctrl+u');
		await screen.type('Te');
		await screen.until(/TestMethod {2}Tab/);
		await screen.press('tab');
		await screen.until(/payload {2}\{"key":"value"\}/);
		expect(screen.ui.getState().field).toBe('methods.payload');
	});

	test('stops waiting with Ctrl+C and says that the outcome is unknown', async () => {
		const {hub} = twoDevices();
		const screen = openPane(hub, 'methods');
		await fillIn(screen, 'TestMethod', '');
		await screen.press('tab', 'enter');
		await screen.until(/waiting/);
		await screen.press('ctrl+c');
		await screen.until(/abandoned, outcome unknown/);
	});

	test('keeps the results of each device to itself, and repeats the last call after a review', async () => {
		const {hub, methods, endCall} = twoDevices();
		const screen = openPane(hub, 'methods');
		await fillIn(screen, 'TestMethod', '1');
		await screen.press('tab', 'enter');
		await screen.until(/waiting/);
		endCall({state: 'answered', status: 200, elapsedMs: 5});
		await screen.press(']');
		await screen.until(/No call yet/);
		await screen.press('.');
		await screen.until(/No method of this device has been called yet/);
		await screen.press('[', '.');
		await screen.until(/invoke TestMethod on press-01/);
		await screen.press('tab', 'enter');
		await screen.until(/waiting/);
		expect(methods.getState().map(({payload}) => payload)).toEqual([1, 1]);
	});

	test('lists earlier calls and fills one in again', async () => {
		const {hub, endCall} = twoDevices();
		const screen = openPane(hub, 'methods');
		for (const name of ['first', 'second']) {
			await fillIn(screen, name, `"${name}"`);
			await screen.press('tab', 'enter');
			await screen.until(/waiting/);
			endCall({state: 'answered', status: 200, elapsedMs: 5});
		}
		await screen.press('H');
		await screen.until(/Calls on press-01/);
		await screen.press('j', 'enter');
		await screen.until(/name {5}first/);
		expect(screen.frame()).toMatch(/payload {2}"first"/);
	});

	test('is off on a hub opened read-only', async () => {
		const {hub} = createTwinHub([twinOf({})], {isReadOnly: true});
		const screen = openPane(hub, 'devices');
		await screen.until(/press-01/);
		await screen.press('m');
		await screen.until(/opened read-only: calling methods is off/);
		expect(screen.ui.getState().field).toBeUndefined();
	});
});

test.each([
	['device offline (404103)', new HubError('device-offline', 'The device is not connected.', {hint: 'Check whether it runs.', code: 404103})],
	['no handler or too slow (504101)', new HubError('timeout', 'The device did not answer in time.', {hint: 'A handler may be missing.', code: 504101})],
	['timed out, outcome unknown', new HubError('timeout', 'No answer came in time.', {hint: 'Try again.'})],
	['bad request or payload (400004)', new HubError('invalid', 'The hub did not accept the request.', {hint: 'Correct it.', code: 400004})],
	['device not registered (404001)', new HubError('not-found', 'The device is not registered.', {hint: 'Check the id.', code: 404001})],
])('a failed call says which failure it was: %s', async (word, error) => {
	const {hub, endCall} = twoDevices();
	const screen = openPane(hub, 'methods');
	await fillIn(screen, 'TestMethod', '');
	await screen.press('tab', 'enter');
	await screen.until(/waiting/);
	endCall({state: 'failed', elapsedMs: 10_000, error});
	await screen.press('z');
	await screen.until(frame => frame.includes(`✕ TestMethod → ${word} in 10 s`));
	expect(screen.frame()).toContain(error.message);
	expect(screen.frame()).toContain(error.hint);
});
