import {createStore} from 'zustand/vanilla';
import {initialUi, reduceUi} from './reducer.js';
import type {UiState, UiStore} from './types.js';

/** A store of its own for every console; `start` overrides parts of the first state. */
export const createUi = (start: Partial<UiState> = {}): UiStore => {
	const store = createStore<UiState>(() => ({...initialUi, ...start}));
	return {
		getState: store.getState,
		subscribe: listener => store.subscribe(() => listener()),
		dispatch(event) {
			const state = store.getState();
			const next = reduceUi(state, event);
			if (next !== state) store.setState(next, true);
		},
	};
};
