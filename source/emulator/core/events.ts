import type {CoreEvent} from './types.js';

export type Events = {
	emit(event: CoreEvent): void;
	/** Returns how to stop listening. */
	onEvent(listener: (event: CoreEvent) => void): () => void;
};

export function createEvents(): Events {
	const listeners = new Set<(event: CoreEvent) => void>();
	return {
		emit(event) {
			for (const listener of [...listeners]) listener(event);
		},
		onEvent(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
