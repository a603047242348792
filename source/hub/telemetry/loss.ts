/** Follows the sequence numbers of every partition: they rise by one from message to message. */
export type LossTracker = {
	/** Messages that the hub had and that never came. */
	readonly lost: number;
	/** The last number seen in a partition; undefined before `begin`. */
	last(partitionId: string): number | undefined;
	/** All partitions with the last number seen. */
	positions(): readonly (readonly [partitionId: string, lastSequenceNumber: number])[];
	/** The number before the first one that is expected. */
	begin(partitionId: string, lastSequenceNumber: number): void;
	/** False for a message that came before: it must not be shown twice. */
	accept(partitionId: string, sequenceNumber: number): boolean;
	/** Forgets where the partitions stood; what was lost stays counted. */
	forget(): void;
};

export function createLossTracker(): LossTracker {
	const lastNumbers = new Map<string, number>();
	let lost = 0;
	return {
		get lost() {
			return lost;
		},
		last: partitionId => lastNumbers.get(partitionId),
		positions: () => [...lastNumbers],
		begin: (partitionId, lastSequenceNumber) => void lastNumbers.set(partitionId, lastSequenceNumber),
		accept(partitionId, sequenceNumber) {
			const last = lastNumbers.get(partitionId);
			if (last !== undefined && sequenceNumber <= last) return false;
			if (last !== undefined) lost += sequenceNumber - last - 1;
			lastNumbers.set(partitionId, sequenceNumber);
			return true;
		},
		forget: () => lastNumbers.clear(),
	};
}
