import type {ActionContext} from '../../actions.js';
import {placeOf, type TwinPlace} from '../twin-cursor.js';

/** Why nothing can be edited at all; undefined when it can. */
export function refuseEdits(context: ActionContext): string | undefined {
	const {hub, ui} = context;
	const {selectedDeviceId, twin} = ui.getState();
	if (hub.writer === undefined) return 'The hub is opened read-only: desired properties cannot be changed.';
	if (selectedDeviceId === undefined) return 'Select a device first.';
	if (placeOf(context) === undefined) return 'The twin has not been read yet.';
	if (twin.sending.has(selectedDeviceId)) return 'The changes are being sent.';
	return undefined;
}

/** The twin that could be edited is on its way: a field can open already, so that what is typed ahead never acts as keys. */
export function isBeingRead({hub, ui}: ActionContext): boolean {
	const {selectedDeviceId} = ui.getState();
	if (hub.writer === undefined || selectedDeviceId === undefined) return false;
	const {value, status} = hub.twin(selectedDeviceId).getState();
	return value === undefined && status !== 'failed';
}

const readOnlySections = {
	reported: 'Read only here: reported properties are written by the device.',
	tags: 'Read only here: this console edits desired properties, not tags.',
} as const;

/** Why the line under the cursor takes no edit; undefined when it does. */
function refuseSection(context: ActionContext): string | undefined {
	const refusal = refuseEdits(context);
	const section = placeOf(context)?.line.section;
	return refusal ?? (section === 'reported' || section === 'tags' ? readOnlySections[section] : undefined);
}

/** Why the key under the cursor cannot be edited; headings are no keys. */
export function refuseKey(context: ActionContext): string | undefined {
	const refusal = refuseSection(context);
	if (refusal !== undefined) return refusal;
	return placeOf(context)?.line.kind === 'section'
		? 'Read only here: $version and $metadata belong to the hub. Go to a key below, or add one with A.'
		: undefined;
}

/** The place of a key that can be edited. */
export function editablePlace(context: ActionContext): TwinPlace | undefined {
	return refuseKey(context) === undefined ? placeOf(context) : undefined;
}
