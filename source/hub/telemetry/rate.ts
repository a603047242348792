const windowMs = 5000;
const bucketMs = 100;
const bucketCount = windowMs / bucketMs;

/** Counts messages over the last five seconds. */
export type RateMeter = {
	add(count: number, nowMs: number): void;
	perSecond(nowMs: number): number;
};

export function createRateMeter(): RateMeter {
	const buckets = new Uint32Array(bucketCount);
	let newest = 0;

	/** Empties the buckets that time has passed over. */
	function advance(nowMs: number): void {
		const bucket = Math.floor(nowMs / bucketMs);
		const passed = Math.min(bucket - newest, bucketCount);
		for (let step = 1; step <= passed; step++) buckets[(bucket - passed + step) % bucketCount] = 0;
		if (bucket > newest) newest = bucket;
	}

	return {
		add(count, nowMs) {
			advance(nowMs);
			const at = newest % bucketCount;
			buckets[at] = (buckets[at] ?? 0) + count;
		},
		perSecond(nowMs) {
			advance(nowMs);
			return buckets.reduce((sum, count) => sum + count, 0) / (windowMs / 1000);
		},
	};
}
