/** Ascending message numbers that grow at both ends and shrink at the old one. */
export type IndexList = {
	readonly length: number;
	/** -1 outside the list. */
	at(position: number): number;
	/** Position of the greatest entry not above `index`; -1 when there is none. */
	positionOf(index: number): number;
	pushNewer(index: number): void;
	pushOlder(index: number): void;
	/** Forgets entries below `first`. */
	dropBelow(first: number): void;
	clear(): void;
};

export function createIndexList(): IndexList {
	/** Descending: its last entry is the oldest of all. */
	let older: number[] = [];
	/** Ascending from `head` on. */
	let newer: number[] = [];
	let head = 0;

	function at(position: number): number {
		const entry = position < older.length ? older[older.length - 1 - position] : newer[position - older.length + head];
		return position < 0 ? -1 : (entry ?? -1);
	}

	return {
		get length() {
			return older.length + newer.length - head;
		},
		at,
		positionOf(index) {
			let [low, high] = [0, this.length];
			while (low < high) {
				const middle = (low + high) >>> 1;
				if (at(middle) <= index) low = middle + 1;
				else high = middle;
			}
			return low - 1;
		},
		pushNewer: index => void newer.push(index),
		pushOlder: index => void older.push(index),
		dropBelow(first) {
			while (older.length > 0 && (older.at(-1) ?? first) < first) older.pop();
			if (older.length > 0) return;
			while (head < newer.length && (newer[head] ?? first) < first) head++;
			if (head > 4096 && head * 2 > newer.length) {
				newer = newer.slice(head);
				head = 0;
			}
		},
		clear() {
			older = [];
			newer = [];
			head = 0;
		},
	};
}
