import {describe, expect, test} from 'vitest';
import {HubError} from '../../../source/errors.js';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf, keyOf} from '../../helpers/management.js';

const openKeys = async (columns = 120, rows = 40, options: {isReadOnly?: boolean} = {}) => {
	const managed = createManagedHub([identityOf('press-01'), identityOf('pump-17')], options);
	const screen = openApp(managed, {columns, rows});
	await screen.until(/› .*press-01/);
	await screen.press('K');
	await screen.until(/Keys of press-01/);
	return {...managed, ...screen};
};
const inOneLine = (frame: string) => frame.replaceAll(/│\n.*?│(?=[A-Za-z0-9+/=;])/g, '').replaceAll(/[\n│ ]/g, '');

describe('the keys of the selected device', () => {
	test.each([
		['that can be changed', {}, {}, '└ v show · y copy · g new key · x swap · s set · Esc close ─'],
		['of a hub opened read-only', {}, {isReadOnly: true}, '└ v show · y copy · Esc close ─'],
		['of a device with a certificate', {authentication: 'selfSigned', keys: undefined} as const, {}, '└ Esc close ─'],
	])('name the keys that do something, %s', async (_, part, options, words) => {
		const {keys, ...identity} = identityOf('press-01', part);
		const screen = openApp(createManagedHub([keys === undefined ? identity : {...identity, keys}], options), {columns: 120, rows: 40});
		await screen.until(/› .*press-01/);
		await screen.press('K');
		await screen.until(/signs in with/);
		await screen.until(frame => frame.includes(words));
	});

	test.each([
		[80, 24],
		[120, 40],
	])('are masked, and one is readable when asked for, at %sx%s', async (columns, rows) => {
		const {press, until, frame} = await openKeys(columns, rows);
		expect(frame()).toMatch(/› primary key +\*{12} {2}SHA-256 [0-9a-f]{8}/);
		expect(frame()).not.toContain(keyOf(1).slice(0, 8));
		await press('v');
		await until(/Readable for \d+ s more/);
		expect(frame()).toContain(keyOf(1));
		expect(frame()).not.toContain(keyOf(2));
		await press('v');
		await until(now => !now.includes(keyOf(1)));
		await press('j', 'j', 'j', 'v');
		await until(/Readable for/);
		expect(inOneLine(frame())).toContain(`DeviceId=press-01;SharedAccessKey=${keyOf(2)}`);
	});

	test('hide by themselves, with the seconds counted down', async () => {
		const {ui, until, press} = await openKeys();
		await press('v');
		await until(/Readable for (9|8) s more/);
		// The time it has left is cut short; who hides it is the same.
		ui.dispatch({type: 'management/reveal', what: 'primary', until: Date.now() + 200});
		await until(frame => !frame.includes(keyOf(1)));
		expect(ui.getState().management.reveal).toBeUndefined();
	});

	test('are hidden when the marked line changes and when the dialog closes', async () => {
		const {press, until, frame} = await openKeys();
		await press('v');
		await until(/Readable for/);
		await press('j');
		await until(now => !now.includes('Readable for'));
		expect(frame()).not.toContain(keyOf(1));
		await press('v', 'escape', 'K');
		await until(/Keys of press-01/);
		expect(frame()).not.toContain('Readable for');
	});

	test('are copied by OSC 52, which is said', async () => {
		const {press, until, frame, copied} = await openKeys();
		expect(copied).toEqual([]);
		await press('j', 'y');
		await until(/Copied the secondary key by OSC 52, straight to the terminal/);
		expect(copied).toEqual([`\u001b]52;c;${Buffer.from(keyOf(2)).toString('base64')}\u0007`]);
		await press('j', 'y');
		await until(/Copied the connection string with the primary key/);
		expect(Buffer.from(copied[1]?.slice(7, -1) ?? '', 'base64').toString()).toBe(
			`HostName=contoso.azure-devices.net;DeviceId=press-01;SharedAccessKey=${keyOf(1)}`,
		);
		expect(frame()).not.toContain(keyOf(1).slice(0, 8));
	});
});

