import {describe, expect, test} from 'vitest';
import {HubError} from '../source/errors.js';
import {openApp} from './helpers/app.js';
import {createFakeHub, pendingCall} from './helpers/fake-hub.js';

const devices = [{id: 'press-01', isConnected: true}, {id: 'press-02'}, {id: 'pump-17'}];

const open = async (options: Parameters<typeof openApp>[1] = {}) => {
	const fake = createFakeHub(devices);
	const app = openApp(fake, options);
	await app.until(/press-01/);
	return {...app, fake};
};

describe('the console', () => {
	test('says which hub, whether it can write and whether data is arriving, at every width', async () => {
		const {fake, until, lines, resize} = await open({columns: 200, rows: 50});
		fake.telemetry.push({deviceId: 'press-01', body: '{}', at: Date.now()});
		fake.telemetry.patch({ratePerSecond: 12.42});
		await until(/12\.4\/s │ 3 devices {2}1 OK {2}2 NEW/);
		expect(lines()[0]).toMatch(/^ iot-tui │ contoso\.azure-devices\.net │ READ-ONLY │ 12\.4\/s .*\? help$/);
		resize(80, 24);
		await until(/^ contoso\.azure-devices\.net │ READ-ONLY │ 12\.4\/s │ 3 devices/);
		resize(40, 10);
		await until(/^ contoso │ READ-ONLY │ (12\.4\/s|silent 10s) │ /);
	});

	test('a hub with a writer says READ-WRITE', async () => {
		const refuse = () => {
			throw new Error('not asked for');
		};
		const app = openApp(createFakeHub(devices, {writer: {patchDesired: refuse, invokeMethod: refuse}}));
		await app.until(/READ-WRITE/);
	});

	test('Tab, Shift+Tab and digits go through the panes', async () => {
		const {press, until, ui} = await open();
		await press('tab');
		await until(/┌▸2 Telemetry/);
		await press('shift+tab', 'shift+tab');
		await until(/┌▸4 Methods/);
		await press('3');
		await until(/┌▸3 Twin/);
		await press('1');
		await until(/┌▸1 Devices/);
		expect(ui.getState().tab).toBe('twin');
	});

	test('z gives a pane the whole screen and takes it back; Escape and q leave it too, and do not quit', async () => {
		const {press, until, quit} = await open();
		await press('2', 'z');
		await until(frame => !/3 Twin {2}press-01/.test(frame));
		await press('escape');
		await until(/3 Twin {2}press-01/);
		await press('z');
		await until(frame => !/3 Twin {2}press-01/.test(frame));
		await press('q');
		await until(/3 Twin {2}press-01/);
		expect(quit).not.toHaveBeenCalled();
	});

	test('in a narrow terminal Enter goes to the panes and Escape returns to the list', async () => {
		const {press, until, quit} = await open({columns: 60, rows: 18});
		await press('j', 'enter');
		await until(/FOLLOW {2}pres/);
		await press('escape');
		await until(/› ◌ NEW {2}press-02/);
		await press('tab', 'q');
		await until(/› ◌ NEW {2}press-02/);
		expect(quit).not.toHaveBeenCalled();
	});

	test('q at the top quits', async () => {
		const {press, quit} = await open();
		await press('q');
		expect(quit).toHaveBeenCalledTimes(1);
	});

	test('q asks while a call is in flight; n stays, y leaves', async () => {
		const {press, until, quit, fake} = await open();
		fake.methods.set([pendingCall]);
		await press('q');
		await until(/Quit\?[\s\S]*Method calls still waiting: 1/);
		await press('n');
		await until(text => !text.includes('Quit?'));
		expect(quit).not.toHaveBeenCalled();
		await press('q');
		await until(/Quit\?/);
		await press('y');
		expect(quit).toHaveBeenCalledTimes(1);
	});

	test('Ctrl+C stops waiting for the call, then closes the dialog, then quits', async () => {
		const {press, until, quit, fake} = await open();
		fake.methods.set([pendingCall]);
		await press('?');
		await until(/▸Help/);
		await press('ctrl+c');
		expect(fake.calls).toEqual(['methods.abandon 7']);
		await until(/▸Help/);
		await press('ctrl+c');
		await until(text => !text.includes('▸Help'));
		expect(quit).not.toHaveBeenCalled();
		await press('ctrl+c');
		expect(quit).toHaveBeenCalledTimes(1);
	});

	test('Ctrl+C leaves a text field before it leaves the program', async () => {
		const {press, type, until, quit, ui} = await open();
		await press('/');
		await type('pump');
		await until(/1 shown of 3/);
		await press('ctrl+c');
		expect(ui.getState().field).toBeUndefined();
		expect(quit).not.toHaveBeenCalled();
	});

	test('[ and ] change the device from any pane', async () => {
		const {press, until} = await open();
		await press('3', ']');
		await until(/3 Twin {2}press-02/);
		await press(']', ']', ']');
		await until(/3 Twin {2}pump-17/);
		await press('[');
		await until(/3 Twin {2}press-02/);
	});

	test('what cannot be done now says why and is not in the footer', async () => {
		const {press, until, lines} = await open();
		await press('2');
		await until(/f follow/);
		expect(lines().at(-1)).not.toMatch(/Enter/);
		await press('enter');
		await until(/There is no message in the feed\./);
		await press('1');
		await until(/connected · 4\/4 partitions/);
	});

	test('pasted text goes to a text field, its newlines press nothing, and elsewhere it is refused', async () => {
		const {press, paste, until, ui, quit} = await open();
		paste('q\rq\n');
		await until(/Nothing here takes pasted text/);
		expect(quit).not.toHaveBeenCalled();
		await press('/');
		paste('pump\r\n17');
		await until(/\/pump 17/);
		expect(ui.getState().field).toBe('devices.filter');
	});

	test('a failed service is in the status line with what to do', async () => {
		const {fake, until} = await open();
		fake.status.set({service: 'failed', throttledCount: 0, error: new HubError('unreachable', 'The hub does not answer.', {hint: 'Check the network.'})});
		await until(/The hub does not answer\. Check the network\./);
	});

	test('renewal of the token and refused requests are in the status line', async () => {
		const {fake, until} = await open();
		fake.status.set({service: 'connected', throttledCount: 3, tokenRenewsAt: Date.now() + 46.5 * 60_000});
		await until(/connected · sas renews in 47 m · 4\/4 partitions · throttled 3/);
	});

	test('Ctrl+L paints everything again', async () => {
		const {press, until, lines} = await open();
		await press('ctrl+l');
		await until(/press-01/);
		expect(lines()).toHaveLength(40);
	});

	test('a terminal that is too small says so and comes back', async () => {
		const {until, resize, frame} = await open();
		resize(39, 12);
		await until(/too small: 40x10 needed, now 39x12/);
		expect(frame().split('\n')).toHaveLength(1);
		resize(80, 24);
		await until(/press-01/);
	});

	test('stores stay open while their panes are hidden, and close with the console', async () => {
		const {fake, press, until, unmount} = await open({columns: 60, rows: 18});
		await press('4');
		await until(/4 Methods/);
		expect(
			[fake.telemetry.listenerCount(), fake.devices.listenerCount(), fake.status.listenerCount(), fake.methods.listenerCount()].every(count => count > 0),
		).toBe(true);
		unmount();
		await expect.poll(() => [fake.telemetry, fake.devices, fake.status, fake.methods].map(store => store.listenerCount())).toEqual([0, 0, 0, 0]);
	});
});

