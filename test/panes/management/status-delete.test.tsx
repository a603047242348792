import {describe, expect, test} from 'vitest';
import {HubError} from '../../../source/errors.js';
import {openApp} from '../../helpers/app.js';
import {devicesOf} from '../../helpers/fake-hub.js';
import {createManagedHub, identityOf} from '../../helpers/management.js';

const open = async (columns = 120, rows = 40) => {
	const managed = createManagedHub([identityOf('press-01'), identityOf('pump-17'), identityOf('tank-02', {isEnabled: false})]);
	const screen = openApp(managed, {columns, rows});
	await screen.until(/› .*press-01/);
	return {...managed, ...screen};
};

describe('enabling and disabling', () => {
	test.each([
		[80, 24],
		[120, 40],
	])('disables with a reason, after a review that starts on Cancel, at %sx%s', async (columns, rows) => {
		const {press, type, until, frame, asked} = await open(columns, rows);
		await press('E');
		await until(/Disable: status of press-01/);
		await type('lost in transit');
		await press('enter');
		await until(/▲ The device is cut off/);
		expect(frame()).toContain('lost in transit');
		expect(frame()).toContain('›[ Cancel ]');
		await press('tab', 'enter');
		await until(/press-01 is disabled\./);
		expect(asked).toEqual([{type: 'status', deviceId: 'press-01', isEnabled: false, statusReason: 'lost in transit'}]);
		await until(/DIS +press-01/);
	});

	test('enables again what is disabled', async () => {
		const {press, until, asked, frame} = await open();
		await press('G', 'E');
		await until(/Enable: status of tank-02/);
		await press('enter');
		await until(/The device may sign in again/);
		expect(frame()).toContain('›[ Cancel ]');
		await press('tab', 'enter');
		await until(/tank-02 is enabled\./);
		expect(asked).toEqual([{type: 'status', deviceId: 'tank-02', isEnabled: true, statusReason: ''}]);
	});

	test.each([
		[60_000, /Enable: status of press-01/],
		[-60_000, /Disable: status of press-01/],
	])('goes by the list or by the identity, whichever was read last (list %s ms after it)', async (after, words) => {
		const {press, until, devices} = await open();
		devices.set(devicesOf([{id: 'press-01', isEnabled: false}], {fetchedAt: Date.now() + after}));
		await press('E');
		await until(words);
	});

	test('takes no reason of more than 128 characters', async () => {
		const {press, paste, until, asked} = await open();
		await press('E');
		paste('x'.repeat(129));
		await until(/✕ A reason can have 128 characters, this one has 129/);
		await press('enter');
		await until(/Not ready/);
		expect(asked).toEqual([]);
	});
});

describe('deleting a device', () => {
	test.each([
		[80, 24],
		[120, 40],
	])('waits until its id is typed, exactly, at %sx%s', async (columns, rows) => {
		const {press, type, until, asked, ui} = await open(columns, rows);
		await press('delete');
		await until(/Delete a device/);
		await until(/cannot be brought/);
		await press('tab', 'enter');
		await until(/Not done: type the id of the device first, press-01/);
		await type('PRESS-01');
		await press('enter');
		await until(/Not done/);
		expect(asked).toEqual([]);
		await press('ctrl+u');
		await type('press-01');
		await until(/device id {2}press-01 +✓/);
		await press('enter');
		await until(/press-01 is deleted\./);
		expect(asked).toEqual([{type: 'delete', deviceId: 'press-01'}]);
		// The next one in the list is selected then.
		expect(ui.getState().selectedDeviceId).toBe('pump-17');
		expect(ui.getState().overlay).toBeUndefined();
	});

	test('asks for the id anew each time', async () => {
		const {press, type, until} = await open();
		await press('X');
		await type('press-01');
		await press('escape', 'X');
		await until(/device id {3}/);
		await press('tab', 'enter');
		await until(/Not done/);
	});

	test('that the hub refuses says so, and is not done twice by itself', async () => {
		const {press, type, until, asked, intercept, frame} = await open();
		intercept(() => Promise.reject(new HubError('conflict', 'It was changed by someone else.', {hint: 'Read it again.'})));
		await press('X');
		await type('press-01');
		await press('tab', 'enter');
		await until(/✕ Not done: It was changed by someone else\./);
		expect(frame()).toContain('›[ Cancel ]');
		await press('enter');
		await until(now => !now.includes('Not done'));
		expect(asked).toHaveLength(1);
	});
});

