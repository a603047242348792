import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {App} from '../source/app.js';
import {selectTheme} from '../source/theme.js';
import {createFakeHub, type FakeHub} from './helpers/fake-hub.js';
import {renderInTerminal} from './helpers/tty.js';

const start = new Date(2026, 10, 22, 12, 0, 0).getTime();

const appOf = (fake: FakeHub) => <App hub={fake.hub} theme={selectTheme({isAscii: false, hasColor: true})} quit={() => {}} />;

const open = async (columns = 120, rows = 40) => {
	const fake = createFakeHub(Array.from({length: 60}, (_, index) => ({id: `press-${String(index).padStart(2, '0')}`, isConnected: true})));
	for (let turn = 0; turn < 60; turn++) fake.telemetry.push({deviceId: 'press-00', body: `{"n":${turn}}`, at: start - 60_000 + turn * 1000});
	const terminal = renderInTerminal(columns, rows, appOf(fake));
	const shows = (pattern: RegExp) => expect.poll(async () => (await terminal.lines()).join('\n')).toMatch(pattern);
	await shows(/› ● OK {3}press-00/);
	return {...terminal, fake, shows};
};

beforeEach(() => {
	// The console's clock stands still unless a test moves it; Ink's own timers run.
	vi.useFakeTimers({now: start, toFake: ['Date', 'setInterval', 'clearInterval']});
});
afterEach(() => {
	vi.useRealTimers();
});

describe('what is written to the terminal', () => {
	test('nothing new: not one byte', async () => {
		const {takeBytes, settle} = await open();
		vi.advanceTimersByTime(11_000);
		await settle();
		takeBytes();
		vi.advanceTimersByTime(6000);
		await settle();
		expect(takeBytes()).toBe('');
	});

	test('silence writes a frame a minute', async () => {
		const {takeBytes, settle} = await open();
		vi.advanceTimersByTime(120_000);
		await settle();
		takeBytes();
		const minutes = 5;
		let frames = 0;
		for (let second = 0; second < minutes * 60; second++) {
			vi.advanceTimersByTime(1000);
			await settle();
			frames += takeBytes() === '' ? 0 : 1;
		}
		expect(frames, 'its age in minutes, and nothing else').toBe(minutes);
	});

	test('messages that the feed does not show write nothing', async () => {
		const {takeBytes, fake, settle} = await open();
		await settle();
		takeBytes();
		for (let turn = 0; turn < 20; turn++) fake.telemetry.push({deviceId: 'press-55', body: '{}', at: start});
		await settle();
		expect(takeBytes()).toBe('');
	});

	test('messages behind a pause write nothing', async () => {
		const {takeBytes, fake, press, shows, settle} = await open();
		press('2');
		press('p');
		await shows(/PAUSED/);
		await settle();
		takeBytes();
		for (let turn = 0; turn < 20; turn++) fake.telemetry.push({deviceId: 'press-00', body: '{"later":1}', at: start});
		await settle();
		expect(takeBytes()).toBe('');
	});

	test('a device list that scrolls elsewhere is not written again', async () => {
		const {takeBytes, fake, shows, settle} = await open();
		await settle();
		takeBytes();
		fake.telemetry.push({deviceId: 'press-00', body: '{"newest":1}', at: start});
		await shows(/newest/);
		expect(takeBytes()).not.toContain('press-07');
	});
});

describe('the terminal screen', () => {
	test('Ctrl+L repairs what something else wrote over it', async () => {
		const {lines, press, spoil, settle} = await open();
		await settle();
		const before = await lines();
		await spoil('\u001b[5;1Hsomething else wrote this\r\n\u001b[20;10Hand this\u001b[40;1H');
		expect(await lines()).not.toEqual(before);
		press('ctrl+l');
		await expect.poll(lines).toEqual(before);
	});

	test.each<[columns: number, rows: number]>([
		[100, 40],
		[120, 30],
		[60, 18],
		[200, 60],
		[40, 10],
	])('resized to %ix%i and back it is as if freshly drawn', async (columns, rows) => {
		const {lines, resize} = await open();
		const before = await lines();
		resize(columns, rows);
		const fresh = await open(columns, rows);
		const expected = await fresh.lines();
		await expect.poll(lines).toEqual(expected);
		resize(120, 40);
		await expect.poll(lines).toEqual(before);
	});
});
