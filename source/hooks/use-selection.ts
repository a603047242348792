import {useEffect} from 'react';
import type {FleetOrder} from '../fleet/fleet-order.js';
import {deviceQueryOf} from '../ui-state/devices.js';
import type {UiEvent, UiState} from '../ui-state/types.js';
import {type Console, useConsole} from './console.js';

/** A dialog or a form is about the selected device: it must not become one about another. */
export const isAboutDevice = ({overlay, field}: UiState): boolean => overlay !== undefined || (field !== undefined && field !== 'devices.filter');

/** What puts the selection on a row of the list; undefined: it stands on one, or must stay where it is. */
const correction = (state: UiState, order: FleetOrder): UiEvent | undefined => {
	const {selectedDeviceId: selected, focus} = state;
	const {hiddenId} = state.devices;
	const isFiltered = deviceQueryOf(state).text !== '';
	const first = order.idAt(0);
	const mayChange = !isAboutDevice(state);
	if (mayChange && hiddenId !== undefined && order.positionOf(hiddenId) >= 0) return {type: 'select-device', deviceId: hiddenId};
	if (selected === undefined && !isFiltered) return first === undefined ? undefined : {type: 'select-device', deviceId: first};
	if (!mayChange) return undefined;
	// What was hidden is no longer there when the filter is gone.
	if (!isFiltered) return hiddenId === undefined ? undefined : {type: 'select-device', deviceId: selected};
	if (focus !== 'devices' || first === selected || order.positionOf(selected) >= 0) return undefined;
	const insteadOf = hiddenId ?? selected;
	return {type: 'select-device', deviceId: first, ...(insteadOf !== undefined && {insteadOf})};
};

/**
 * Keeps the selection on a row that is shown: the first one as soon as there is one, and the first one that a filter leaves while it hides the
 * selected device, which is selected again once it is shown. Done within the key that changed the filter, so that the next one finds it done.
 */
const keepSelection = ({fleet, ui}: Console): (() => void) => {
	const settle = () => {
		const state = ui.getState();
		const event = correction(state, fleet.order(deviceQueryOf(state)));
		if (event !== undefined) ui.dispatch(event);
	};
	const stops = [fleet.subscribe(settle), ui.subscribe(settle)];
	settle();
	return () => {
		for (const stop of stops) stop();
	};
};

export const useSelection = (): void => {
	const shell = useConsole();
	useEffect(() => keepSelection(shell), [shell]);
};
