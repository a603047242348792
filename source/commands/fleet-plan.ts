import type {ProfileId} from '../simulator/types.js';

/** A device of the fleet, before it has a connection string. */
export type PlannedDevice = {readonly deviceId: string; readonly profileId: ProfileId};

/** One round of twelve: mostly ordinary devices, and one of each kind of trouble. */
const round: readonly (readonly [name: string, profileId: ProfileId])[] = [
	['press', 'tutorial'],
	['tank', 'thermostat'],
	['vent', 'thermostat'],
	['press', 'tutorial'],
	['pump', 'slow'],
	['tank', 'thermostat'],
	['valve', 'silent'],
	['press', 'tutorial'],
	['scale', 'garbled'],
	['vent', 'thermostat'],
	['pump', 'slow'],
	['press', 'tutorial'],
];

/** Names and behaviours of `count` simulated devices; the same count gives the same fleet. Ids are numbered through: `press-01`, `tank-02`. */
export function planFleet(count: number, prefix = ''): readonly PlannedDevice[] {
	const digits = Math.max(2, String(count).length);
	return Array.from({length: count}, (_, index) => {
		const [name, profileId] = round[index % round.length] ?? ['device', 'tutorial'];
		return {deviceId: `${prefix}${name}-${String(index + 1).padStart(digits, '0')}`, profileId};
	});
}