describe('the help', () => {
	test('lists the keys of the pane, then those of everywhere, and closes', async () => {
		const {press, until, ui} = await open({columns: 100, rows: 60});
		await press('2', '?');
		await until(/Keys of Telemetry[\s\S]*f, G, End +Follow the newest messages[\s\S]*Keys everywhere[\s\S]*Tab +Go to the next pane/);
		await press('escape');
		expect(ui.getState()).toMatchObject({overlay: undefined, field: undefined, focus: 'telemetry'});
	});

	test('finds what one types, scrolls, and works at 40x10', async () => {
		const {press, type, until, lines} = await open({columns: 40, rows: 10});
		await press('?');
		await until(/Keys of Devices/);
		expect(lines()).toHaveLength(10);
		await press('pagedown');
		await until(frame => !frame.includes('Keys of Devices'));
		await type('zoom');
		await until(/Keys everywhere[\s\S]*z +Zoom: give the pane the/);
		await press('backspace', 'backspace', 'backspace', 'backspace');
		await type('qqqq');
		await until(/Nothing here contains qqqq/);
	});

	test('explains the states of a device', async () => {
		const {press, type, until} = await open();
		await press('?');
		await type('expected interval');
		await until(/✕ GONE +silent for more than 5 times its expected interval/);
	});
});
