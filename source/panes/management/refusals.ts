import type {ActionContext} from '../../actions.js';

/** Why nothing can be done with the selected device; undefined when it can. */
export const refuseWithoutDevice = ({ui}: ActionContext): string | undefined =>
	ui.getState().selectedDeviceId === undefined ? 'Select a device first.' : undefined;

/** Why something cannot be written on this hub; `what` is what is off, such as `deleting devices`. */
export const refuseReadOnly =
	(what: string) =>
	({hub}: ActionContext): string | undefined =>
		hub.writer === undefined ? `The hub is opened read-only: ${what} is off.` : undefined;

/** As `refuseReadOnly`, and a device must be selected. */
export const refuseWriting =
	(what: string) =>
	(context: ActionContext): string | undefined =>
		refuseReadOnly(what)(context) ?? refuseWithoutDevice(context);
