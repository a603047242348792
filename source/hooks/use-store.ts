import {useCallback, useRef, useSyncExternalStore} from 'react';

type Told = {subscribe(listener: () => void): () => void};

/**
 * What `compute` makes of live stores, taken anew whenever one of them tells, and whenever the caller draws.
 * The caller draws again only when the result differs, so compute what is *drawn*, rows for instance, and give an `isEqual` for it.
 *
 * @param stores kept open while mounted
 */
export const useDrawn = <T>(stores: readonly Told[], compute: () => T, isEqual: (a: T, b: T) => boolean = Object.is): T => {
	const last = useRef<{readonly value: T}>(undefined);
	const opened = useRef(stores);
	if (opened.current.length !== stores.length || opened.current.some((store, index) => store !== stores[index])) opened.current = stores;
	const told = opened.current;
	const subscribe = useCallback(
		(listener: () => void) => {
			const stops = told.map(store => store.subscribe(listener));
			return () => {
				for (const stop of stops) stop();
			};
		},
		[told],
	);
	return useSyncExternalStore(subscribe, () => {
		const value = compute();
		if (last.current === undefined || !isEqual(last.current.value, value)) last.current = {value};
		return last.current.value;
	});
};

/** A part of one live store; draws again only when that part changes. Keeps the store open while mounted. */
export const useStore = <S, T>(store: {getState(): S} & Told, select: (state: S) => T, isEqual?: (a: T, b: T) => boolean): T =>
	useDrawn([store], () => select(store.getState()), isEqual);
