import type {LiveStore} from '../hub/types.js';

/** How often drawn ages are looked at, in milliseconds. */
const tickMs = 1000;

/** The time in milliseconds since 1970, told once a second while somebody listens: one timer for everything on screen that grows old. */
export const createClock = (now: () => number = Date.now): LiveStore<number> => {
	let time = now();
	let timer: NodeJS.Timeout | undefined;
	const listeners = new Set<() => void>();
	const tick = () => {
		time = now();
		for (const listener of [...listeners]) listener();
	};
	return {
		getState() {
			if (listeners.size === 0 && now() - time >= tickMs) time = now();
			return time;
		},
		subscribe(listener) {
			if (listeners.size === 0) {
				time = now();
				timer = setInterval(tick, tickMs);
			}
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0) clearInterval(timer);
			};
		},
	};
};
