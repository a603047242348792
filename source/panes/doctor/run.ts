import type {ActionContext} from '../../actions.js';
import {type DoctorRequest, readsOnly} from '../../diagnosis/types.js';

/** Opens the dialog and examines the selected device; reads only. */
export function openDoctor({ui, doctor}: ActionContext): void {
	const deviceId = ui.getState().selectedDeviceId;
	if (doctor === undefined || deviceId === undefined) return;
	ui.dispatch({type: 'doctor/begin'});
	ui.dispatch({type: 'open', overlay: 'doctor'});
	doctor.start({deviceId, permissions: readsOnly});
}

/** Examines the same device once more; what was allowed before is not allowed again. */
export function examineAgain({ui, doctor}: ActionContext, change: Partial<DoctorRequest> = {}): void {
	const request = doctor?.getState().request;
	if (doctor === undefined || request === undefined) return;
	ui.dispatch({type: 'doctor/begin'});
	doctor.start({...request, permissions: readsOnly, ...change});
}
