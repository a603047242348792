import type {MessageCounts} from '../hub/management-types.js';

/** Message counts, several buckets together. */
export type CountColumns = {
	readonly counts: readonly number[];
	/** Time that one column stands for; the last one is under way. */
	readonly columnMs: number;
};

/**
 * At most `most` columns of the same length that together hold all buckets. They begin at multiples of their length, so that a column once
 * drawn keeps its messages while time goes on.
 */
export const countColumns = ({bucketMs, startAt, counts}: MessageCounts, most: number): CountColumns => {
	const each = Math.ceil(counts.length / Math.max(1, most));
	const columnMs = each * bucketMs;
	const last = Math.floor((startAt + (counts.length - 1) * bucketMs) / columnMs);
	const sums = new Array<number>(Math.ceil(counts.length / each)).fill(0);
	for (const [at, count] of counts.entries()) {
		const column = sums.length - 1 - (last - Math.floor((startAt + at * bucketMs) / columnMs));
		// The first buckets may reach into a column that is over.
		if (column >= 0) sums[column] = (sums[column] ?? 0) + count;
	}

	return {counts: sums, columnMs};
};

export const totalOf = ({counts}: MessageCounts): number => counts.reduce((sum, count) => sum + count, 0);

/** What came in each half minute that is over, `length` of them, oldest first. */
export const trendOf = (all: MessageCounts, length: number): readonly number[] => {
	const {counts} = countColumns(all, Math.ceil((all.counts.length * all.bucketMs) / 30_000));
	return counts.slice(-length - 1, -1);
};
