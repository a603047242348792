import {EventEmitter} from 'node:events';
import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink';
import type {ReactNode} from 'react';
import {onTestFinished, vi} from 'vitest';
import {FakeKeyboard} from './fake-keyboard.js';
import {bytesOf, escapePauseMs} from './keys.js';

/** A terminal's output of settable size, as far as Ink looks at it. */
class FakeOutput extends EventEmitter {
	readonly isTTY = true;
	readonly writable = true;
	lastFrame = '';
	readonly frames: string[] = [];

	constructor(
		public columns: number,
		public rows: number,
	) {
		super();
	}

	write(text: string, ...callbacks: readonly unknown[]): boolean {
		this.lastFrame = text;
		this.frames.push(text);
		for (const callback of callbacks) {
			if (typeof callback === 'function') {
				callback();
			}
		}

		return true;
	}
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

export type Rendered = {
	/** What stands on the screen: rows divided by newlines, without colours. */
	frame(): string;
	/** The same with its escape sequences for looks. */
	coloredFrame(): string;
	/** Everything that has stood on the screen so far, without colours. */
	frames(): readonly string[];
	/** Keys one after another, named as `keymap.ts` names them. */
	press(...keys: readonly string[]): Promise<void>;
	/** Characters one after another. */
	type(text: string): Promise<void>;
	/** Bytes that come in one piece, as fast typing and slow links bring them. */
	burst(bytes: string): void;
	/** All at once between the marks of bracketed paste. */
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	rerender(element: ReactNode): void;
	/** Waits until the frame shows `pattern`; fails with the frame. */
	until(pattern: RegExp | ((frame: string) => boolean), limitMs?: number): Promise<void>;
	unmount(): void;
};

/** Draws an element with Ink on a screen of the given size, frame by frame and without throttling; unmounts it when the test ends. */
export const renderAt = (columns: number, rows: number, element: ReactNode): Rendered => {
	const stdout = new FakeOutput(columns, rows);
	const stderr = new FakeOutput(columns, rows);
	const stdin = new FakeKeyboard();
	const instance = render(element, {
		stdout: stdout as unknown as NodeJS.WriteStream,
		stderr: stderr as unknown as NodeJS.WriteStream,
		stdin: stdin as unknown as NodeJS.ReadStream,
		debug: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	const frame = () => stripVTControlCharacters(stdout.lastFrame);
	const sendOneByOne = async (keys: readonly string[]) => {
		for (const key of keys) {
			const bytes = bytesOf(key);
			stdin.send(bytes);
			// React commits what a key changed in a later turn; the next key must meet the new handlers.
			await pause(bytes === '\u001b' ? escapePauseMs : 1);
		}
	};

	const unmount = () => {
		instance.unmount();
		instance.cleanup();
	};

	onTestFinished(unmount);
	return {
		frame,
		frames: () => stdout.frames.map(stripVTControlCharacters),
		coloredFrame: () => stdout.lastFrame,
		press: (...keys) => sendOneByOne(keys),
		type: text => sendOneByOne([...text]),
		burst: bytes => stdin.send(bytes),
		paste: text => stdin.send(`\u001b[200~${text}\u001b[201~`),
		resize(newColumns, newRows) {
			stdout.columns = newColumns;
			stdout.rows = newRows;
			stdout.emit('resize');
		},
		rerender: instance.rerender,
		until: async (pattern, limitMs = 10_000) => {
			await vi.waitFor(
				() => {
					const isThere = typeof pattern === 'function' ? pattern(frame()) : pattern.test(frame());
					if (!isThere) {
						throw new Error(`Never showed ${String(pattern)}. Last frame:\n${frame()}`);
					}
				},
				{timeout: limitMs, interval: 10},
			);
		},
		unmount,
	};
};
