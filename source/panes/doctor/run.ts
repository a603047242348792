import type {ActionContext} from '../../actions.js';
import {type DoctorRequest, readsOnly} from '../../diagnosis/types.js';
import {UsageError} from '../../errors.js';
import {findDeviceIdFault} from '../../identity-rules.js';

/** What the id of a device is typed into. */
export const deviceField = 'doctor.device';

/** Opens the dialog and examines the selected device, reading only; where none is selected, the dialog asks for an id. */
export function openDoctor({ui, doctor}: ActionContext): void {
	const deviceId = ui.getState().selectedDeviceId;
	if (doctor === undefined) return;
	ui.dispatch({type: 'doctor/begin'});
	ui.dispatch({type: 'open', overlay: 'doctor'});
	if (deviceId === undefined) ui.dispatch({type: 'field-open', field: deviceField, value: ''});
	else doctor.start({deviceId, permissions: readsOnly});
}

/** Examines the device whose id was typed, registered or not; without one the hub alone. */
export function examineTyped({ui, doctor}: ActionContext): void {
	const deviceId = ui.getState().fields[deviceField]?.value.trim() ?? '';
	const fault = deviceId === '' ? undefined : findDeviceIdFault(deviceId);
	if (fault !== undefined) throw new UsageError(fault, 'Leave the field empty to examine the hub alone.');
	ui.dispatch({type: 'field-close'});
	ui.dispatch({type: 'doctor/begin'});
	doctor?.start({permissions: readsOnly, ...(deviceId !== '' && {deviceId})});
}

/** Examines the same device once more; what was allowed before is not allowed again. */
export function examineAgain({ui, doctor}: ActionContext, change: Partial<DoctorRequest> = {}): void {
	const request = doctor?.getState().request;
	if (doctor === undefined || request === undefined) return;
	ui.dispatch({type: 'doctor/begin'});
	doctor.start({...request, permissions: readsOnly, ...change});
}
