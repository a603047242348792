import {EventEmitter} from 'node:events';
import type {ReactNode} from 'react';
import {onTestFinished} from 'vitest';
import {renderScreen} from '../../source/commands/screen.js';
import {FakeKeyboard} from './fake-keyboard.js';
import {bytesOf} from './keys.js';
import {createScreen} from './xterm.js';

class Output extends EventEmitter {
	readonly isTTY = true;
	readonly writable = true;
	readonly destroyed = false;
	readonly writableEnded = false;
	readonly screen;
	columns: number;
	rows: number;
	written = '';
	drawn: Promise<void> = Promise.resolve();

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
		this.screen = createScreen(columns, rows);
	}

	write(text: string, ...callbacks: readonly unknown[]): boolean {
		this.written += text;
		// As a terminal driver does on the way out.
		this.drawn = this.screen.write(text.replaceAll('\n', '\r\n'));
		for (const callback of callbacks) {
			if (typeof callback === 'function') callback();
		}
		return true;
	}
}

/** Draws an element as the program does, in bytes for a terminal, and keeps the terminal's screen. Unmounts it when the test ends. */
export const renderInTerminal = (columns: number, rows: number, element: ReactNode) => {
	const stdout = new Output(columns, rows);
	const stdin = new FakeKeyboard();
	const {instance, writer} = renderScreen(element, stdout as unknown as NodeJS.WriteStream, {
		stderr: stdout as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
	});
	onTestFinished(() => {
		instance.unmount();
		instance.cleanup();
		writer.close();
		stdout.screen.terminal.dispose();
	});
	return {
		/** Before the test ends, where many are opened. */
		unmount: () => instance.unmount(),
		/** Resolves when everything is written that waits for its turn. */
		settle: async () => {
			await instance.waitUntilRenderFlush();
		},
		/** Bytes in one piece, as a slow link brings them. */
		send: (bytes: string) => stdin.send(bytes),
		press: (key: string) => stdin.send(bytesOf(key)),
		/** Bytes written since the last time it was asked. */
		takeBytes: () => {
			const bytes = stdout.written;
			stdout.written = '';
			return bytes;
		},
		/** What stands on the terminal's screen, without trailing blanks. */
		lines: async () => {
			await stdout.drawn;
			return stdout.screen.lines().map(line => line.trimEnd());
		},
		/** Bytes that something else wrote to the terminal. */
		spoil: async (bytes: string) => stdout.screen.write(bytes),
		resize(newColumns: number, newRows: number) {
			stdout.columns = newColumns;
			stdout.rows = newRows;
			stdout.screen.terminal.resize(newColumns, newRows);
			stdout.emit('resize');
		},
	};
};