test('a request whose connection was cut may have been done, one that was refused was not', async () => {
	const {press, until, intercept, frame} = await open();
	const fail = (code: string) => {
		const cause = Object.assign(new Error(code), {code});
		intercept(() => Promise.reject(new HubError('unreachable', `It failed with ${code}.`, {hint: 'Look.', cause})));
	};
	fail('EPIPE');
	await press('E', 'enter');
	await until(/›\[ Cancel \]/);
	await press('tab', 'enter');
	await until(/✕ Not confirmed: It failed with EPIPE\./);
	expect(frame()).toContain('Whether the hub did it is unknown.');
	fail('ECONNREFUSED');
	await press('tab', 'enter');
	await until(/✕ Not done: It failed with ECONNREFUSED\./);
	expect(frame()).not.toContain('unknown');
});

describe('a wish that ends while another dialog is open', () => {
	/** The request is under way and its review closed; it ends when `end` is called. */
	const begin = async (managed: ReturnType<typeof createManagedHub>, filter = '') => {
		const fields = {'devices.filter': {value: filter, cursor: filter.length}};
		const screen = openApp(managed, {columns: 120, rows: 40, start: {fields}});
		await screen.until(/› .*press-01/);
		const answer = Promise.withResolvers<void>();
		managed.intercept(() => answer.promise);
		return {...screen, end: () => answer.resolve()};
	};

	const beginRegistration = async (managed: ReturnType<typeof createManagedHub>) => {
		const screen = await begin(managed, 'press');
		await screen.press('n');
		await screen.type('cam-02');
		await screen.press('enter');
		await screen.until(/Register a device/);
		await screen.press('tab', 'enter', 'escape');
		return screen;
	};

	test('a deletion leaves the dialog its device', async () => {
		const managed = createManagedHub([identityOf('press-01'), identityOf('pump-17')]);
		const {press, type, until, ui, end} = await begin(managed);
		await press('X');
		await type('press-01');
		await press('tab', 'enter', 'escape', 'E');
		await until(/Disable: status of press-01/);
		end();
		await until(/press-01 is deleted\./);
		expect(ui.getState()).toMatchObject({selectedDeviceId: 'press-01', overlay: 'device-status'});
	});

	test('a registration leaves the dialog its device, and the list its filter', async () => {
		const managed = createManagedHub([identityOf('press-01')]);
		const {press, until, ui, end} = await beginRegistration(managed);
		await press('E');
		await until(/Disable: status of press-01/);
		end();
		await until(/cam-02 is registered\./);
		expect(ui.getState()).toMatchObject({selectedDeviceId: 'press-01', overlay: 'device-status'});
		expect(ui.getState().fields['devices.filter']?.value).toBe('press');
	});

	test('a registration still leads to the device when nothing else is open', async () => {
		const managed = createManagedHub([identityOf('press-01')]);
		const {until, ui, end} = await beginRegistration(managed);
		end();
		await until(/cam-02 is registered\./);
		expect(ui.getState().selectedDeviceId).toBe('cam-02');
	});
});

test('a device registered under the id of a deleted one has neither its unsent edits nor its interval', async () => {
	const managed = createManagedHub([identityOf('press-01'), identityOf('pump-17')]);
	const {press, type, until, ui} = openApp(managed, {columns: 120, rows: 40});
	await until(/› .*press-01/);
	const edit = () => ui.dispatch({type: 'twin/set', deviceId: 'press-01', base: {etag: 'etag1', version: 1, desired: {}}, path: ['interval'], value: 15});
	edit();
	ui.dispatch({type: 'devices/interval', deviceId: 'press-01', intervalMs: 60_000});
	await press('X');
	await type('press-01');
	await press('tab', 'enter');
	await until(/press-01 is deleted\./);
	expect([ui.getState().twin.drafts.size, ui.getState().devices.intervals.size]).toEqual([0, 0]);
	edit();
	await press('n');
	await type('press-01');
	await press('enter');
	await until(/Register a device/);
	await press('tab', 'enter');
	await until(/press-01 is registered\./);
	expect(ui.getState().twin.drafts.size).toBe(0);
});
