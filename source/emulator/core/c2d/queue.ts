import type {C2dMessage} from '../messages.js';

/** A message in a device's queue. */
export type C2dItem = {
	readonly message: C2dMessage;
	readonly sequenceNumber: number;
	readonly enqueuedAt: number;
	readonly expiresAt: number;
	deliveryCount: number;
	lock: {readonly token: string; readonly until: number} | undefined;
};

/**
 * Messages waiting for one device, oldest first. Locked ones keep their place, so that a message whose lock runs out
 * comes before younger ones.
 */
export type C2dQueue = {
	readonly count: number;
	items(): readonly C2dItem[];
	/** Sequence number for the next message. */
	readonly nextSequenceNumber: number;
	add(item: C2dItem): void;
	remove(item: C2dItem): void;
	firstUnlocked(): C2dItem | undefined;
	findLocked(token: string): C2dItem | undefined;
	/** Unlocks messages whose lock has run out. @returns how many */
	unlock(now: number): number;
	/** Takes out and returns the unlocked messages whose time is over. */
	expire(now: number): readonly C2dItem[];
	/** When `unlock` or `expire` next has something to do; infinite when never. */
	nextDeadline(): number;
};

/** @param stored messages of an earlier run, oldest first */
export function createQueue(stored: readonly C2dItem[] = []): C2dQueue {
	let items: readonly C2dItem[] = stored;
	let lastSequenceNumber = Math.max(0, ...stored.map(item => item.sequenceNumber));
	return {
		get count() {
			return items.length;
		},
		get nextSequenceNumber() {
			return lastSequenceNumber + 1;
		},
		items: () => items,
		add(item) {
			items = [...items, item];
			lastSequenceNumber = item.sequenceNumber;
		},
		remove(item) {
			items = items.filter(other => other !== item);
		},
		firstUnlocked: () => items.find(item => item.lock === undefined),
		findLocked: token => items.find(item => item.lock?.token === token),
		unlock(now) {
			const due = items.filter(item => item.lock !== undefined && item.lock.until <= now);
			for (const item of due) item.lock = undefined;
			return due.length;
		},
		expire(now) {
			const isOver = (item: C2dItem) => item.lock === undefined && item.expiresAt <= now;
			const expired = items.filter(isOver);
			if (expired.length > 0) items = items.filter(item => !isOver(item));
			return expired;
		},
		nextDeadline: () => Math.min(...items.map(item => item.lock?.until ?? item.expiresAt)),
	};
}
