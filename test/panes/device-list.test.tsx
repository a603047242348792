import {describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {insideOfFrame, openApp} from '../helpers/app.js';
import {createFakeHub, devicesOf, type FakeDevice} from '../helpers/fake-hub.js';

const many = (count: number): readonly FakeDevice[] => Array.from({length: count}, (_, index) => ({id: `dev-${String(index).padStart(5, '0')}`}));

const openList = async (devices: readonly FakeDevice[], rows = 24) => {
	const fake = createFakeHub(devices);
	const app = openApp(fake, {columns: 80, rows});
	const list = () => insideOfFrame(app.lines(), /1 Devices/);
	const ids = () => list().flatMap(row => /(?:dev|press|pump)-\d+/.exec(row) ?? []);
	await app.until(/shown of/);
	return {...app, fake, list, ids};
};

describe('the device list', () => {
	test('draws state, name and age, marks the first device and tells how many there are', async () => {
		const {list, lines, until} = await openList([
			{id: 'press-01', isConnected: true},
			{id: 'press-02', isEnabled: false},
		]);
		await until(/› ◌ NEW {2}press-01/);
		expect(list()[0]).toBe('  ST     DEVICE       SEEN');
		expect(list()[2]).toBe('  ⊘ DIS  press-02    never');
		expect(lines()[21]).toMatch(/^└ 2 shown of 2 ─+┘/);
	});

	test('draws ten thousand devices by looking at the visible ones only', async () => {
		const looked = new Set<number>();
		const fake = createFakeHub();
		const {value, ...rest} = devicesOf(many(10_000));
		if (value === undefined) throw new Error('no table');
		// The state of each device is known without asking for how it signs in.
		const authentication = (row: number) => {
			looked.add(row);
			return value.authentication(row);
		};
		const app = openApp(fake, {columns: 180, rows: 40});
		fake.devices.set({...rest, value: {...value, authentication}});
		await app.until(/10000 shown of 10000/);
		await app.press('G');
		await app.until(/› ◌ NEW {2}dev-09999/);
		expect(looked.size).toBeLessThan(100);
	});

	test('moves by rows, pages and to both ends, and keeps the selected device visible', async () => {
		const {press, until, ids} = await openList(many(100));
		await press('j', 'j', 'k');
		await until(/› \S+ NEW {2}dev-00001/);
		await press('pagedown');
		await until(/› \S+ NEW {2}dev-00019/);
		expect(ids().at(-1)).toBe('dev-00019');
		await press('ctrl+u');
		await until(/› \S+ NEW {2}dev-00010/);
		await press('G');
		await until(/› \S+ NEW {2}dev-00099/);
		expect(ids()).toHaveLength(18);
		await press('g');
		await until(/› \S+ NEW {2}dev-00000/);
		expect(ids()[0]).toBe('dev-00000');
	});

	test('filters as one types, keeps the filter with Enter and clears it with Escape', async () => {
		const {press, type, until, ids, list} = await openList(many(100));
		await press('/');
		await type('9');
		await until(/19 shown of 100/);
		await type('8');
		await until(/1 shown of 100/);
		expect(list()[0]).toMatch(/^\/98/);
		await press('enter', 'j');
		await until(/› \S+ NEW {2}dev-00098/);
		await press('escape');
		await until(/100 shown of 100/);
		await press('/');
		await type('zzz');
		await until(/No device id contains zzz/);
		await press('escape');
		await until(/100 shown of 100/);
		expect(ids()).toContain('dev-00098');
	});

	test('letters in the filter are letters', async () => {
		const {press, type, until, quit} = await openList(many(3));
		await press('/');
		await type('q?1 z');
		await until(/\/q\?1 z/);
		expect(quit).not.toHaveBeenCalled();
	});

	test('keeps the selection on its device when rows move', async () => {
		const {press, until, fake, ids} = await openList([{id: 'press-01'}, {id: 'press-02'}, {id: 'pump-17'}]);
		await press('j');
		await until(/› \S+ NEW {2}press-02/);
		fake.devices.set(devicesOf([{id: 'dev-00001'}, {id: 'press-01'}, {id: 'press-02'}, {id: 'pump-17'}]));
		await until(/dev-00001/);
		await until(/› \S+ NEW {2}press-02/);
		expect(ids()).toEqual(['dev-00001', 'press-01', 'press-02', 'pump-17']);
	});

	test('sorts by what the menu offers, and the other way round', async () => {
		const {press, until, ids, fake} = await openList([{id: 'press-01'}, {id: 'press-02', isEnabled: false}, {id: 'pump-17'}]);
		fake.telemetry.push({deviceId: 'pump-17', body: '{}', at: Date.now()});
		await until(/OK {3}pump-17/);
		await press('s');
		await until(/Sort devices by/);
		await press('j', 'j', 'enter');
		await until(/by last seen/);
		expect(ids()[0]).toBe('pump-17');
		await press('s', 's');
		await until(/by state/);
		expect(ids()).toEqual(['press-01', 'pump-17', 'press-02']);
		await press('S');
		await until(/by state ↑/);
		expect(ids()).toEqual(['press-02', 'pump-17', 'press-01']);
		await press('s', 'r');
		await until(/by rate ↑/);
	});

	test('an empty hub says what to do', async () => {
		const app = openApp(createFakeHub([]), {columns: 80, rows: 24});
		await app.until(/This hub has no devices/);
		await app.until(/az iot hub device-identity│.*\n│create -n HUB -d DEVICE/);
		const writable = openApp(createFakeHub([], {writer: {patchDesired: vi.fn(), invokeMethod: vi.fn()}}), {columns: 80, rows: 24});
		await writable.until(/This hub has no devices[\s\S]*n registers one\./);
	});

	test('reading devices is said, and more can be read when there is more', async () => {
		const fake = createFakeHub();
		fake.devices.set({status: 'loading', isComplete: false, totalCount: 2500});
		const app = openApp(fake, {columns: 80, rows: 24});
		await app.until(/Reading devices, 2500 in/);
		expect(app.frames().join('\n')).not.toMatch(/\b0 (device|shown)/);
		fake.devices.set({...devicesOf(many(1000)), isComplete: false, totalCount: 2500});
		await app.until(/1000 of 2500 {2}L more/);
		await app.until(/L more/);
		await app.press('L');
		expect(fake.calls).toEqual(['devices.loadMore']);
		fake.devices.set(devicesOf(many(2500)));
		await app.until(/2500 shown of 2500/);
		await app.press('L');
		await app.until(/All devices of the hub are in the list/);
		expect(fake.calls).toEqual(['devices.loadMore']);
	});

	test('a failed reading says why and what to do, and shows since when the devices may differ', async () => {
		const {fake, until, list} = await openList(many(3));
		const error = new HubError('unauthorized', 'The hub refuses the key of iothubowner.', {hint: 'Check the connection string.'});
		fake.devices.patch({status: 'failed', error, fetchedAt: Date.now()});
		await until(/list as of \d\d:\d\d:\d\d/);
		expect(list().join('\n')).toMatch(/The hub refuses the key of\niothubowner\.\n→ Check the connection\nstring\.[\s\S]*dev-00000/);
	});

	test('a failed first reading shows nothing else', async () => {
		const fake = createFakeHub();
		fake.devices.set({status: 'failed', isComplete: false, error: new HubError('unreachable', 'The hub does not answer.', {hint: 'Check the network.'})});
		const app = openApp(fake, {columns: 80, rows: 24});
		await app.until(/The hub does not answer\.[\s\S]*→ Check the network\./);
		await app.press('r');
		expect(fake.calls).toContain('devices.refresh');
	});

	test('a hostile device id is made visible and stays in its column', async () => {
		const {until, lines} = await openList([{id: 'a\u001b[2Jb\u202ec'}, {id: '温度センサー温度センサー温度センサー'}]);
		await until(/a\\x1b\[2Jb/);
		expect(lines().every(line => line.includes('\u001b') === false)).toBe(true);
	});

	test('in ASCII every state keeps its word and a shape', async () => {
		const app = openApp(
			createFakeHub([
				{id: 'press-01', isConnected: true},
				{id: 'press-02', isEnabled: false},
				{id: 'valve-03', lastActivityAt: 1},
			]),
			{
				columns: 80,
				rows: 24,
				isAscii: true,
			},
		);
		await app.until(/> \? NEW {2}press-01/);
		await app.until(/\/ DIS {2}press-02/);
		await app.until(/- OFF {2}valve-03/);
		expect(app.frame()).toMatch(/^[\u0020-\u007e\n]*$/);
	});
});
