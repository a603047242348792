import type {DeviceActivity} from '../types.js';
import type {Coverage} from './coverage.js';

const keptGaps = 20;

/** What one device has sent since the console started. */
type Record = {count: number; lastEnqueuedAt: number; partitionId: string; readonly gaps: Uint32Array; gapCount: number};

export type Activity = {
	note(device: number, partitionId: string, enqueuedAt: number): void;
	/** Undefined for a device without a message. */
	get(device: number): DeviceActivity | undefined;
};

function median(gaps: Uint32Array): number {
	const sorted = gaps.toSorted();
	const middle = sorted.length >>> 1;
	const upper = sorted[middle] ?? 0;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** Counts and gaps per device, by the number of the device. A device's messages all lie in one partition: its silence is as long as is known of that. */
export function createActivity(coverage: Pick<Coverage, 'knownMs'>): Activity {
	const records: (Record | undefined)[] = [];
	return {
		note(device, partitionId, enqueuedAt) {
			const record = records[device];
			if (!record) {
				records[device] = {count: 1, lastEnqueuedAt: enqueuedAt, partitionId, gaps: new Uint32Array(keptGaps), gapCount: 0};
				return;
			}
			record.gaps[record.gapCount % keptGaps] = Math.min(Math.max(enqueuedAt - record.lastEnqueuedAt, 0), 0xffff_ffff);
			record.gapCount++;
			record.count++;
			record.lastEnqueuedAt = Math.max(record.lastEnqueuedAt, enqueuedAt);
			record.partitionId = partitionId;
		},
		get(device) {
			const record = records[device];
			if (!record) return undefined;
			const typicalGapMs = record.gapCount < 2 ? undefined : median(record.gaps.subarray(0, Math.min(record.gapCount, keptGaps)));
			const {count: messageCount, lastEnqueuedAt, partitionId} = record;
			return {messageCount, lastEnqueuedAt, silentMs: coverage.knownMs(partitionId, lastEnqueuedAt), typicalGapMs};
		},
	};
}
