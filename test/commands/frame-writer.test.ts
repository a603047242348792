import {EventEmitter} from 'node:events';
import fc from 'fast-check';
import {afterEach, describe, expect, test} from 'vitest';
import {createFrameWriter, type FrameWriter, type Terminal} from '../../source/commands/frame-writer.js';
import {createScreen} from '../helpers/xterm.js';

const enter = '\u001b[?1049h';
const leave = '\u001b[?1049l';

let open: FrameWriter | undefined;
afterEach(() => open?.close());

/** A terminal that takes what is written at once, or, once it is slow, when it is told to. */
const createTerminal = (columns: number, rows: number) => {
	const screen = createScreen(columns, rows);
	const untaken: (() => void)[] = [];
	const written: string[] = [];
	let isSlow = false;
	const take = () => {
		for (const taken of untaken.splice(0)) taken();
	};
	const terminal = Object.assign(new EventEmitter(), {
		columns,
		rows,
		writable: true,
		destroyed: false,
		writableEnded: false,
		write(bytes: string, onWritten?: () => void) {
			written.push(bytes);
			void screen.write(bytes);
			if (onWritten !== undefined) untaken.push(onWritten);
			if (!isSlow) take();
			return true;
		},
	});
	const writer = createFrameWriter(terminal as unknown as Terminal);
	open?.close();
	open = writer;
	return {
		...writer,
		screen,
		take,
		beSlow: () => {
			isSlow = true;
		},
		takeBytes: () => written.splice(0).join(''),
		resize(newColumns: number, newRows: number) {
			Object.assign(terminal, {columns: newColumns, rows: newRows});
			screen.terminal.resize(newColumns, newRows);
			terminal.emit('resize');
		},
	};
};

/** Texts, colours and styles of the cells; of a wide character that the edge cuts nothing is left. */
const pictureOf = async ({terminal, write}: ReturnType<typeof createScreen>, columns: number, rows: number): Promise<readonly string[]> => {
	await write('');
	const {active} = terminal.buffer;
	return Array.from({length: rows}, (_, row) =>
		Array.from({length: columns}, (__, column) => {
			const cell = active.getLine(active.viewportY + row)?.getCell(column);
			const isCut = column === columns - 1 && cell?.getWidth() === 2;
			const text = cell?.getChars() || (cell?.getWidth() === 0 ? '' : ' ');
			const colors = [cell?.getFgColorMode(), cell?.getFgColor(), cell?.getBgColorMode(), cell?.getBgColor()];
			const look = [...colors, cell?.isBold(), cell?.isDim(), cell?.isInverse(), cell?.isUnderline()].join();
			return isCut ? ` ${noLook}` : `${text}${look}`;
		}).join('|'),
	);
};
const noLook = [0, -1, 0, -1, 0, 0, 0, 0].join();

/** The frame on a terminal with room for all of it that has shown nothing else. */
const draw = async (frame: string, columns: number, rows: number): Promise<readonly string[]> => {
	const screen = createScreen(200, 20);
	await screen.write(`${enter}${frame.replaceAll('\n', '\r\n')}`);
	return await pictureOf(screen, columns, rows);
};

const styles: readonly (readonly [on: string, off: string])[] = [
	['', ''],
	['\u001b[36m', '\u001b[39m'],
	['\u001b[2m', '\u001b[22m'],
	['\u001b[1m\u001b[36m', '\u001b[39m\u001b[22m'],
	['\u001b[7m', '\u001b[27m'],
	['\u001b[38;5;208m\u001b[44m', '\u001b[49m\u001b[39m'],
	['\u001b[38;2;10;20;30;4m', '\u001b[0m'],
];
const words = ['temperature', '23.5', '│', '┌──', '      ', '温度計', '🌡', 'e\u0301', 'x', '21.4 °C', '●'];
const span = fc.record({text: fc.constantFrom(...words), style: fc.constantFrom(...styles)}).map(({text, style: [on, off]}) => `${on}${text}${off}`);
const line = fc.array(span, {maxLength: 6}).map(spans => spans.join(''));
/** Frames that have most rows in common. */
const frames = fc.array(fc.array(fc.record({row: fc.nat(5), line}), {maxLength: 5}), {minLength: 1, maxLength: 6}).map(changes => {
	const rows = Array.from({length: 6}, () => 'the same in every frame');
	return changes.map(changed => {
		for (const {row, line: text} of changed) rows[row] = text;
		return rows.join('\n');
	});
});

