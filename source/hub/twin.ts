import {createLiveStore} from './live-store.js';
import type {Rest} from './rest.js';
import {translateError} from './translate-error.js';
import {isSameTwin, parseTwin} from './twin-document.js';
import type {Loadable, Twin, TwinStore} from './types.js';

const refreshMs = 10_000;
const closeRefreshMs = 1000;
const longestRefreshMs = 60_000;

/** A twin store and the way for the writer to hand in what it has just read. */
export type TwinStoreOwner = {
	readonly store: TwinStore;
	/** Takes over an answer of the hub that is newer than the last reading. */
	accept(twin: Twin): void;
	isWatched(): boolean;
	close(): void;
};

/** The twin of one device, read anew while somebody looks. */
function createTwinStore(rest: Rest, deviceId: string): TwinStoreOwner {
	const owner = createLiveStore<Loadable<Twin>>({status: 'idle'}, {start});
	let closeWatchers = 0;
	let running: Promise<void> | undefined;
	/** Counts what `accept` brought in, so that a reading that began before it is not shown after it. */
	let generation = 0;
	let failureCount = 0;
	let controller = new AbortController();
	let timer: NodeJS.Timeout | undefined;

	function accept(twin: Twin): void {
		const shown = owner.latest().value;
		owner.set({status: 'ready', value: shown && isSameTwin(shown, twin) ? shown : twin, fetchedAt: Date.now()});
	}

	async function read(signal: AbortSignal): Promise<void> {
		const begun = generation;
		if (!owner.latest().value) owner.set({...owner.latest(), status: 'loading'});
		try {
			const {body} = await rest.get(`/twins/${encodeURIComponent(deviceId)}`, {signal});
			const twin = parseTwin(body);
			failureCount = 0;
			if (begun === generation) accept(twin);
		} catch (error) {
			if (signal.aborted) return;
			failureCount++;
			owner.set({...owner.latest(), status: 'failed', error: translateError(error)});
		}
	}

	function scheduleNext(): void {
		clearTimeout(timer);
		if (!owner.isWatched() || controller.signal.aborted) return;
		const pauseMs = closeWatchers > 0 ? closeRefreshMs : refreshMs;
		timer = setTimeout(() => void refresh(), Math.min(pauseMs * 2 ** Math.min(failureCount, 6), longestRefreshMs));
	}

	function refresh(): Promise<void> {
		clearTimeout(timer);
		if (running) return running;
		if (controller.signal.aborted) controller = new AbortController();
		const {signal} = controller;
		const reading = read(signal).finally(() => {
			// Otherwise a later reader has begun a reading of its own.
			if (running !== reading) return;
			running = undefined;
			scheduleNext();
		});
		running = reading;
		return reading;
	}

	function start(): () => void {
		void refresh();
		return () => {
			clearTimeout(timer);
			controller.abort();
			running = undefined;
			if (owner.latest().status === 'loading') owner.set({status: 'idle'});
		};
	}

	return {
		store: {
			...owner.store,
			refresh,
			watchClosely() {
				closeWatchers++;
				if (closeWatchers === 1 && !running) scheduleNext();
				let isWatching = true;
				return () => {
					if (isWatching) closeWatchers--;
					isWatching = false;
				};
			},
		},
		accept(twin) {
			generation++;
			accept(twin);
		},
		isWatched: owner.isWatched,
		close: owner.close,
	};
}

const keptStores = 100;

/** The twin stores of a hub: the same store for the same id. Of many, those that nobody looks at are forgotten first. */
export function createTwinStores(rest: Rest) {
	const stores = new Map<string, TwinStoreOwner>();

	function forgetSome(): void {
		for (const [deviceId, owner] of stores) {
			if (stores.size <= keptStores) return;
			if (!owner.isWatched()) {
				owner.close();
				stores.delete(deviceId);
			}
		}
	}

	return {
		open(deviceId: string): TwinStoreOwner {
			const known = stores.get(deviceId);
			if (known) return known;
			const owner = createTwinStore(rest, deviceId);
			stores.set(deviceId, owner);
			forgetSome();
			return owner;
		},
		close(): void {
			for (const owner of stores.values()) owner.close();
		},
	};
}
