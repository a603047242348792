import type {ArrivalFacts} from '../../format/arrival-checks.js';
import type {Console} from '../../hooks/console.js';

/** What this console knows of the way that a device's messages take. */
export const arrivalFacts = ({hub, ui, simulation}: Console, deviceId: string, now: number): ArrivalFacts => {
	const {fields} = ui.getState();
	const ownWords = simulation?.getState().get(deviceId)?.failure;
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
			...(ownWords !== undefined && {ownWords}),
			isConnected: isKnown && table.isConnected(row),
			claimedAt: isKnown ? fetchedAt : undefined,
		},
		filter: fields['telemetry.filter']?.value.trim() ?? '',
		now,
	};
};
