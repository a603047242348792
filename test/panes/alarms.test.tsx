import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {HubError} from '../../source/errors.js';
import {safe} from '../../source/safe-text.js';
import {openApp} from '../helpers/app.js';
import {createFakeHub, devicesOf} from '../helpers/fake-hub.js';

// Silence takes its time, by a clock that the test moves.
beforeEach(() => {
	vi.useFakeTimers({toFake: ['Date', 'setInterval', 'clearInterval']});
});
afterEach(() => {
	vi.useRealTimers();
});

/** `beat` sends three messages, one a second, the last one `ago` seconds old. */
const openSilent = async () => {
	const fake = createFakeHub([{id: 'press-01', isConnected: true}, {id: 'valve-07'}]);
	const app = openApp(fake, {columns: 120, rows: 40});
	await app.until(/valve-07/);
	const beat = (ago: number) => fake.telemetry.push(...[2, 1, 0].map(turn => ({deviceId: 'valve-07', body: '{}', at: Date.now() - (ago + turn) * 1000})));
	beat(0);
	vi.advanceTimersByTime(1000);
	await app.until(/● OK +valve-07/);
	return {...app, fake, beat};
};

/** Three beats in three seconds: late after twenty more. */
const untilLate = () => vi.advanceTimersByTime(25_000);

describe('alarms', () => {
	test('are said on the status line and counted in the header until they are looked at, at every size', async () => {
		const {until, press, frame, lines, beat, resize} = await openSilent();
		untilLate();
		await until(/│ ! 1 alarm /);
		for (const [columns, rows] of [
			[80, 24],
			[200, 60],
			[120, 40],
		] as const) {
			resize(columns, rows);
			await expect.poll(() => lines().length).toBe(rows);
			expect(lines()[0]).toMatch(/│ ! 1 alarm /);
			expect(lines().at(-2)).toMatch(/^ ▲ valve-07 is LATE, was OK: silent since \d\d:\d\d:\d\d\. ! shows all alarms\./);
		}
		beat(0);
		vi.advanceTimersByTime(1000);
		await until(/! 2 alarms/);
		expect(frame()).toMatch(/● valve-07 is OK, was LATE: after \d+ s/);
		await press('!');
		await until(/Alarms {2}newest first[\s\S]*valve-07 +▲ LATE → ● OK +after \d+ s[\s\S]*valve-07 +● OK +→ ▲ LATE +silent since/);
		await until(/2 since the start/);
		await press('escape');
		await until(now => /1 Devices/.test(now) && !/! \d alarm/.test(now));
	});

	test('nothing to tell is said as well', async () => {
		const {press, until} = await openSilent();
		await press('2', '!');
		await until(/No alarm since the console was started\.[\s\S]*An alarm is a device that worked and fell silent/);
	});

	test('an alarm does not take the place of a failure that nobody has read', async () => {
		const {until, ui, frame} = await openSilent();
		ui.dispatch({type: 'notice', notice: {text: safe`It did not work.`, tone: 'bad'}});
		untilLate();
		await until(/! 1 alarm /);
		expect(frame()).toMatch(/It did not work\./);
	});
});

describe('the expected interval', () => {
	test('is typed for the selected device, kept, shown and taken back', async () => {
		const fake = createFakeHub([{id: 'press-01', isConnected: true}]);
		const {press, type, until, ui} = openApp(fake, {columns: 200, rows: 60, start: {isZoomed: true}});
		await until(/press-01/);
		await press('i');
		await until(/every +s; empty: learn/);
		await type('x');
		await press('enter');
		await until(/An interval is 1 to 86400 seconds/);
		await press('backspace');
		await type('30');
		await press('enter');
		await until(/press-01 is expected to send every 30 s \(set\)\./);
		await until(/› .*press-01.* 30 s set/);
		expect(ui.getState().devices.intervals).toEqual(new Map([['press-01', 30_000]]));
		await press('i');
		await until(/every 30/);
		await press('ctrl+u', 'enter');
		await until(/press-01 is expected to send every 1 m \(assumed/);
		expect(ui.getState().devices.intervals.size).toBe(0);
	});

	test('is left as it was with Escape', async () => {
		const {press, type, until, ui} = openApp(createFakeHub([{id: 'press-01'}]), {});
		await until(/press-01/);
		await press('i');
		await type('30');
		await press('escape');
		await until(frame => !frame.includes('empty: learn'));
		expect(ui.getState().devices.intervals.size).toBe(0);
	});
});

describe('what the hub claims', () => {
	test('carries the age of its reading where it is shown', async () => {
		const fake = createFakeHub();
		const {until} = openApp(fake, {columns: 120, rows: 40});
		fake.devices.set(devicesOf([{id: 'press-01', isConnected: true}], {fetchedAt: Date.now() - 130_000}));
		await until(/1 shown of 1 {2}HUB as of 2m ago/);
	});

	test('is for a part of the devices only, says the header', async () => {
		const fake = createFakeHub();
		const {until} = openApp(fake, {columns: 120, rows: 40});
		fake.devices.set(devicesOf([{id: 'press-01'}, {id: 'press-02'}], {isComplete: false, totalCount: 10_000}));
		await until(/│ 2 of 10000 devices/);
		fake.devices.patch({status: 'failed', error: new HubError('timeout', 'Late.', {hint: ''}), isComplete: true, totalCount: 2});
		await until(/│ 2 devices/);
	});
});
