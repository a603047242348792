import {blank, repeat, type Safe, safe} from '../safe-text.js';

/** Columns of one to eight eighths of a cell. */
const eighths: readonly Safe[] = [safe`▁`, safe`▂`, safe`▃`, safe`▄`, safe`▅`, safe`▆`, safe`▇`, safe`█`];

const cellOf = (level: number): Safe => (level <= 0 ? blank(1) : (eighths[Math.min(8, level) - 1] ?? blank(1)));

/** Eighths that a column is high: what is more than nothing is never drawn as nothing. */
const levelOf = (value: number, most: number, levels: number): number => (value <= 0 || most <= 0 ? 0 : Math.max(1, Math.round((value / most) * levels)));

const concat = (cells: readonly Safe[]): Safe => cells.reduce((text, cell) => safe`${text}${cell}`, blank(0));

/**
 * One cell a value, nothing stays blank. Every eighth stands for twice as much as the one below, from 1 to 128 and more: the same number looks
 * the same in every row and at any time, and one busy device does not flatten all others.
 */
export const sparkline = (values: readonly number[]): Safe =>
	concat(values.map(value => cellOf(value <= 0 ? 0 : Math.floor(Math.log2(Math.max(1, value))) + 1)));

/** Columns over `height` rows, the top one first, one cell a value; `most` is as high as the rows. */
export const columns = (values: readonly number[], most: number, height: number): readonly Safe[] => {
	const levels = values.map(value => levelOf(value, most, 8 * height));
	return Array.from({length: height}, (_, row) => concat(levels.map(level => cellOf(level - 8 * (height - 1 - row)))));
};

/** A horizontal line. */
export const line = (width: number): Safe => repeat(safe`─`, width);
