import type {Clock} from '../../../source/emulator/core/types.js';

/** A clock that stands still until it is told to move on. */
export type FakeClock = Clock & {
	/** Moves time on and runs what falls due on the way, in order. */
	advance(byMs: number): void;
	/** Sets the time without running anything. */
	set(now: number): void;
	/** Timers that wait. */
	readonly pending: number;
};

export function createFakeClock(start = Date.parse('2026-01-02T03:04:05.678Z')): FakeClock {
	let now = start;
	let tasks: {readonly at: number; readonly run: () => void}[] = [];
	return {
		now: () => now,
		after(delayMs, run) {
			const task = {at: now + delayMs, run};
			tasks.push(task);
			return () => {
				tasks = tasks.filter(other => other !== task);
			};
		},
		advance(byMs) {
			const end = now + byMs;
			for (;;) {
				const [next] = tasks.filter(task => task.at <= end).sort((one, other) => one.at - other.at);
				if (next === undefined) break;
				tasks = tasks.filter(task => task !== next);
				now = Math.max(now, next.at);
				next.run();
			}
			now = end;
		},
		set(time) {
			now = time;
		},
		get pending() {
			return tasks.length;
		},
	};
}
