/** Where a partition ended when the hub was asked. */
type PartitionEnd = {readonly partitionId: string; readonly lastSequenceNumber: number};
type Gap = {readonly from: number; readonly to: number};
/** `until`: everything that the partition had then has come. `end`: what has to come before more can be said. */
type Known = {until?: number; isInterrupted: boolean; end?: {readonly at: number; readonly lastSequenceNumber: number}; gaps: Gap[]};

/** What lost its connection together with this console, or with a hub that was away, gets this long to find back. */
export const settleMs = 15_000;
/** Known for nothing longer than this although nothing failed: this program was stopped, and the devices may have been, too. */
const longestStepMs = 30_000;
/** With more, the two oldest become one that spans both. */
const mostGaps = 20;

/**
 * Times for which it is known that everything a partition had has come. Only they count as silence of a device: a message may lie in what
 * has not come, and a hub that is away takes none.
 */
export type Coverage = {
	/** Newest time that anything is known up to. */
	readonly until: number | undefined;
	/** The partitions ended there at this time. Once that much has come of one, all up to then is known of it. */
	noteEnds(at: number, ends: readonly PartitionEnd[], lastReceived: (partitionId: string) => number | undefined): void;
	/** The messages of the partition have come up to this number, and that one was enqueued then. */
	noteReceived(partitionId: string, lastSequenceNumber: number, enqueuedAt: number, now: number): void;
	/** Nothing is read from now on, until the next note. */
	interrupt(): void;
	/** Milliseconds since `sinceAt` that are known of a partition. */
	knownMs(partitionId: string, sinceAt: number): number;
};

function addGap(known: Known, {from, to}: Gap): void {
	const gap = {from: Math.max(from, known.gaps.at(-1)?.to ?? from), to};
	if (gap.to <= gap.from) return;
	known.gaps.push(gap);
	const [oldest, next] = known.gaps;
	if (known.gaps.length > mostGaps && oldest && next) known.gaps.splice(0, 2, {from: oldest.from, to: next.to});
}

export function createCoverage(): Coverage {
	const partitions = new Map<string, Known>();
	let newest: number | undefined;

	function knownOf(partitionId: string): Known {
		const known = partitions.get(partitionId) ?? {isInterrupted: false, gaps: []};
		partitions.set(partitionId, known);
		return known;
	}

	function extend(known: Known, at: number, now: number): void {
		const {until, isInterrupted} = known;
		known.isInterrupted = false;
		if (until !== undefined && (isInterrupted || at - until > longestStepMs)) addGap(known, {from: until, to: now + settleMs});
		known.until = Math.max(until ?? at, at);
		newest = Math.max(newest ?? at, at);
	}

	return {
		get until() {
			return newest;
		},
		noteEnds(at, ends, lastReceived) {
			for (const {partitionId, lastSequenceNumber} of ends) {
				const known = knownOf(partitionId);
				if ((lastReceived(partitionId) ?? -1) >= lastSequenceNumber) extend(known, at, at);
				else known.end = {at, lastSequenceNumber};
			}
		},
		noteReceived(partitionId, lastSequenceNumber, enqueuedAt, now) {
			const known = knownOf(partitionId);
			extend(known, enqueuedAt, now);
			if (!known.end || lastSequenceNumber < known.end.lastSequenceNumber) return;
			extend(known, known.end.at, now);
			delete known.end;
		},
		interrupt() {
			for (const known of partitions.values()) {
				known.isInterrupted = true;
				delete known.end;
			}
		},
		knownMs(partitionId, sinceAt) {
			const known = partitions.get(partitionId);
			const until = Math.max(known?.until ?? sinceAt, sinceAt);
			const unknownMs = known?.gaps.reduce((sum, {from, to}) => sum + Math.max(0, Math.min(to, until) - Math.max(from, sinceAt)), 0) ?? 0;
			return until - sinceAt - unknownMs;
		},
	};
}
