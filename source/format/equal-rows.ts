import type {Row, Span} from './cells.js';

const isSameSpan = (a: Span, b: Span | undefined): boolean =>
	b !== undefined && (a === b || (a.text === b.text && a.tone === b.tone && a.isBold === b.isBold && a.isInverse === b.isInverse));

/** Whether two rows look the same. */
export const equalRow = (a: Row, b: Row | undefined): boolean =>
	b !== undefined && (a === b || (a.length === b.length && a.every((span, index) => isSameSpan(span, b[index]))));

/** Whether two lists of rows look the same, so that nothing need be drawn. */
export const equalRows = (a: readonly Row[], b: readonly Row[]): boolean =>
	a === b || (a.length === b.length && a.every((row, index) => equalRow(row, b[index])));
