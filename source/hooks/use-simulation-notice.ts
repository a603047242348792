import {useEffect} from 'react';
import {safe, show} from '../safe-text.js';
import type {SimulatedNow} from '../simulation.js';
import {useConsole} from './console.js';

/** Says on the status line why the program of a simulated device cannot connect, once for each reason. */
export const useSimulationNotice = (): void => {
	const {simulation, ui} = useConsole();
	useEffect(() => {
		if (simulation === undefined) return;
		let told = simulation.getState();
		const isNew = ({deviceId, failure}: SimulatedNow): boolean => failure !== undefined && told.get(deviceId)?.failure !== failure;
		return simulation.subscribe(() => {
			const devices = simulation.getState();
			const failing = [...devices.values()].find(isNew);
			told = devices;
			if (failing?.failure === undefined) return;
			const text = safe`The program of ${show(failing.deviceId)} says: ${show(failing.failure)}  D finds out why.`;
			ui.dispatch({type: 'notice', notice: {text, tone: 'bad'}});
		});
	}, [simulation, ui]);
};
