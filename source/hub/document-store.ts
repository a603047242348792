import {createLiveStore} from './live-store.js';
import {translateError} from './translate-error.js';
import type {LiveStore, Loadable} from './types.js';

const refreshMs = 10_000;
const closeRefreshMs = 1000;
const longestRefreshMs = 60_000;

type DocumentSource<T> = {
	/** Reads the document. What it throws becomes the error of the snapshot. */
	read(signal: AbortSignal): Promise<T>;
	/** Whether two readings show the same; then the older object stays. */
	isSame(one: T, other: T): boolean;
};

/** What a reader of one document gets. */
type DocumentStore<T> = LiveStore<Loadable<T>> & {
	/** Resolves when the reading has ended, well or not. */
	refresh(): Promise<void>;
	/** Reads every second instead of every ten, until the returned function is called. */
	watchClosely(): () => void;
};

/** A store of one document and the way for the writer to hand in what it has just read. */
type DocumentStoreOwner<T> = {
	readonly store: DocumentStore<T>;
	/** Takes over an answer of the hub that is newer than the last reading. */
	accept(value: T): void;
	/** What is shown is about to be wrong: it goes, and is read anew when somebody looks. */
	discard(): void;
	isWatched(): boolean;
	close(): void;
};

/** A document of the hub, read anew while somebody looks. */
function createDocumentStore<T>({read, isSame}: DocumentSource<T>): DocumentStoreOwner<T> {
	const owner = createLiveStore<Loadable<T>>({status: 'idle'}, {start});
	let closeWatchers = 0;
	let running: Promise<void> | undefined;
	/** Counts what `accept` and `discard` brought, so that a reading that began before is not shown after. */
	let generation = 0;
	let failureCount = 0;
	let controller = new AbortController();
	let timer: NodeJS.Timeout | undefined;

	function show(value: T): void {
		const shown = owner.latest().value;
		owner.set({status: 'ready', value: shown !== undefined && isSame(shown, value) ? shown : value, fetchedAt: Date.now()});
	}

	async function readOnce(signal: AbortSignal): Promise<void> {
		const begun = generation;
		if (owner.latest().value === undefined) owner.set({...owner.latest(), status: 'loading'});
		try {
			const value = await read(signal);
			failureCount = 0;
			if (begun === generation) show(value);
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
		const reading = readOnce(signal).finally(() => {
			// Otherwise a later reader has begun a reading of its own.
			if (running !== reading) return;
			running = undefined;
			scheduleNext();
		});
		running = reading;
		return reading;
	}

	function giveUp(): void {
		clearTimeout(timer);
		controller.abort();
		running = undefined;
	}

	function start(): () => void {
		void refresh();
		return () => {
			giveUp();
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
		accept(value) {
			generation++;
			show(value);
		},
		discard() {
			generation++;
			giveUp();
			owner.set({status: 'idle'});
			if (owner.isWatched()) void refresh();
		},
		isWatched: owner.isWatched,
		close: owner.close,
	};
}

const keptStores = 100;

/** The stores of one kind of document: the same store for the same id. */
export type DocumentStores<T> = {
	open(deviceId: string): DocumentStoreOwner<T>;
	/** As `open`, for those that exist already. */
	find(deviceId: string): DocumentStoreOwner<T> | undefined;
	/** Reads anew what somebody looks at and what could not be read last time. */
	refreshFailed(): void;
	close(): void;
};

/** Of many stores, those that nobody looks at are forgotten first. */
export function createDocumentStores<T>(createSource: (deviceId: string) => DocumentSource<T>): DocumentStores<T> {
	const stores = new Map<string, DocumentStoreOwner<T>>();

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
		open(deviceId) {
			const known = stores.get(deviceId);
			if (known) return known;
			const owner = createDocumentStore(createSource(deviceId));
			stores.set(deviceId, owner);
			forgetSome();
			return owner;
		},
		find: deviceId => stores.get(deviceId),
		refreshFailed() {
			for (const {store, isWatched} of stores.values()) if (isWatched() && store.getState().status === 'failed') void store.refresh();
		},
		close() {
			for (const owner of stores.values()) owner.close();
		},
	};
}
