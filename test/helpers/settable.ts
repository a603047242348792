import type {LiveStore} from '../../source/hub/types.js';

/** A live store that the test sets, and that knows how many listen. */
export type SettableStore<T> = LiveStore<T> & {set(state: T): void; patch(part: Partial<T>): void; listenerCount(): number};

export const createSettable = <T>(initial: T): SettableStore<T> => {
	let state = initial;
	const listeners = new Set<() => void>();
	const set = (next: T) => {
		state = next;
		for (const listener of [...listeners]) listener();
	};
	return {
		getState: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		set,
		patch: part => set({...state, ...part}),
		listenerCount: () => listeners.size,
	};
};
