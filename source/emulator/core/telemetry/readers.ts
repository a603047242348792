import {HubFault} from '../fault.js';
import type {Telemetry} from '../messages.js';

type Reader = Parameters<Telemetry['attach']>[0];

/** Readers of one partition, of all consumer groups. */
export type Readers = {attach(reader: Reader): () => void; tellAppended(): void};

/** "You can have up to 5 concurrent readers on a partition per consumer group" (Event Hubs features). */
const mostReaders = 5;

export function createReaders(): Readers {
	const readers = new Set<Reader>();
	return {
		tellAppended() {
			for (const reader of readers) reader.onAppended();
		},
		attach(reader) {
			const present = [...readers].filter(other => isSameGroup(other, reader));
			const highest = Math.max(Number.NEGATIVE_INFINITY, ...present.map(other => other.ownerLevel ?? Number.NEGATIVE_INFINITY));
			const {ownerLevel} = reader;
			if ((ownerLevel ?? Number.NEGATIVE_INFINITY) < highest) {
				throw new HubFault('LinkCreationConflict', `A receiver with the higher epoch ${highest} exists, so this receiver cannot be created.`);
			}
			if (ownerLevel !== undefined) {
				for (const other of present) {
					readers.delete(other);
					other.onStolen(new HubFault('LinkCreationConflict', `New receiver with higher epoch of '${ownerLevel}' is created.`));
				}
			} else if (present.length >= mostReaders) {
				throw new HubFault(
					'IotHubQuotaExceeded',
					`Exceeded the maximum number of allowed receivers per partition in a consumer group, which is ${mostReaders}.`,
				);
			}
			readers.add(reader);
			return () => readers.delete(reader);
		},
	};
}

function isSameGroup(one: Reader, other: Reader): boolean {
	return one.consumerGroup.toLowerCase() === other.consumerGroup.toLowerCase();
}
