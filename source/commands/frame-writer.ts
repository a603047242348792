import {type Cells, rowUpdate, toCells} from './frame-cells.js';

/** What it needs of standard output. */
export type Terminal = Pick<NodeJS.WriteStream, 'columns' | 'rows' | 'writable' | 'destroyed' | 'writableEnded' | 'on' | 'off' | 'emit'> & {
	write(bytes: string, onWritten?: (error?: Error | null) => void): boolean;
};

export type FrameWriter = {
	/** Stands for standard output and is given to Ink, whose `debug` mode writes one whole frame for each commit. */
	readonly stream: NodeJS.WriteStream;
	/** Lets go of the terminal. Everything must have been written. */
	close(): void;
};

const enterScreen = '\u001b[?1049h';
const leaveScreen = '\u001b[?1049l';
/** Neither the cursor nor the wrapping of long lines may show while frames are painted. */
const prepare = '\u001b[?25l\u001b[?7l';
const wrapAgain = '\u001b[?7h';
const erase = '\u001b[H\u001b[J';
const beginFrame = '\u001b[?2026h';
const endFrame = '\u001b[?2026l';

/** Node waits in every write until a terminal has taken it, and a slow one would hold up keys and messages. */
const setBlocking = (terminal: Terminal, isBlocking: boolean): void => {
	const handle: {setBlocking?(isBlocking: boolean): void} | undefined = Reflect.get(terminal, '_handle');
	handle?.setBlocking?.(isBlocking);
};

/**
 * Writes of each frame the cells that differ from what stands on the screen, by absolute addresses and in one piece. While the terminal is
 * still busy with a frame, only the newest of those that come is kept. After a resize, and whenever the alternate screen is entered, everything
 * is painted anew.
 */
export const createFrameWriter = (terminal: Terminal): FrameWriter => {
	/** Of the rows on the screen, what Ink wrote for them; undefined when nobody knows what stands there. */
	let lines: readonly string[] | undefined;
	let cells: Cells[] = [];
	let isOpen = false;
	let isBusy = false;
	/** In this turn of the event loop. */
	let hasForgotten = false;
	let waiting: string | undefined;

	const update = (frame: string): string => {
		const {columns, rows} = terminal;
		const next = frame.split('\n', rows);
		const blank = toCells('', columns);
		let bytes = '';
		if (lines === undefined) {
			bytes = erase;
			cells = Array.from({length: rows}, () => blank);
		}

		for (let y = 0; y < rows; y++) {
			const line = next[y] ?? '';
			if (line === (lines?.[y] ?? '')) continue;
			const before = cells[y] ?? blank;
			const after = toCells(line, columns);
			bytes += rowUpdate(y, before, after);
			cells[y] = after;
		}

		lines = next;
		return bytes;
	};

	const paint = (frame: string): void => {
		if (!isOpen) return;
		if (isBusy) {
			waiting = frame;
			return;
		}

		const bytes = update(frame);
		if (bytes === '') return;
		isBusy = true;
		terminal.write(beginFrame + bytes + endFrame, () => {
			isBusy = false;
			const newest = waiting;
			waiting = undefined;
			if (newest !== undefined) paint(newest);
		});
	};

	const forget = (): void => {
		lines = undefined;
		hasForgotten = true;
		queueMicrotask(() => {
			hasForgotten = false;
		});
	};

	/** After Node's own listener. A size that went and came back before anybody looked is told to nobody, but the terminal has cut its rows. */
	const onSizeSignal = (): void => {
		if (isOpen && !hasForgotten) terminal.emit('resize');
	};

	/** Ink's own words to the terminal: modes, and an empty text to learn when everything before it is written. */
	const command = (bytes: string, onWritten?: () => void): boolean => {
		if (bytes === enterScreen) {
			isOpen = true;
			forget();
			return terminal.write(enterScreen + prepare, onWritten);
		}

		if (bytes !== leaveScreen) return terminal.write(bytes, onWritten);
		isOpen = false;
		waiting = undefined;
		return terminal.write(wrapAgain + leaveScreen, onWritten);
	};

	const write = (text: string, onWritten?: () => void): boolean => {
		if (text === '' && onWritten === undefined) return true;
		if (text === '' || text.startsWith('\u001b[?')) return command(text, onWritten);
		paint(text);
		onWritten?.();
		return true;
	};

	// Ahead of Ink's listeners, whose frames follow.
	terminal.on('resize', forget);
	process.on('SIGWINCH', onSizeSignal);
	setBlocking(terminal, false);
	const stream = {
		isTTY: true,
		get columns() {
			return terminal.columns;
		},
		get rows() {
			return terminal.rows;
		},
		get writable() {
			return terminal.writable;
		},
		get destroyed() {
			return terminal.destroyed;
		},
		get writableEnded() {
			return terminal.writableEnded;
		},
		on(event: string, listener: () => void) {
			terminal.on(event, listener);
			return stream;
		},
		off(event: string, listener: () => void) {
			terminal.off(event, listener);
			return stream;
		},
		emit: (event: string) => terminal.emit(event),
		write,
	};
	return {
		// Ink uses no more of it than this.
		stream: stream as unknown as NodeJS.WriteStream,
		close() {
			terminal.off('resize', forget);
			process.off('SIGWINCH', onSizeSignal);
			setBlocking(terminal, true);
		},
	};
};
