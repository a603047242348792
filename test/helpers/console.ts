import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, onTestFinished} from 'vitest';
import {startTerminal, type Terminal, type TerminalOptions} from './terminal.js';

/** The Node that the project brings, whatever runs the tests. */
export const nodeProgram = resolve('node_modules/.bin/node');
/** The built program, as a user has it. */
export const program = resolve('dist/cli.js');

/** Runs the built program in a terminal until the test ends. Without arguments that is the console on the embedded hub. */
export const openConsole = (parameters: readonly string[] = ['--emulator'], options: TerminalOptions = {}): Terminal => {
	if (!existsSync(program)) {
		throw new Error('Run npm run build first: journeys drive the built program.');
	}

	const terminal = startTerminal(nodeProgram, [program, ...parameters], options);
	onTestFinished(() => terminal.close());
	return terminal;
};

/** The same on a hub that runs elsewhere. */
export const openConsoleOn = (hubConnectionString: string, parameters: readonly string[] = [], options: TerminalOptions = {}): Terminal =>
	openConsole(parameters, {...options, environment: {IOTHUB_CONNECTION_STRING: hubConnectionString, ...options.environment}});

/** Finds a device by the filter and selects it. */
export const selectDevice = async (terminal: Terminal, deviceId: string): Promise<void> => {
	await terminal.see(/\d+ shown of/);
	await terminal.press('1', '/');
	await terminal.type(deviceId);
	await terminal.see(/ 1 shown of/);
	await terminal.press('enter', 'g');
	await terminal.see(new RegExp(`│› .*${deviceId}`));
};

/** Finds a device by the filter, selects it and goes to its twin once that has been read: keys that change it mean nothing before. */
export const openTwin = async (terminal: Terminal, deviceId: string): Promise<void> => {
	await selectDevice(terminal, deviceId);
	await terminal.see(new RegExp(`3 Twin {2}${deviceId} [\\s\\S]*desired {2}v\\d`));
	await terminal.press('3');
};

/** Gives the answer of that name to the open review, whichever is marked. */
export const answer = async (terminal: Terminal, name: string): Promise<void> => {
	const screen = await terminal.see(new RegExp(`\\[ ${name} \\]`));
	if (!screen.includes(`›[ ${name} ]`)) await terminal.press('tab');
	await terminal.see(screen => screen.includes(`›[ ${name} ]`));
	await terminal.press('enter');
};

/** What is wrong with the first frame on the screen that is not whole: corners face each other and the sides between them have no gap. */
export const findBrokenFrame = (terminal: Terminal): string | undefined => {
	const {cols: columns, rows} = terminal.terminal;
	for (let row = 0; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			if (terminal.cell(column, row) !== '┌') {
				continue;
			}

			let bottom = row + 1;
			while (bottom < rows && terminal.cell(column, bottom) === '│') {
				bottom++;
			}

			let right = column + 1;
			while (right < columns && terminal.cell(right, row) !== '┐') {
				right++;
			}

			const sides = Array.from({length: bottom - row - 1}, (_, index) => terminal.cell(right, row + 1 + index));
			const isWhole = terminal.cell(column, bottom) === '└' && terminal.cell(right, bottom) === '┘' && sides.every(side => side === '│');
			if (!isWhole) return `the frame at ${column},${row} of\n${terminal.screen()}`;
		}
	}

	return undefined;
};

/** Every frame on the screen is whole. */
export const expectWholeFrames = async (terminal: Terminal): Promise<void> => {
	// Not in the middle of one being drawn.
	await terminal.see(() => true);
	expect(findBrokenFrame(terminal)).toBeUndefined();
};
