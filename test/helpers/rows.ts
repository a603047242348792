import type {Row} from '../../source/format/cells.js';

/** Rows as the text that they show. */
export const textsOf = (rows: readonly Row[]): readonly string[] => rows.map(row => row.map(({text}) => text).join(''));
