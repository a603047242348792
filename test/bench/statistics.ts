/** The value that `share` (0..1) of the samples do not exceed. */
export const percentile = (samples: readonly number[], share: number): number => {
	const sorted = samples.toSorted((left, right) => left - right);
	return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

export const median = (samples: readonly number[]): number => percentile(samples, 0.5);
export const mean = (samples: readonly number[]): number => samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** A counter's value at a moment, as the run's processes print it. */
export type Count = {readonly at: number; readonly count: number};
export const printCount = (count: number): void => {
	process.stdout.write(`${JSON.stringify({at: performance.timeOrigin + performance.now(), count} satisfies Count)}\n`);
};
export const readCount = (line: string): Count => JSON.parse(line);
/** How fast a counter went from one moment to another. */
export const perSecond = (from: Count, to: Count): number => ((to.count - from.count) * 1000) / (to.at - from.at);