describe('whatever was on the screen, after a frame it shows that frame', () => {
	test('frame after frame, also when there are more or longer rows than fit', async () => {
		await fc.assert(
			fc.asyncProperty(frames, fc.constantFrom([30, 6] as const, [17, 4] as const, [60, 9] as const), async (all, [columns, rows]) => {
				const {stream, screen} = createTerminal(columns, rows);
				stream.write(enter);
				for (const frame of all) {
					stream.write(frame);
					expect(await pictureOf(screen, columns, rows)).toEqual(await draw(frame, columns, rows));
				}
			}),
			{numRuns: 60},
		);
	});

	test('after any change of size', async () => {
		const sizes = fc.array(fc.tuple(fc.integer({min: 5, max: 50}), fc.integer({min: 2, max: 9})), {minLength: 1, maxLength: 4});
		await fc.assert(
			fc.asyncProperty(frames, sizes, async (all, changes) => {
				const {stream, screen, resize} = createTerminal(30, 6);
				stream.write(enter);
				for (const frame of all) stream.write(frame);
				for (const [columns, rows] of changes) {
					resize(columns, rows);
					stream.write(all[0] ?? '');
					expect(await pictureOf(screen, columns, rows)).toEqual(await draw(all[0] ?? '', columns, rows));
				}
			}),
			{numRuns: 40},
		);
	});

	test('a slow terminal gets the newest frame when it has taken the one before', async () => {
		await fc.assert(
			fc.asyncProperty(frames, async all => {
				const {stream, screen, beSlow, take} = createTerminal(30, 6);
				stream.write(enter);
				beSlow();
				for (const frame of all) stream.write(frame);
				expect(await pictureOf(screen, 30, 6)).toEqual(await draw(all[0] ?? '', 30, 6));
				take();
				expect(await pictureOf(screen, 30, 6)).toEqual(await draw(all.at(-1) ?? '', 30, 6));
			}),
			{numRuns: 40},
		);
	});
});

describe('bytes', () => {
	const row = (text: string) => `\u001b[36m│\u001b[39m${text.padEnd(40)}\u001b[36m│\u001b[39m`;
	const show = (frame: string) => {
		const terminal = createTerminal(80, 24);
		terminal.stream.write(enter);
		terminal.stream.write(frame);
		terminal.takeBytes();
		return terminal;
	};

	test('the same frame again: not one', () => {
		const {stream, takeBytes} = show([row('a'), row('b')].join('\n'));
		stream.write([row('a'), row('b')].join('\n'));
		expect(takeBytes()).toBe('');
	});

	test('one digit: its address and the digit', () => {
		const {stream, takeBytes} = show([row('rate 21.4'), row('b')].join('\n'));
		stream.write([row('rate 21.5'), row('b')].join('\n'));
		expect(takeBytes()).toBe('\u001b[?2026h\u001b[1;10H5\u001b[?2026l');
	});

	test('a long text that goes is erased where nothing stands behind it', () => {
		const {stream, takeBytes} = show('connected · 4/4 partitions');
		stream.write('conn');
		expect(takeBytes()).toBe('\u001b[?2026h\u001b[1;5H\u001b[K\u001b[?2026l');
	});

	test('behind a wide character everything is written, whatever width a terminal gives it', () => {
		const {stream, takeBytes} = show('温 1 same');
		stream.write('温 2 same');
		expect(takeBytes()).toContain('2 same');
	});
});

describe('the terminal', () => {
	test('whose size went and came back before anybody looked is painted from nothing, once', async () => {
		const {stream, screen, takeBytes, resize} = createTerminal(20, 4);
		stream.write(enter);
		stream.on('resize', () => stream.write('one\ntwo'));
		stream.write('one\ntwo');
		await screen.write('\u001b[Hlost');
		process.emit('SIGWINCH');
		expect(await pictureOf(screen, 20, 4)).toEqual(await draw('one\ntwo', 20, 4));
		resize(21, 4);
		takeBytes();
		process.emit('SIGWINCH');
		expect(takeBytes()).toBe('');
	});

	test('is left as it was found, and no frame follows', () => {
		const {stream, takeBytes, beSlow, take} = createTerminal(20, 4);
		stream.write(enter);
		expect(takeBytes()).toBe(`${enter}\u001b[?25l\u001b[?7l`);
		beSlow();
		stream.write('one');
		stream.write('two');
		takeBytes();
		stream.write(leave);
		take();
		stream.write('three');
		expect(takeBytes()).toBe(`\u001b[?7h${leave}`);
	});

	test('entered again, it is painted from nothing', async () => {
		const {stream, screen} = createTerminal(20, 4);
		stream.write(enter);
		stream.write('one\ntwo');
		stream.write(leave);
		await screen.write('the shell was here');
		stream.write(enter);
		stream.write('one\ntwo');
		expect(await pictureOf(screen, 20, 4)).toEqual(await draw('one\ntwo', 20, 4));
	});
});
