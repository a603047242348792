import {useEffect} from 'react';
import type {Console} from './console.js';

/** However the doctor's dialog goes away, its diagnosis ends with it, and a credential that was pasted is forgotten. */
export const useDoctorEnd = ({ui, doctor}: Pick<Console, 'ui' | 'doctor'>): void => {
	useEffect(() => {
		if (doctor === undefined) return;
		let wasOpen = false;
		return ui.subscribe(() => {
			const isOpen = ui.getState().overlay === 'doctor';
			if (wasOpen && !isOpen) doctor.cancel();
			wasOpen = isOpen;
		});
	}, [ui, doctor]);
};
