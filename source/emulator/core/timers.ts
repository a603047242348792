import type {Clock} from './types.js';

/** Longest delay that a timer of the platform can hold (2^31 - 1 ms). */
const longestDelayMs = 2_147_483_647;

/** The core's only way to time: absolute points in time on the given clock, all of which can be called off at once. */
export type Timers = {
	now(): number;
	/** Runs `task` once the clock reaches `at`; never, when `at` is not finite. The returned function cancels it. */
	at(at: number, task: () => void): () => void;
	/** Cancels everything; later requests are ignored. */
	cancelAll(): void;
};

export function createTimers(clock: Clock): Timers {
	const readOffset = () => clock.offsetMs?.() ?? 0;
	const cancels = new Set<() => void>();
	let isStopped = false;

	return {
		now: () => clock.now(),
		at(at, task) {
			if (isStopped || !Number.isFinite(at)) return () => {};
			// A clock that is set meanwhile makes nothing sooner or later than it was asked for.
			const dueAt = at - readOffset();
			const readTime = () => clock.now() - readOffset();
			let cancelStep = () => {};
			const cancel = () => {
				cancelStep();
				cancels.delete(cancel);
			};
			const arm = () => {
				const delayMs = Math.max(0, dueAt - readTime());
				cancelStep = clock.after(Math.min(delayMs, longestDelayMs), () => {
					if (readTime() < dueAt) return arm();
					cancels.delete(cancel);
					task();
				});
			};
			cancels.add(cancel);
			arm();
			return cancel;
		},
		cancelAll() {
			isStopped = true;
			for (const cancel of [...cancels]) cancel();
		},
	};
}