describe('changing keys', () => {
	test.each([
		[80, 24],
		[120, 40],
	])('makes a new one after a review that starts on Cancel, at %sx%s', async (columns, rows) => {
		const {press, until, frame, asked} = await openKeys(columns, rows);
		const before = /› primary key +\*+ {2}SHA-256 ([0-9a-f]{8})/.exec(frame())?.[1] ?? '';
		await press('g');
		await until(/A new random key takes the place of the primary key/);
		expect(frame().replaceAll(/[│\n ]+/g, ' ')).toContain(`A device that uses the old primary key (SHA-256 ${before}) is cut off`);
		expect(frame()).toContain('›[ Cancel ]');
		await press('enter');
		await until(/Keys of press-01/);
		expect(asked).toEqual([]);
		await press('g', 'tab', 'enter');
		await until(/The primary key of press-01 is new\./);
		expect(asked).toEqual([{type: 'keys', deviceId: 'press-01', change: {type: 'regenerate', which: 'primary'}}]);
		await until(/Keys of press-01/);
		expect(frame()).not.toContain(before);
	});

	test('makes a new secondary one where that is marked', async () => {
		const {press, until, asked} = await openKeys();
		await press('j', 'j', 'j', 'g', 'tab', 'enter');
		await until(/The secondary key of press-01 is new\./);
		expect(asked).toEqual([{type: 'keys', deviceId: 'press-01', change: {type: 'regenerate', which: 'secondary'}}]);
	});

	test('swaps them, which cuts nobody off', async () => {
		const {press, until, frame, asked} = await openKeys();
		await press('x');
		await until(/Both keys stay good, so no device is cut off/);
		expect(frame()).not.toContain('is cut off:');
		await press('tab', 'enter');
		await until(/The keys of press-01 are swapped/);
		expect(asked).toEqual([{type: 'keys', deviceId: 'press-01', change: {type: 'swap'}}]);
	});

	test('sets one that was pasted, never shown', async () => {
		const {press, paste, until, frame, asked} = await openKeys();
		await press('s');
		await until(/Primary key of press-01/);
		paste('not base64!');
		await until(/✕ A key is base64 text/);
		expect(frame()).not.toContain('not base64!');
		await press('enter');
		expect(asked).toEqual([]);
		await press('ctrl+u');
		paste(keyOf(8));
		await until(/A good key/);
		await press('enter');
		await until(/The key that was typed, SHA-256 [0-9a-f]{8}, takes the place of the primary key/);
		expect(frame()).toContain('›[ Cancel ]');
		await press('tab', 'enter');
		await until(/The primary key of press-01 is set\./);
		expect(asked).toMatchObject([{type: 'keys', deviceId: 'press-01', change: {type: 'set', which: 'primary'}}]);
		expect(frame()).not.toContain(keyOf(8).slice(0, 8));
	});

	test('is off on a read-only hub, reading is not', async () => {
		const {press, until, frame} = await openKeys(120, 40, {isReadOnly: true});
		for (const key of ['g', 'x', 's']) {
			await press(key);
			await until(/opened read-only: changing keys is off/);
		}
		await press('v');
		await until(/Readable for/);
		expect(frame()).toContain(keyOf(1));
	});
});

test('an identity that cannot be read says why', async () => {
	const managed = createManagedHub([identityOf('press-01')]);
	managed.identityOf('press-01').set({status: 'failed', error: new HubError('unauthorized', 'No right to read the registry.', {hint: 'Use iothubowner.'})});
	const {press, until} = openApp(managed);
	await until(/› .*press-01/);
	await press('K');
	await until(/No right to read the registry\./);
	await until(/→ Use iothubowner\./);
	await press('v');
	await until(/The identity of the device has not been read\./);
});

test('a device with a certificate has no keys to show', async () => {
	const {keys: _, ...withoutKeys} = identityOf('cam-01');
	const managed = createManagedHub([{...withoutKeys, authentication: 'selfSigned', thumbprints: {primary: 'AB'.repeat(20), secondary: ''}}]);
	const {press, until} = openApp(managed);
	await until(/› .*cam-01/);
	await press('K');
	await until(new RegExp('AB'.repeat(20)));
	await press('y');
	await until(/signs in with a certificate: it has no keys/);
});
