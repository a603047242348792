import {describe, expect, test} from 'vitest';
import {openApp} from '../helpers/app.js';
import {createFakeHub, devicesOf, type FakeDevice} from '../helpers/fake-hub.js';

const few: readonly FakeDevice[] = [{id: 'fan-01'}, {id: 'press-01'}, {id: 'press-02'}, {id: 'pump-17'}];

const openList = async (devices = few, columns = 80) => {
	const fake = createFakeHub(devices);
	const app = openApp(fake, {columns, rows: 24});
	await app.until(/› \S+ NEW {2}/);
	return {...app, fake, selected: () => app.ui.getState().selectedDeviceId};
};

describe('the selection under a filter', () => {
	test('goes to the first device that is shown, at every letter, and returns when the filter is cleared', async () => {
		const {press, type, until, selected} = await openList();
		await press('/');
		await type('p');
		expect(selected()).toBe('press-01');
		await type('u');
		expect(selected()).toBe('pump-17');
		await until(/› \S+ NEW {2}pump-17/);
		await press('escape');
		expect(selected()).toBe('fan-01');
		await press('/');
		await type('pu');
		await press('enter', 'escape');
		expect(selected()).toBe('fan-01');
	});

	test('returns as soon as the device is shown again', async () => {
		const {press, type, selected} = await openList();
		await press('G', 'k', '/');
		await type('pu');
		expect(selected()).toBe('pump-17');
		await press('backspace');
		expect(selected()).toBe('press-02');
	});

	test('stays where the user put it', async () => {
		const {press, type, selected} = await openList();
		await press('/');
		await type('press');
		await press('enter', 'j', 'escape');
		expect(selected()).toBe('press-02');
		await press('/');
		await type('pu');
		await press('enter', 'enter', '1', 'escape');
		expect(selected()).toBe('pump-17');
	});

	test('is none where nothing is shown, and actions say so', async () => {
		const {press, type, until, selected} = await openList();
		await press('/');
		await type('zzz');
		expect(selected()).toBeUndefined();
		await press('tab', 'K');
		await until(/Select a device first\./);
		await press('escape');
		expect(selected()).toBe('fan-01');
	});

	test('of a burst of keys is the one that the filter shows', async () => {
		const {press, until} = await openList();
		await press('/', 'p', 'u', 'enter', 'i');
		await until(/every/);
		await press('5', 'enter');
		await until(/pump-17 is expected to send every 5 s/);
	});

	test('does not leave the device of an open dialog', async () => {
		const {press, type, until, selected, fake} = await openList();
		await press('/');
		await type('press-02');
		await press('enter', 'K');
		await until(/Keys of press-02/);
		fake.devices.set(devicesOf(few.filter(({id}) => id !== 'press-02')));
		expect(selected()).toBe('press-02');
	});
});

describe('a list that was not read to its end', () => {
	const many = Array.from({length: 1000}, (_, index) => ({id: `dev-${String(index).padStart(4, '0')}`}));
	const part = {isComplete: false, totalCount: 10_000};
	const openPart = async (columns?: number) => {
		const app = await openList(many, columns);
		app.fake.devices.set(devicesOf(many, part));
		return app;
	};

	test('says how many were read of how many, at every width', async () => {
		const {until, press, type} = await openPart();
		await until(/└ 1000 of 10000 {2}L more ─/);
		await press('/');
		await type('77');
		await until(/└ 19 in 1000 of 10000/);
		const wide = await openPart(200);
		await wide.until(/└ first 1000 of 10000 {2}L loads more/);
		await wide.press('/');
		await wide.type('77');
		await wide.until(/└ 19 shown of 1000 read of 10000 {2}L loads more/);
	});

	test('does not deny a device that it has not read', async () => {
		const {until, press, type, fake} = await openPart(200);
		await press('/');
		await type('dev-5000');
		await until(/None of the 1000 of 10000 devices read so far has[\s\S]*Enter asks the hub for exactly this id/);
		await press('tab');
		await until(/L reads more of them/);
		await press('L');
		expect(fake.calls).toContain('devices.loadMore');
	});

	test('a full id and Enter find the device in the hub', async () => {
		const {until, press, type, fake, selected} = await openPart();
		fake.findable.set('dev-5000', () => fake.devices.set(devicesOf([...many, {id: 'dev-5000'}], part)));
		await press('/');
		await type('dev-5000');
		await press('enter');
		await until(/› \S+ NEW {2}dev-5000/);
		expect(fake.calls).toEqual(['devices.find dev-5000']);
		await press('escape');
		expect(selected()).toBe('dev-5000');
	});

	test('a device that shares its id with longer ones is found, too, and one that was read is chosen without asking', async () => {
		const {press, type, fake, selected} = await openPart();
		fake.findable.set('dev-05', () => fake.devices.set(devicesOf([...many, {id: 'dev-05'}], part)));
		await press('/');
		await type('dev-05');
		expect(selected()).toBe('dev-0500');
		await press('enter');
		await expect.poll(selected).toBe('dev-05');
		await press('/', 'ctrl+u');
		await type('dev-0501');
		await press('enter');
		expect(selected()).toBe('dev-0501');
		expect(fake.calls).toEqual(['devices.find dev-05']);
	});

	test('an id that the hub does not have is said', async () => {
		const {press, type, until} = await openPart(120);
		await press('/');
		await type('dev-5000');
		await press('enter');
		await until(/The hub has no device with exactly the id dev-5000\./);
	});
});
