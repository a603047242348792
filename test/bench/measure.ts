import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {startTerminal, type Terminal} from '../helpers/terminal.js';
import type {BenchHub} from './processes.js';
import {pause} from './statistics.js';

const size = {columns: 120, rows: 40};

/** The console on a hub in another process, once its four panes stand. */
export const openBenchConsole = async ({hubConnectionString}: BenchHub): Promise<Terminal> => {
	const terminal = startTerminal(process.execPath, ['--max-semi-space-size=16', 'dist/cli.js'], {
		...size,
		environment: {IOTHUB_CONNECTION_STRING: hubConnectionString},
	});
	await terminal.see(/bench-01/);
	await terminal.see(/4\/4 partitions/);
	return terminal;
};

/** Ink alone, once its list stands. */
export const openBareInk = async (): Promise<Terminal> => {
	const terminal = startTerminal(process.execPath, ['--max-semi-space-size=16', 'test/bench/run.mjs', 'ink'], {...size, environment: {NODE_ENV: 'production'}});
	await terminal.see(/row 38 of/);
	return terminal;
};

const invertedRow = ({terminal}: Terminal): number => {
	const buffer = terminal.buffer.active;
	// The second cell lies inside the frame of the device list.
	return Array.from({length: terminal.rows}, (_, row) => row).findIndex(
		row =>
			(buffer
				.getLine(buffer.viewportY + row)
				?.getCell(2)
				?.isInverse() ?? 0) !== 0,
	);
};

/** Milliseconds from a key written to the terminal to the cells it changes, moving the selection of the device list up and down. */
export const measureKeys = async (terminal: Terminal, count: number): Promise<readonly number[]> => {
	const samples: number[] = [];
	await terminal.press('1');
	await pause(500);
	for (let index = 0; index < count; index++) {
		const before = invertedRow(terminal);
		const startedAt = performance.now();
		terminal.write(index % 2 === 0 ? 'j' : 'k');
		await new Promise<void>((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error(`A key was never painted:\n${terminal.screen()}`)), 5000);
			const parsed = terminal.terminal.onWriteParsed(() => {
				if (invertedRow(terminal) !== before) {
					clearTimeout(timer);
					parsed.dispose();
					resolve();
				}
			});
		});
		samples.push(performance.now() - startedAt);
		// Between 30 and 70 ms, so that keys do not fall in step with frames.
		await pause(30 + ((index * 7) % 40));
	}

	return samples;
};

/** Milliseconds from the start of the console to its first whole frame, and of bare Node from start to end. Compiled code is kept in `cache`. */
export const measureStart = async (hub: BenchHub, cache: string): Promise<{readonly consoleMs: number; readonly nodeMs: number}> => {
	let startedAt = performance.now();
	const terminal = startTerminal(process.execPath, ['--max-semi-space-size=16', 'dist/cli.js'], {
		...size,
		environment: {IOTHUB_CONNECTION_STRING: hub.hubConnectionString, XDG_CACHE_HOME: cache},
	});
	const {promise, resolve} = Promise.withResolvers<void>();
	const parsed = terminal.terminal.onWriteParsed(() => {
		if (/1 Devices/.test(terminal.screen()) && terminal.line(size.rows - 1) !== '') {
			resolve();
		}
	});
	await promise;
	const consoleMs = performance.now() - startedAt;
	parsed.dispose();
	await terminal.close();
	startedAt = performance.now();
	await once(spawn(process.execPath, ['-e', '0'], {stdio: 'ignore'}), 'exit');
	return {consoleMs, nodeMs: performance.now() - startedAt};
};

/** Bytes and frames that the console writes in `ms`. */
export const measureOutput = async (terminal: Terminal, ms: number): Promise<{readonly bytes: number; readonly frames: number}> => {
	const before = terminal.bytes();
	let frames = 0;
	const output = terminal.onOutput(data => {
		frames += data.split('\u001b[?2026h').length - 1;
	});
	await pause(ms);
	output.dispose();
	return {bytes: terminal.bytes() - before, frames};
};

/** Everything that can be seen of the screen: texts, colours and styles of all cells. */
const readPicture = ({terminal}: Terminal): string => {
	const {active} = terminal.buffer;
	const cells: string[] = [];
	for (let row = 0; row < terminal.rows; row++) {
		const line = active.getLine(active.viewportY + row);
		for (let column = 0; column < terminal.cols; column++) {
			const cell = line?.getCell(column);
			cells.push(`${cell?.getChars()} ${cell?.getFgColor()} ${cell?.getBgColor()} ${cell?.isBold()} ${cell?.isDim()} ${cell?.isInverse()}`);
		}
	}

	return cells.join();
};

/** Bytes that an idle console writes in `ms`: for changes that can be seen, an age for instance, and for nothing. */
export const measureIdle = async (
	terminal: Terminal,
	ms: number,
): Promise<{readonly changes: number; readonly changeBytes: number; readonly idleBytes: number}> => {
	let picture = readPicture(terminal);
	let pendingBytes = 0;
	let changes = 0;
	let changeBytes = 0;
	let idleBytes = 0;
	const output = terminal.onOutput(data => {
		pendingBytes += Buffer.byteLength(data);
	});
	const parsed = terminal.terminal.onWriteParsed(() => {
		// A frame that is still being written is not seen.
		if (terminal.terminal.modes.synchronizedOutputMode) return;
		const before = picture;
		picture = readPicture(terminal);
		if (picture === before) idleBytes += pendingBytes;
		else {
			changes++;
			changeBytes += pendingBytes;
		}

		pendingBytes = 0;
	});
	await pause(ms);
	output.dispose();
	parsed.dispose();
	return {changes, changeBytes, idleBytes: idleBytes + pendingBytes};
};
