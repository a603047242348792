import {describe, expect, test} from 'vitest';
import {HubError} from '../../../source/errors.js';
import {openApp} from '../../helpers/app.js';
import {createManagedHub, identityOf, keyOf} from '../../helpers/management.js';

const sizes: readonly (readonly [columns: number, rows: number])[] = [
	[80, 24],
	[120, 40],
];

const openForm = async (columns = 120, rows = 40) => {
	const managed = createManagedHub([identityOf('press-01')]);
	const screen = openApp(managed, {columns, rows});
	await screen.until(/› .*press-01/);
	await screen.press('n');
	await screen.until(/Register a device/);
	return {...managed, ...screen};
};

describe('registering a device', () => {
	test.each(sizes)('takes an id and a review, and selects the device, at %sx%s', async (columns, rows) => {
		const {type, press, until, frame, asked, ui} = await openForm(columns, rows);
		await type('MyTestDevice');
		await until(/A good id/);
		await press('enter');
		await until(/two keys that the hub makes/);
		expect(frame()).toMatch(/device MyTestDevice {2}hub contoso\.azure-devices\.net/);
		expect(frame()).toContain('›[ Cancel ]');
		expect(asked).toEqual([]);
		await press('tab', 'enter');
		await until(/MyTestDevice is registered/);
		expect(asked).toEqual([{type: 'create', device: {deviceId: 'MyTestDevice', isEnabled: true, authentication: {type: 'sas'}}}]);
		expect(ui.getState().selectedDeviceId).toBe('MyTestDevice');
		await until(/› .*MyTest/);
	});

	test.each([
		['two words', /✕ A device id cannot contain a space/],
		['größe', /✕ A device id cannot contain "ö"/],
		['a/b', /✕ A device id cannot contain "\/"/],
		['x'.repeat(129), /✕ A device id can have 128 characters, this one has 129/],
		['a+b', /MQTT/],
	])('says while typing what is wrong with %j', async (id, sentence) => {
		const {paste, press, until, asked, frame} = await openForm();
		paste(id);
		await until(sentence);
		await press('enter');
		expect(asked).toEqual([]);
		if (id !== 'a+b') expect(frame()).not.toContain('[ Cancel ]');
	});

	test('takes own keys that are never shown', async () => {
		const {type, paste, press, until, frame, asked} = await openForm();
		await type('cam-02');
		await press('tab', 'right', 'tab');
		await until(/› primary key/);
		paste('too short');
		await until(/✕ A key is base64 text/);
		await press('ctrl+u');
		paste(keyOf(5));
		await until(/A good key/);
		await press('tab');
		paste(keyOf(6));
		await until(frameNow => (frameNow.match(/\*{44}/g) ?? []).length === 2);
		await press('tab', 'right', 'enter');
		await until(/own keys, SHA-256 [0-9a-f]{8} and [0-9a-f]{8}/);
		expect(frame()).toContain('disabled: it cannot sign in');
		expect(frame()).not.toContain(keyOf(5).slice(0, 8));
		await press('tab', 'enter');
		await until(/cam-02 is registered/);
		expect(asked).toMatchObject([{device: {isEnabled: false, authentication: {type: 'sas'}}}]);
		// A secret compares by what it reveals.
		const [{device}] = asked as [{device: {authentication: {keys: {primary: {reveal(): string}; secondary: {reveal(): string}}}}}];
		expect([device.authentication.keys.primary.reveal(), device.authentication.keys.secondary.reveal()]).toEqual([keyOf(5), keyOf(6)]);
	});

	test('takes the thumbprint of a certificate', async () => {
		const {type, paste, press, until, asked} = await openForm();
		await type('cam-03');
		await press('tab', 'right', 'right', 'tab');
		paste('abc');
		await until(/40 digits \(SHA-1\) or 64/);
		await press('ctrl+u');
		paste('A1'.repeat(20));
		await until(/Good thumbprints/);
		await press('enter');
		await until(/an X\.509 certificate, by its thumbprint/);
		await press('tab', 'enter');
		await until(/cam-03 is registered/);
		expect(asked).toMatchObject([{device: {authentication: {type: 'selfSigned', primaryThumbprint: 'A1'.repeat(20), secondaryThumbprint: ''}}}]);
	});

	test('clears a filter that would hide the new device', async () => {
		const {ui, press, type, until} = await openForm();
		await press('escape', '/');
		await type('press');
		await press('enter', 'n');
		await type('cam-04');
		await press('enter', 'tab', 'enter');
		await until(/› .*cam-04/);
		expect(ui.getState().fields['devices.filter']?.value).toBe('');
	});

	test('tells in the review why the hub refused, and goes back to what was typed', async () => {
		const {type, press, until, asked, frame} = await openForm();
		await type('press-01');
		await press('enter', 'tab', 'enter');
		await until(/✕ Not done: A device with this id exists already\./);
		expect(frame()).toMatch(/→ Choose another id/);
		expect(frame()).toContain('›[ Cancel ]');
		await press('enter');
		await until(/device id +press-01/);
		expect(asked).toHaveLength(1);
	});

	test('tells on the status line how it ended when the review was left meanwhile', async () => {
		const {type, press, until, intercept, frame} = await openForm();
		const {promise, reject} = Promise.withResolvers<void>();
		intercept(() => promise);
		await type('cam-05');
		await press('enter', 'tab', 'enter');
		await until(/◌ asking the hub/);
		await press('escape');
		await until(now => !now.includes('asking the hub'));
		reject(new HubError('timeout', 'The hub did not answer.', {hint: 'Look again.'}));
		await until(/Not confirmed for cam-05: The hub did not answer\. Look again\./);
		expect(frame()).not.toContain('Register a device');
	});
});

test('a read-only hub registers nothing and says so', async () => {
	const managed = createManagedHub([identityOf('press-01')], {isReadOnly: true});
	const {press, until, ui} = openApp(managed);
	await until(/› .*press-01/);
	for (const [key, words] of [
		['n', 'registering devices is off'],
		['E', 'enabling and disabling devices is off'],
		['X', 'deleting devices is off'],
		['delete', 'deleting devices is off'],
		['c', 'sending messages is off'],
		['C', 'reading feedback, which takes it from other readers, is off'],
	] as const) {
		await press(key);
		await until(new RegExp(`opened read-only: ${words}`));
		expect(ui.getState().overlay).toBeUndefined();
	}
});
