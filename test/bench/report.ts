/** One measured quantity; `ratio` is to what is told beside it. */
export type Line = {readonly quantity: string; readonly value: string; readonly beside?: string; readonly ratio?: number; readonly budget?: string};

export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

/** The lines as a table on stdout. */
export const print = (lines: readonly Line[]): void => {
	const cells = lines.map(({quantity, value, beside = '', ratio, budget = ''}) => [quantity, value, beside, ratio?.toFixed(2) ?? '', budget]);
	const rows = [['quantity', 'value', 'beside', 'ratio', 'budget'], ...cells];
	const widths = [0, 1, 2, 3, 4].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	for (const row of rows) {
		process.stdout.write(
			`${row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd()}\n`,
		);
	}
};
