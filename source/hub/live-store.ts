import {createStore} from 'zustand/vanilla';
import {shallow} from 'zustand/vanilla/shallow';
import type {LiveStore} from './types.js';

/** The side of a live store that changes it. */
export type LiveStoreOwner<T> = {
	readonly store: LiveStore<T>;
	/** The newest value, told or still waiting. */
	latest(): T;
	/** Tells it at once, or with the next paced tell. A value that equals the told one in every field is not told. */
	set(next: T): void;
	/** As `set`, but told even when it equals the told one: for what readers look up beside the snapshot. `next` must be a new object. */
	touch(next: T): void;
	isWatched(): boolean;
	/** Stops for good. The last value stays readable. */
	close(): void;
};

export type LiveStoreOptions = {
	/** Called for the first subscriber; what it returns is called when the last has been gone for `graceMs`. */
	readonly start?: () => () => void;
	/** A subscriber that comes back within this time finds everything running. Default 250. */
	readonly graceMs?: number;
	/** Shortest time between two tells; the first is immediate. Default 0: every change is told at once. */
	readonly paceMs?: number;
};

/** Calls `tell` at most once per `paceMs`, the first time at once. `tell` answers whether there was anything to tell. */
function createPacer(paceMs: number, tell: () => boolean) {
	let toldAt = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;
	function flush(): void {
		clearTimeout(timer);
		timer = undefined;
		if (tell()) toldAt = performance.now();
	}
	return {
		flush,
		request(): void {
			const waitMs = toldAt + paceMs - performance.now();
			if (waitMs <= 0) flush();
			else timer ??= setTimeout(flush, waitMs).unref();
		},
	};
}

/** A store that runs only while somebody reads it. */
export function createLiveStore<T>(initial: T, options: LiveStoreOptions = {}): LiveStoreOwner<T> {
	const {start, graceMs = 250, paceMs = 0} = options;
	const inner = createStore<{readonly value: T}>(() => ({value: initial}));
	let latest = initial;
	let mustTell = false;
	let readerCount = 0;
	let stop: (() => void) | undefined;
	let grace: NodeJS.Timeout | undefined;
	let isClosed = false;

	const pacer = createPacer(paceMs, () => {
		const told = inner.getState().value;
		if (!mustTell && (Object.is(told, latest) || shallow(told, latest))) return false;
		mustTell = false;
		inner.setState({value: latest});
		return true;
	});

	function stopNow(): void {
		clearTimeout(grace);
		grace = undefined;
		stop?.();
		stop = undefined;
		// Nobody listens, so nothing may be waiting: the next reader must not begin with an old value.
		pacer.flush();
	}

	function requestTell(): void {
		if (readerCount > 0) pacer.request();
		else pacer.flush();
	}

	return {
		store: {
			getState: () => inner.getState().value,
			subscribe(listener) {
				readerCount++;
				clearTimeout(grace);
				grace = undefined;
				const unsubscribe = inner.subscribe(() => listener());
				if (!stop && start && !isClosed) stop = start();
				let isSubscribed = true;
				return () => {
					if (!isSubscribed) return;
					isSubscribed = false;
					unsubscribe();
					if (--readerCount > 0) return;
					pacer.flush();
					grace = setTimeout(stopNow, graceMs).unref();
				};
			},
		},
		latest: () => latest,
		set(next) {
			latest = next;
			requestTell();
		},
		touch(next) {
			latest = next;
			mustTell = true;
			requestTell();
		},
		isWatched: () => readerCount > 0,
		close() {
			isClosed = true;
			stopNow();
		},
	};
}
