/** Numbers 0 ≤ x < 1 that depend on the text alone: devices differ from one another, and each behaves the same every time. */
export function createRandom(seed: string): () => number {
	// FNV-1a spreads the text over 32 bits, mulberry32 makes the series.
	let state = 0x811c9dc5;
	for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
