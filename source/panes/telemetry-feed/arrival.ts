import type {ArrivalFacts} from '../../format/arrival-checks.js';
import type {Hub} from '../../hub/types.js';
import type {UiState} from '../../ui-state/types.js';

/** What this console knows of the way that a device's messages take. */
export const arrivalFacts = (hub: Hub, {fields}: UiState, deviceId: string, now: number): ArrivalFacts => {
	const {value: table, fetchedAt} = hub.devices.getState();
	const row = table?.rowOf(deviceId) ?? -1;
	const isKnown = table !== undefined && row >= 0;
	return {
		feed: hub.telemetry.getState(),
		consumerGroup: hub.consumerGroup,
		throttledCount: hub.status.getState().throttledCount,
		device: {
			deviceId,
			isEnabled: isKnown ? table.isEnabled(row) : undefined,
			isConnected: isKnown && table.isConnected(row),
			claimedAt: isKnown ? fetchedAt : undefined,
		},
		filter: fields['telemetry.filter']?.value.trim() ?? '',
		now,
	};
};
