import {describe, expect, test} from 'vitest';
import {openApp} from '../helpers/app.js';
import {createFakeHub} from '../helpers/fake-hub.js';

const open = async (columns: number, rows = 24, id = 'press-01') => {
	const app = openApp(createFakeHub([{id}]), {columns, rows});
	await app.until(/[12] shown of/);
	return app;
};

describe('the tabs of a frame', () => {
	test.each([80, 90, 109])('at %i columns name all panes behind the list, the shown one in brackets', async columns => {
		const {until, press, lines} = await open(columns);
		await until(/┌ \[2 Telemetry\] {1,2}3 Twin {1,2}4 Methods {2}FOLLOW {2}press-01/);
		await press('3');
		await until(/┌▸2 Telemetry {1,2}\[3 Twin\] {1,2}4 Methods {2}press-01/);
		await press('4');
		await until(/┌▸2 Telemetry {1,2}3 Twin {1,2}\[4 Methods\] {2}press-01/);
		expect(lines().every(line => line.length <= columns)).toBe(true);
	});

	test('are named before a long title is shown whole', async () => {
		const {until} = await open(80, 24, 'a-very-long-device-id-of-a-press');
		await until(/┌ \[2 Telemetry\] 3 Twin 4 Methods {2}FOLLOW {2}a-very-… ┐/);
	});

	test('below 80 columns stand for one pane, as digits where names have no room', async () => {
		const {until, press, resize} = await open(70);
		await until(/┌▸\[1 Devices\] {1,2}2 Telemetry {1,2}3 Twin {1,2}4 Methods ─/);
		await press('2');
		await until(/┌▸1 Devices {1,2}\[2 Telemetry\] {1,2}3 Twin {1,2}4 Methods {2}FOLLOW {2}press-01/);
		resize(40, 12);
		await until(/┌▸1 \[2 Telemetry\] 3 4 {2}FOLLOW {2}p/);
	});

	test('are not there where all panes are', async () => {
		const {until} = await open(120, 40);
		await until(/┌▸1 Devices ─.*┌ 2 Telemetry {2}press-01 {2}FOLLOW/);
	});
});
