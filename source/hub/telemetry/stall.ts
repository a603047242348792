import type {PartitionState} from './session.js';

/** Where partitions end, and the last number that had come of each when that was asked: more may come while the answers are on their way. */
export type Ends = {
	readonly at: number;
	readonly partitions: readonly PartitionState[];
	readonly receivedBefore: ReadonlyMap<string, number | undefined>;
};

/**
 * Finds stuck readers: a hub that was started anew counts from zero again, and the client would wait for a number that never comes.
 * True when a partition has fewer messages than had come from it, or one that was there at the last look and has still not come.
 * @param lastReceived the last number that has come of a partition by now
 */
export function createStallCheck(lastReceived: (partitionId: string) => number | undefined): (ends: Ends) => boolean {
	let before = new Map<string, number>();
	return ({partitions, receivedBefore}) => {
		const hasFewer = partitions.some(({partitionId, lastSequenceNumber}) => lastSequenceNumber < (receivedBefore.get(partitionId) ?? -1));
		const isMissing = partitions.some(({partitionId}) => (before.get(partitionId) ?? -1) > (lastReceived(partitionId) ?? -1));
		before = new Map(partitions.map(({partitionId, lastSequenceNumber}) => [partitionId, lastSequenceNumber]));
		return hasFewer || isMissing;
	};
}
