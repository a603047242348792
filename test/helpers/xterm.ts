import xterm from '@xterm/headless';

/**
 * Widths as terminals of the last ten years draw them: emoji that are pictures take two cells, marks none. xterm's built-in table is that of
 * Unicode 6, which drew emoji narrow.
 */
const widthOfCodePoint = (codePoint: number): 0 | 1 | 2 => {
	const character = String.fromCodePoint(codePoint);
	if (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(character)) {
		return 0;
	}

	const isWide =
		/^\p{Emoji_Presentation}$/u.test(character) ||
		(codePoint >= 0x1100 && codePoint <= 0x115f) ||
		(codePoint >= 0x2e80 && codePoint <= 0xa4cf && codePoint !== 0x303f) ||
		(codePoint >= 0xac00 && codePoint <= 0xd7a3) ||
		(codePoint >= 0xf900 && codePoint <= 0xfaff) ||
		(codePoint >= 0xfe10 && codePoint <= 0xfe19) ||
		(codePoint >= 0xfe30 && codePoint <= 0xfe6f) ||
		(codePoint >= 0xff00 && codePoint <= 0xff60) ||
		(codePoint >= 0xffe0 && codePoint <= 0xffe6) ||
		(codePoint >= 0x2_0000 && codePoint <= 0x3_fffd) ||
		codePoint === 0x2329 ||
		codePoint === 0x232a;
	return isWide ? 2 : 1;
};

/** xterm's packing of a character's properties: bit 0 joins the cell before, bits 1 and 2 are the width. */
const propertiesOf = (codePoint: number, preceding: number): number => {
	const width = widthOfCodePoint(codePoint);
	const widthBefore = (preceding >> 1) & 3;
	const joins = width === 0 && widthBefore > 0;
	return joins ? (widthBefore << 1) | 1 : width << 1;
};

/** A terminal without a window: it takes bytes and keeps the grid of cells. */
export const createScreen = (columns: number, rows: number) => {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 2000});
	terminal.unicode.register({version: 'modern', wcwidth: widthOfCodePoint, charProperties: propertiesOf});
	terminal.unicode.activeVersion = 'modern';

	const line = (row: number): string => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)?.translateToString(true, 0, terminal.cols) ?? '';
	return {
		terminal,
		/** Resolves when the bytes have been drawn. */
		write: (bytes: string | Uint8Array): Promise<void> => new Promise(resolve => terminal.write(bytes, resolve)),
		/** One row's text without trailing blanks, counted from 0. */
		line,
		lines: (): string[] => Array.from({length: terminal.rows}, (_, row) => line(row)),
		/** The text in one cell: empty in the second half of a wide character. */
		cell: (column: number, row: number): string =>
			terminal.buffer.active
				.getLine(terminal.buffer.active.viewportY + row)
				?.getCell(column)
				?.getChars() ?? '',
	};
};
