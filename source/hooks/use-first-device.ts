import {useEffect} from 'react';
import {deviceQueryOf} from '../ui-state/devices.js';
import {useConsole, useUi} from './console.js';
import {useStore} from './use-store.js';

/** Selects the first device of the list as soon as there is one, so that the other panes have something to show. */
export const useFirstDevice = (): void => {
	const {fleet, ui} = useConsole();
	const size = useStore(fleet, snapshot => snapshot.size);
	const isNoneSelected = useUi(state => state.selectedDeviceId === undefined);
	useEffect(() => {
		const deviceId = isNoneSelected && size > 0 ? fleet.order(deviceQueryOf(ui.getState())).idAt(0) : undefined;
		if (deviceId !== undefined) ui.dispatch({type: 'select-device', deviceId});
	}, [size, isNoneSelected, fleet, ui]);
};
