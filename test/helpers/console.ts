import {resolve} from 'node:path';
import {onTestFinished} from 'vitest';
import {startTerminal, type Terminal, type TerminalOptions} from './terminal.js';

/** The Node that the project brings, whatever runs the tests. */
export const nodeProgram = resolve('node_modules/.bin/node');
/** The built program, as a user has it. */
export const program = resolve('dist/cli.js');

/** Runs the built program in a terminal until the test ends. Without arguments that is the console on the embedded hub. */
export const openConsole = (parameters: readonly string[] = ['--emulator'], options: TerminalOptions = {}): Terminal => {
	const terminal = startTerminal(nodeProgram, [program, ...parameters], options);
	onTestFinished(() => terminal.close());
	return terminal;
};
