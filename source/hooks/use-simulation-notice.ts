import {useEffect} from 'react';
import {safe, show} from '../safe-text.js';
import type {SimulatedNow} from '../simulation.js';
import type {Notice} from '../ui-state/types.js';
import {type Console, useConsole} from './console.js';
import {isUnanswered} from './unanswered.js';

const noticeOf = ({deviceId, failure = ''}: SimulatedNow): Notice => ({
	text: safe`The program of ${show(deviceId)} says: ${show(failure)}  D finds out why.`,
	tone: 'bad',
});

/** Tells the newest failure once for each reason; while something else waits for the user's answer, after that, if it is still so. */
const tellFailures = ({ui}: Console, simulation: NonNullable<Console['simulation']>): (() => void) => {
	let seen = simulation.getState();
	let waiting: SimulatedNow | undefined;
	let own: Notice | undefined;
	const tell = () => {
		if (waiting === undefined || isUnanswered(ui.getState().notice, own)) return;
		const {deviceId, failure} = waiting;
		own = simulation.getState().get(deviceId)?.failure === failure ? noticeOf(waiting) : undefined;
		waiting = undefined;
		if (own !== undefined) ui.dispatch({type: 'notice', notice: own});
	};
	const stops = [
		simulation.subscribe(() => {
			const devices = simulation.getState();
			const isNew = ({deviceId, failure}: SimulatedNow) => failure !== undefined && seen.get(deviceId)?.failure !== failure;
			waiting = [...devices.values()].find(isNew) ?? waiting;
			seen = devices;
			tell();
		}),
		ui.subscribe(tell),
	];
	return () => {
		for (const stop of stops) stop();
	};
};

/** Says on the status line why the program of a simulated device cannot connect. */
export const useSimulationNotice = (): void => {
	const shell = useConsole();
	const {simulation} = shell;
	useEffect(() => (simulation === undefined ? undefined : tellFailures(shell, simulation)), [shell, simulation]);
};
