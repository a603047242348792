import type {FeedQuery, FeedView} from '../types.js';
import {createIndexList} from './index-list.js';
import {createTextMatcher} from './match-text.js';
import type {NameTable} from './names.js';
import type {MessageRing} from './ring.js';

/** Longest time one look through the ring holds up everything else. */
const sliceMs = 6;
/** Messages between two looks at the clock. */
const stride = 64;

export type UpdatableView = {
	readonly view: FeedView;
	/** Takes in new messages and forgets dropped ones. */
	update(): void;
	close(): void;
};

/** The view of everything needs no list. */
function createWholeView(ring: MessageRing): UpdatableView {
	let first = 0;
	let next = 0;
	const view: FeedView = {
		get length() {
			return next - first;
		},
		indexAt: position => (position >= 0 && position < next - first ? first + position : -1),
		positionOf: index => Math.max(Math.min(index, next - 1) - first, -1),
	};
	return {
		view,
		update() {
			first = ring.first;
			next = ring.next;
		},
		close() {},
	};
}

/**
 * A view of the messages that match. The first time the ring is looked through from its newest message backwards, in slices when it
 * takes long; after that only new messages are looked at. `onProgress` is told when a later slice has found more.
 */
function createFilteredView(ring: MessageRing, matches: (index: number) => boolean, onProgress: () => void): UpdatableView {
	const list = createIndexList();
	/** Looked at: from `low` up to, not including, `high`. */
	let low = 0;
	let high = 0;
	let pending: NodeJS.Immediate | undefined;

	function lookBackwards(): boolean {
		const deadline = performance.now() + sliceMs;
		let found = false;
		while (low > ring.first) {
			low--;
			if (matches(low)) {
				list.pushOlder(low);
				found = true;
			}
			if (low % stride === 0 && performance.now() > deadline) break;
		}
		if (low > ring.first) pending ??= setImmediate(continueBackwards);
		return found;
	}

	function continueBackwards(): void {
		pending = undefined;
		list.dropBelow(ring.first);
		const found = lookBackwards();
		if (found || low <= ring.first) onProgress();
	}

	function lookForwards(): void {
		const deadline = performance.now() + sliceMs;
		for (; high < ring.next; high++) {
			if (high % stride === 0 && performance.now() > deadline) {
				startAnew();
				return;
			}
			if (matches(high)) list.pushNewer(high);
		}
	}

	/** After a long time without a look, or at first: from the newest message backwards. */
	function startAnew(): void {
		list.clear();
		low = ring.next;
		high = ring.next;
		lookBackwards();
	}

	return {
		view: {
			get length() {
				return list.length;
			},
			indexAt: position => list.at(position),
			positionOf: index => list.positionOf(index),
		},
		update() {
			list.dropBelow(ring.first);
			if (high < ring.first || high === 0) startAnew();
			else lookForwards();
		},
		close() {
			clearImmediate(pending);
			pending = undefined;
		},
	};
}

function createMatcher(ring: MessageRing, devices: NameTable, query: FeedQuery): ((index: number) => boolean) | undefined {
	const {deviceId, text} = query;
	const matchesText = text ? createTextMatcher(ring, devices, text) : undefined;
	if (deviceId === undefined) return matchesText;
	let device = -1;
	return index => {
		// The device's first message may be still to come.
		if (device < 0) device = devices.find(deviceId);
		return ring.deviceAt(index) === device && (matchesText?.(index) ?? true);
	};
}

const keptViews = 8;

/** Views by query; the least lately used one is forgotten. */
export function createFeedViews(ring: MessageRing, devices: NameTable, onProgress: () => void) {
	const views = new Map<string, UpdatableView>();
	return {
		view(query: FeedQuery): FeedView {
			const key = JSON.stringify([query.deviceId ?? null, (query.text ?? '').toLowerCase()]);
			const matches = views.has(key) ? undefined : createMatcher(ring, devices, query);
			const entry = views.get(key) ?? (matches ? createFilteredView(ring, matches, onProgress) : createWholeView(ring));
			views.delete(key);
			views.set(key, entry);
			entry.update();
			const oldest = views.keys().next().value;
			if (views.size > keptViews && oldest !== undefined) {
				views.get(oldest)?.close();
				views.delete(oldest);
			}
			return entry.view;
		},
		close(): void {
			for (const entry of views.values()) entry.close();
			views.clear();
		},
	};
}
