import {describe, expect, test} from 'vitest';
import {HubError} from '../../source/errors.js';
import {overlays} from '../../source/panes/overlays.js';
import {openApp} from '../helpers/app.js';
import {createFakeHub} from '../helpers/fake-hub.js';

const openChart = async (columns = 120, rows = 40, isAscii = false) => {
	const fake = createFakeHub([
		{id: 'press-01', isConnected: true},
		{id: 'pump-17', isConnected: false, lastActivityAt: 1},
	]);
	const now = Date.now();
	for (const ago of [3000, 2000, 1000]) {
		const applicationProperties = {'iothub-creation-time-utc': new Date(now - ago - 120).toISOString()};
		fake.telemetry.push({deviceId: 'press-01', body: '{}', at: now - ago, applicationProperties});
	}
	fake.history.setCounts(undefined, [...new Array<number>(90).fill(0), ...new Array<number>(90).fill(20)]);
	fake.history.setCounts('press-01', [...new Array<number>(120).fill(0), ...new Array<number>(60).fill(10)]);
	const app = openApp(fake, {columns, rows, isAscii, start: {selectedDeviceId: 'press-01'}});
	await app.until(/pump-17/);
	await app.press('v');
	await app.until(/Telemetry messages sent/);
	return {...app, fake};
};

describe('the chart of messages sent', () => {
	test.each([
		[80, 24],
		[120, 40],
		[200, 60],
	])('shows hub and device with totals, rate and the way of the last message at %sx%s', async (columns, rows) => {
		const {frame, lines} = await openChart(columns, rows);
		expect(frame()).toMatch(/Whole hub {2}1800 in 30 minutes, 120 in the last minute/);
		expect(frame()).toMatch(/press-01 {2}600 in 30 minutes, 60 in the last minute/);
		expect(frame().match(/-30m/g)).toHaveLength(2);
		expect(frame()).toMatch(/last message \d\d:\d\d:\d\d\.\d{3} \(now\) ·/);
		expect(frame()).toMatch(/device → hub 120 ms ·[\s│]+hub → here 40 ms/);
		expect(frame()).toContain('expected every 1 s (learned)');
		expect(lines()).toHaveLength(rows);
	});

	test('draws columns with ASCII where asked', async () => {
		const {frame} = await openChart(80, 24, true);
		expect(frame()).toMatch(/#{30}/);
		expect(frame()).not.toMatch(/[^\n\u0020-\u007e]/);
	});

	test('tells how far the past is read, that it was cut short, and why it could not be read', async () => {
		const {until, fake} = await openChart();
		fake.history.set({status: 'reading', progress: 0.42, version: 2});
		await until(/Reading the past from the hub's endpoint: 42 %\. Live messages count already\./);
		fake.history.set({
			status: 'ready',
			progress: 1,
			version: 3,
			error: new HubError('quota', 'Only the newest were counted.', {hint: 'The oldest part is low.'}),
		});
		await until(/Only the newest were counted\. The oldest part is low\./);
		fake.history.set({status: 'failed', progress: 0.5, version: 4, error: new HubError('unauthorized', 'No reading.', {hint: 'Use another policy.'})});
		await until(/No reading\.[\s\S]*→ Use another policy\./);
		fake.history.set({status: 'ready', progress: 1, version: 5});
		await until(frame => !/Reading|No reading|Only the newest/.test(frame));
	});

	test('lists the checks in order for a device that sends nothing', async () => {
		const {press, until, frame} = await openChart(80, 24);
		await press(']');
		await until(/pump-17 {2}0 in 30 minutes/);
		await until(/2 ▲ not connected, claims the hub[\s\S]*4 ✓ 4 of 4 partitions open, consumer group \$Default[\s\S]*D asks the doctor/);
		expect(frame()).toMatch(/○ OFF {2}expected every 1 m \(assumed/);
	});

	test('leads to the doctor and to other devices', () => {
		const ids = overlays.find(({id}) => id === 'telemetry-chart')?.actions.map(({id}) => id);
		expect(ids).toEqual(expect.arrayContaining(['console.doctor', 'console.previousDevice', 'console.nextDevice']));
	});

	test('reads the past only while it is looked at', async () => {
		const {press, until, fake} = await openChart();
		expect(fake.history.listenerCount()).toBe(1);
		await press('escape');
		await until(/1 Devices/);
		expect(fake.history.listenerCount()).toBe(0);
	});

	test('counts messages that come while it is open', async () => {
		const {until, fake} = await openChart();
		fake.history.setCounts('press-01', new Array<number>(180).fill(7));
		await until(/press-01 {2}1260 in 30 minutes/);
	});
});

describe('the trend in the list', () => {
	test('is there where there is room, and reads the past for it', async () => {
		const fake = createFakeHub([{id: 'press-01', isConnected: true}]);
		fake.history.setCounts('press-01', [...new Array<number>(120).fill(0), ...new Array<number>(60).fill(10)]);
		const app = openApp(fake, {columns: 200, rows: 60});
		await app.until(/SEEN +HUB \/MIN {4}TREND/);
		await app.until(/press-01 .*▅{8}/);
		expect(fake.history.listenerCount()).toBe(1);
		app.resize(120, 40);
		await app.until(frame => !frame.includes('TREND'));
		await expect.poll(() => fake.history.listenerCount()).toBe(0);
	});
});
