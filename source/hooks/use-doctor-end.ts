import {useEffect} from 'react';
import type {Report} from '../diagnosis/types.js';
import {show} from '../safe-text.js';
import type {Console} from './console.js';

/**
 * However the doctor's dialog goes away, its diagnosis ends with it, and a credential that was pasted is forgotten. What it could not take
 * back then is told on the status line.
 */
export const useDoctorEnd = ({ui, doctor}: Pick<Console, 'ui' | 'doctor'>): void => {
	useEffect(() => {
		if (doctor === undefined) return;
		let wasOpen = false;
		let told: Report | undefined;
		const stopWatching = ui.subscribe(() => {
			const isOpen = ui.getState().overlay === 'doctor';
			if (wasOpen && !isOpen) doctor.cancel();
			wasOpen = isOpen;
		});
		const stopListening = doctor.subscribe(() => {
			const {report} = doctor.getState();
			if (report === told) return;
			told = report;
			if (report?.leftBehind === undefined || ui.getState().overlay === 'doctor') return;
			ui.dispatch({type: 'notice', notice: {text: show(report.leftBehind), tone: 'bad'}});
		});
		return () => {
			stopWatching();
			stopListening();
		};
	}, [ui, doctor]);
};
