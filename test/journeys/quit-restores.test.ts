import {expect, test} from 'vitest';
import {openConsole} from '../helpers/console.js';

test.each([
	['q', 0],
	['ctrl+c', 0],
] as const)('%s leaves the terminal as it was', async (key, exitCode) => {
	const terminal = openConsole();
	await terminal.see(/13 devices/);
	expect(terminal.leftovers()).toContain('alternate screen');
	await terminal.press(key);
	expect(await terminal.exited).toEqual({exitCode, signal: undefined});
	expect(terminal.leftovers()).toEqual([]);
	expect(terminal.events).toEqual([]);
	expect(terminal.screen().trim()).toBe('');
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const)('%s leaves the terminal as it was', async (signal, exitCode) => {
	const terminal = openConsole();
	await terminal.see(/13 devices/);
	terminal.kill(signal);
	expect(await terminal.exited).toEqual({exitCode, signal: undefined});
	expect(terminal.leftovers()).toEqual([]);
	expect(terminal.screen().trim()).toBe('');
});

test('unsent changes are asked for before they are lost', async () => {
	const terminal = openConsole();
	await terminal.see(/desired {2}v1/);
	await terminal.press('3', 'A');
	await terminal.type('limit');
	await terminal.press('enter', '1', 'enter');
	await terminal.see(/limit -> 1/);
	// Back to the list, and out of it.
	await terminal.press('q', 'q');
	await terminal.see(/1 unsent change of /);
	await terminal.press('escape');
	await terminal.see(screen => !screen.includes('Unsent changes'));
	await terminal.press('q', 'y');
	expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
});
