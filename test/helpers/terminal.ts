import {spawn} from 'node-pty';
import {bytesOf, escapePauseMs} from './keys.js';
import {createScreen} from './xterm.js';

export type Exit = {readonly exitCode: number; readonly signal: number | undefined};
export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** Beside PATH, HOME, TERM and a UTF-8 locale, all that the program inherits. */
	readonly environment?: Readonly<Record<string, string>>;
	readonly directory?: string;
};
/** What must hold of the screen: a pattern in its text, or anything about it. */
export type Condition = RegExp | ((screen: string) => boolean);

/** Private modes that are on in a terminal nobody has touched: line wrap and the cursor. */
const onByDefault: ReadonlySet<number> = new Set([7, 25]);
const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Only what a login would set: no sign of continuous integration, no hub, no colour preference of the one who runs the tests. */
const cleanEnvironment = (extra: Readonly<Record<string, string>>): Record<string, string> => {
	const {PATH = '', HOME = '/', TMPDIR} = process.env;
	return {PATH, HOME, ...(TMPDIR !== undefined && {TMPDIR}), TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8', ...extra};
};

/** Notes what a program did to the terminal beside drawing. */
const watchSideEffects = ({terminal}: ReturnType<typeof createScreen>) => {
	const modes = new Map<number, boolean>();
	const events: string[] = [];
	const note = (isOn: boolean) => (parameters: (number | number[])[]) => {
		for (const parameter of parameters.flat()) {
			modes.set(parameter, isOn);
		}

		return false;
	};
	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, note(true));
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, note(false));
	terminal.onBell(() => events.push('bell'));
	terminal.onTitleChange(title => events.push(`title ${title}`));
	for (const code of [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 52, 104, 133, 777, 1337]) {
		terminal.parser.registerOscHandler(code, data => {
			events.push(`OSC ${code} ${data}`);
			return false;
		});
	}

	return {
		/** Bells, titles, links, clipboard writes and the like, in their order. */
		events: events as readonly string[],
		/** What a program that has ended should have put back, in words; empty when everything is as it was. */
		leftovers: (): readonly string[] => [
			...(terminal.buffer.active.type === 'normal' ? [] : ['alternate screen']),
			...[...modes].filter(([mode, isOn]) => isOn !== onByDefault.has(mode)).map(([mode, isOn]) => `mode ${mode} ${isOn ? 'on' : 'off'}`),
		],
	};
};

export type Terminal = ReturnType<typeof startTerminal>;

/** Runs a program in a pseudo-terminal and keeps its screen. Whoever starts one must `close` it. */
export const startTerminal = (program: string, parameters: readonly string[], options: TerminalOptions = {}) => {
	const {columns = 120, rows = 40, environment = {}, directory = process.cwd()} = options;
	const screen = createScreen(columns, rows);
	const sideEffects = watchSideEffects(screen);
	const pty = spawn(program, [...parameters], {name: 'xterm-256color', cols: columns, rows, cwd: directory, env: cleanEnvironment(environment)});
	const {promise: exited, resolve} = Promise.withResolvers<Exit>();
	let exit: Exit | undefined;
	let bytes = 0;
	let drawn = Promise.resolve();

	pty.onData(data => {
		bytes += Buffer.byteLength(data);
		drawn = screen.write(data);
	});
	// What a terminal answers when it is asked, such as its cursor's position.
	screen.terminal.onData(data => {
		if (exit === undefined) {
			pty.write(data);
		}
	});
	pty.onExit(async ({exitCode, signal}) => {
		exit = {exitCode, signal: signal || undefined};
		await drawn;
		resolve(exit);
	});

	const readScreen = (): string => screen.lines().join('\n');
	// Between the marks of a synchronized update a terminal shows nothing of it yet.
	const isWhole = (): boolean => !screen.terminal.modes.synchronizedOutputMode;
	const holds = (condition: Condition): boolean => isWhole() && (typeof condition === 'function' ? condition(readScreen()) : condition.test(readScreen()));
	const send = async (keys: readonly string[]): Promise<void> => {
		for (const key of keys) {
			const keyBytes = bytesOf(key);
			pty.write(keyBytes);
			await pause(keyBytes === '\u001b' ? escapePauseMs : 15);
		}
	};

	return {
		pid: pty.pid,
		terminal: screen.terminal,
		exited,
		screen: readScreen,
		/** One row's text, counted from 0. */
		line: screen.line,
		lines: screen.lines,
		cell: screen.cell,
		/** Bytes that the program has written so far. */
		bytes: (): number => bytes,
		...sideEffects,
		/** Keys one after another as fingers press them, named as `keymap.ts` names them. */
		press: (...keys: readonly string[]) => send(keys),
		type: (text: string) => send([...text]),
		/** Bytes as they are. */
		write: (text: string) => pty.write(text),
		/** Called with each piece of output as it arrives, before it is drawn. */
		onOutput: (listener: (data: string) => void) => pty.onData(listener),
		resize(newColumns: number, newRows: number) {
			screen.terminal.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		kill: (signal: NodeJS.Signals) => process.kill(pty.pid, signal),
		/** Waits until the condition holds of a whole frame; fails with the screen, at once when the program has ended. */
		async see(condition: Condition, limitMs = 30_000): Promise<string> {
			const deadline = performance.now() + limitMs;
			while (!holds(condition)) {
				await drawn;
				if (exit !== undefined && !holds(condition)) {
					throw new Error(`The program ended (${JSON.stringify(exit)}) and never showed ${String(condition)}:\n${readScreen()}`);
				}

				if (performance.now() > deadline) {
					throw new Error(`After ${limitMs} ms still no ${String(condition)}:\n${readScreen()}`);
				}

				await pause(20);
			}

			return readScreen();
		},
		async close(): Promise<void> {
			if (exit === undefined) {
				pty.kill('SIGKILL');
				await exited;
			}

			screen.terminal.dispose();
		},
	};
};
