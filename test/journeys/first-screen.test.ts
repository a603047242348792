import {expect, test} from 'vitest';
import {expectWholeFrames, openConsole} from '../helpers/console.js';

test.each([
	[80, 24],
	[120, 40],
	[200, 60],
])('on %i x %i everything stands in its place', async (columns, rows) => {
	const terminal = openConsole(undefined, {columns, rows});
	const screen = await terminal.see(/13 devices/);
	for (const word of ['iot-tui', 'READ-WRITE', '1 Devices', '2 Telemetry', '3 Twin', '4 Methods', 'help', 'connected']) {
		expect(screen).toContain(word);
	}

	expect(terminal.lines()).toHaveLength(rows);
	expect(terminal.line(rows - 1)).toMatch(/filter.*pane/);
	await expectWholeFrames(terminal);
	expect(terminal.events).toEqual([]);
});

test('with eight colours and ASCII it says the same', async () => {
	const terminal = openConsole(['--emulator', '--ascii', '--no-color'], {columns: 80, rows: 24});
	const screen = await terminal.see(/13 devices/);
	expect(screen).toMatch(/1 Devices/);
	await terminal.see(/OK +press-01/);
	expect(terminal.screen()).toMatch(/^[\n\u0020-\u007e]*$/);
	expect(terminal.line(1)).toMatch(/^\+.*\+\+.*\+$/);
});
