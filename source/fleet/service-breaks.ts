import type {DeviceTable} from '../hub/types.js';

/**
 * Remembers which devices were out of service, disabled or deleted. What they sent before says nothing about them once they are back: a
 * device that was switched off on purpose has not fallen silent.
 */
export type ServiceBreaks = {
	/** Another reading of the directory: devices that are not in it any more have been deleted. */
	noteTables(before: DeviceTable | undefined, after: DeviceTable, now: number): void;
	note(deviceId: string, isInService: boolean, now: number): void;
	/** Whether a message enqueued at that time was sent since the device's last break. */
	isCurrent(deviceId: string, enqueuedAt: number): boolean;
};

export const createServiceBreaks = (): ServiceBreaks => {
	const breaks = new Map<string, {readonly since: number; isOver: boolean}>();
	const note = (deviceId: string, isInService: boolean, now: number) => {
		const last = breaks.get(deviceId);
		if (isInService) {
			if (last !== undefined) last.isOver = true;
		} else if (last === undefined || last.isOver) breaks.set(deviceId, {since: now, isOver: false});
	};
	return {
		noteTables(before, after, now) {
			if (before === undefined || before === after) return;
			for (let row = 0; row < before.size; row++) if (after.rowOf(before.id(row)) < 0) note(before.id(row), false, now);
		},
		note,
		isCurrent: (deviceId, enqueuedAt) => enqueuedAt > (breaks.get(deviceId)?.since ?? Number.NEGATIVE_INFINITY),
	};
};
