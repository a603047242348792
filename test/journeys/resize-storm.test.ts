import {expect, test} from 'vitest';
import {expectWholeFrames, findBrokenFrame, openConsole} from '../helpers/console.js';

const sizes = [
	[200, 60],
	[40, 10],
	[121, 41],
	[80, 24],
	[30, 5],
	[79, 23],
	[300, 90],
	[60, 15],
	[81, 24],
	[10, 3],
	[160, 20],
	[45, 50],
] as const;

test('after any storm of sizes the last one is drawn whole', async () => {
	const terminal = openConsole();
	await terminal.see(/13 devices/);
	for (let round = 0; round < 5; round++) {
		for (const [columns, rows] of sizes) {
			terminal.resize(columns, rows);
			// Some sizes are passed before a frame is drawn, as when a window is dragged.
			await terminal.press('j');
		}
	}

	for (const [columns, rows] of [
		[120, 40],
		[80, 24],
		[200, 60],
	] as const) {
		terminal.resize(columns, rows);
		// What is left of another size may look like this one, but for its frames.
		await terminal.see(
			() =>
				/iot-tui/.test(terminal.line(0)) &&
				/pane/.test(terminal.line(rows - 1)) &&
				terminal.cell(columns - 1, 1) === '┐' &&
				findBrokenFrame(terminal) === undefined,
		);
	}
});

test('a size that came and went while nobody looked leaves no hole', async () => {
	const terminal = openConsole();
	await terminal.see(/13 devices/);
	terminal.kill('SIGSTOP');
	terminal.resize(10, 3);
	terminal.resize(120, 40);
	expect(terminal.line(20)).not.toContain('│');
	terminal.kill('SIGCONT');
	await terminal.see(
		() =>
			/iot-tui/.test(terminal.line(0)) &&
			terminal
				.lines()
				.slice(2, 16)
				.every(line => line.startsWith('│')),
	);
	await expectWholeFrames(terminal);
});

test('a window that is too small says so in one line', async () => {
	const terminal = openConsole(undefined, {columns: 39, rows: 9});
	await terminal.see(/40.?x.?10|too small/i);
	expect(terminal.lines().filter(line => line.trim() !== '')).toHaveLength(1);
	terminal.resize(80, 24);
	await terminal.see(/1 Devices/);
});
