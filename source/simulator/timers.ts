/** Timers that end together. */
export type Timers = {
	after(delayMs: number, task: () => void): void;
	/** The first time after `firstDelayMs`, then every `intervalMs`; replaces an earlier one of the same name. */
	every(name: string, firstDelayMs: number, intervalMs: number, task: () => void): void;
	clear(): void;
};

export function createTimers(): Timers {
	const single = new Set<NodeJS.Timeout>();
	const repeated = new Map<string, NodeJS.Timeout>();
	return {
		after(delayMs, task) {
			const timer = setTimeout(() => {
				single.delete(timer);
				task();
			}, delayMs);
			single.add(timer);
		},
		every(name, firstDelayMs, intervalMs, task) {
			clearTimeout(repeated.get(name));
			const first = setTimeout(() => {
				repeated.set(name, setInterval(task, intervalMs));
				task();
			}, firstDelayMs);
			repeated.set(name, first);
		},
		clear() {
			// In Node one kind of timer can be cleared by the function of the other.
			for (const timer of [...single, ...repeated.values()]) clearTimeout(timer);
			single.clear();
			repeated.clear();
		},
	};
}
