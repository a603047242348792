import type {ActionContext} from '../../actions.js';
import {span} from '../../format/cells.js';
import type {NewDevice} from '../../hub/management-types.js';
import {findDeviceIdFault, findDeviceIdRisk, findKeyFault, findThumbprintsFault} from '../../identity-rules.js';
import {safe, show} from '../../safe-text.js';
import {Secret} from '../../secret.js';
import type {UiState} from '../../ui-state/types.js';
import {type Form, type FormRow, textOf} from './form.js';
import {openReview} from './wish.js';

const authenticationRow: FormRow = {
	kind: 'choice',
	id: 'authentication',
	label: safe`signs in with`,
	options: [
		{choice: {authentication: 'hubKeys'}, text: safe`keys that the hub makes`},
		{choice: {authentication: 'ownKeys'}, text: safe`own keys`},
		{choice: {authentication: 'thumbprints'}, text: safe`X.509, by thumbprint`},
		{choice: {authentication: 'authority'}, text: safe`X.509, by its authority`},
	],
	note: 'SAS keys are the usual way; an X.509 certificate is known by its thumbprint, or by the authority that signed it.',
};

const statusRow: FormRow = {
	kind: 'choice',
	id: 'status',
	label: safe`status`,
	options: [
		{choice: {status: 'enabled'}, text: safe`enabled`},
		{choice: {status: 'disabled'}, text: safe`disabled`},
	],
	note: 'A disabled device is registered and cannot sign in.',
};

function idRow(state: UiState): FormRow {
	const deviceId = textOf(state, 'newDevice.id');
	return {
		kind: 'text',
		id: 'newDevice.id',
		label: safe`device id`,
		fault: findDeviceIdFault(deviceId),
		note: findDeviceIdRisk(deviceId) ?? 'A good id. It is case-sensitive and cannot be changed later.',
	};
}

function keyRow(state: UiState, id: 'newDevice.primaryKey' | 'newDevice.secondaryKey'): FormRow {
	const label = id === 'newDevice.primaryKey' ? safe`primary key` : safe`secondary key`;
	const note = 'A good key. It is not shown, and forgotten when this is closed.';
	return {kind: 'text', id, label, isHidden: true, fault: findKeyFault(textOf(state, id)), note};
}

function thumbprintRows(state: UiState): readonly FormRow[] {
	const [primary, secondary] = [textOf(state, 'newDevice.primaryThumbprint'), textOf(state, 'newDevice.secondaryThumbprint')];
	const fault = findThumbprintsFault(primary, secondary);
	const note = 'Good thumbprints. The second one is for changing certificates without a pause.';
	return [
		{kind: 'text', id: 'newDevice.primaryThumbprint', label: safe`thumbprint`, fault, note},
		{kind: 'text', id: 'newDevice.secondaryThumbprint', label: safe`second one`, fault, note},
	];
}

function credentialRows(state: UiState): readonly FormRow[] {
	const {authentication} = state.management.choices;
	if (authentication === 'ownKeys') return [keyRow(state, 'newDevice.primaryKey'), keyRow(state, 'newDevice.secondaryKey')];
	return authentication === 'thumbprints' ? thumbprintRows(state) : [];
}

function authenticationOf(state: UiState): NewDevice['authentication'] {
	switch (state.management.choices.authentication) {
		case 'hubKeys':
			return {type: 'sas'};
		case 'ownKeys':
			return {
				type: 'sas',
				keys: {primary: new Secret(textOf(state, 'newDevice.primaryKey')), secondary: new Secret(textOf(state, 'newDevice.secondaryKey'))},
			};
		case 'thumbprints':
			return {
				type: 'selfSigned',
				primaryThumbprint: textOf(state, 'newDevice.primaryThumbprint'),
				secondaryThumbprint: textOf(state, 'newDevice.secondaryThumbprint'),
			};
		case 'authority':
			return {type: 'certificateAuthority'};
	}
}

function submit(context: ActionContext): void {
	const state = context.ui.getState();
	const isEnabled = state.management.choices.status === 'enabled';
	openReview(context, {type: 'create', device: {deviceId: textOf(state, 'newDevice.id'), isEnabled, authentication: authenticationOf(state)}});
}

/** A device that does not exist yet. */
export const newDeviceForm: Form = {
	id: 'device-new',
	title: 'New device',
	fields: ['newDevice.id', 'newDevice.primaryKey', 'newDevice.secondaryKey', 'newDevice.primaryThumbprint', 'newDevice.secondaryThumbprint'],
	heading: () => [span(safe`Register a device`, 'plain', {isBold: true})],
	about: (_, hub) => [[span(safe`hub `, 'muted'), span(show(hub.hostName))]],
	rows: state => [idRow(state), authenticationRow, ...credentialRows(state), statusRow],
	submitHint: 'review',
	submitTitle: 'Review the registration',
	submit,
};
