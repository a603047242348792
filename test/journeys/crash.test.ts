import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, expect, onTestFinished, test} from 'vitest';
import {nodeProgram} from '../helpers/console.js';
import {startTerminal} from '../helpers/terminal.js';

// Inside the project, so that the bundle finds its packages.
const folder = mkdtempSync(join(resolve('node_modules'), '.crash-'));
const program = join(folder, 'crashing-screen.mjs');

beforeAll(async () => {
	await build({
		entryPoints: ['test/fixtures/crashing-screen.tsx'],
		bundle: true,
		packages: 'external',
		format: 'esm',
		platform: 'node',
		target: 'node22',
		outfile: program,
		jsx: 'automatic',
	});
});
afterAll(() => rmSync(folder, {recursive: true}));

const open = (way: string) => {
	const terminal = startTerminal(nodeProgram, [program, way], {columns: 80, rows: 24, directory: tmpdir()});
	onTestFinished(() => terminal.close());
	return terminal;
};

test.each([
	['an error while drawing', 'draw', /drawing failed/],
	['an unhandled rejection', 'rejection', /nobody waits for me/],
	['an error in a timer', 'timer', /a timer failed/],
])('%s restores the terminal, says what failed and exits 70', async (_, way, message) => {
	const terminal = open(way);
	await terminal.see(/alive/);
	await terminal.press('x');
	await expect(terminal.exited).resolves.toEqual({exitCode: 70, signal: undefined});
	expect(terminal.leftovers()).toEqual([]);
	expect(terminal.events).toEqual([]);
	expect(terminal.screen()).toMatch(message);
	expect(terminal.screen()).toMatch(/closed[\s\S]*a bug in iot-tui/);
	expect(terminal.screen().replaceAll('\n', ' ')).toMatch(/keys taken: true before the first frame, false at the end/);
	expect(terminal.screen()).not.toContain('c2VjcmV0');
});

test.each([
	['SIGTERM', 143],
	['SIGHUP', 129],
	['SIGINT', 130],
] as const)('%s restores the terminal and exits with its own code', async (signal, exitCode) => {
	const terminal = open('never');
	await terminal.see(/alive/);
	terminal.kill(signal);
	await expect(terminal.exited).resolves.toEqual({exitCode, signal: undefined});
	expect(terminal.leftovers()).toEqual([]);
	expect(terminal.screen()).toMatch(/closed/);
});

test('SIGUSR1 does not open a debugger in the console', async () => {
	const terminal = startTerminal(nodeProgram, [resolve('dist/cli.js'), 'emulator', '--https-port', '0', '--mqtts-port', '0', '--amqps-port', '0'], {
		columns: 120,
	});
	onTestFinished(() => terminal.close());
	await terminal.see(/is running/);
	terminal.kill('SIGUSR1');
	terminal.kill('SIGTERM');
	await expect(terminal.exited).resolves.toMatchObject({exitCode: 0});
	expect(terminal.screen()).not.toMatch(/Debugger|inspector/i);
});
