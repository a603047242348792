import type {ActionContext} from '../../actions.js';
import {span} from '../../format/cells.js';
import {sentenceRows} from '../../format/wrap-words.js';
import type {SasScope} from '../../hub/management-types.js';
import {findDeviceIdFault} from '../../identity-rules.js';
import {safe, show} from '../../safe-text.js';
import type {UiState} from '../../ui-state/types.js';
import {type Form, type FormRow, textOf} from './form.js';

const longestMinutes = 525_600;

/** A module id follows the rules of device ids. */
const findModuleFault = (moduleId: string): string | undefined => findDeviceIdFault(moduleId)?.replace('A device id', 'A module id');

const findMinutesFault = (text: string): string | undefined =>
	/^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= longestMinutes
		? undefined
		: `The lifetime is whole minutes from 1 to ${longestMinutes}, a year.`;

function findScopeFault({management, selectedDeviceId}: UiState): string | undefined {
	return management.choices.sasScope !== 'hub' && selectedDeviceId === undefined ? 'Select a device first, or sign for the hub.' : undefined;
}

function findSignerFault({choices}: UiState['management']): string | undefined {
	if (choices.sasSigner === 'policy' || choices.sasScope === 'device') return undefined;
	return choices.sasScope === 'hub'
		? "A device's key cannot sign for the whole hub: choose the policy."
		: "A device's key cannot sign for a module, which has keys of its own: choose the policy.";
}

function rowsOf(state: UiState): readonly FormRow[] {
	const {management, selectedDeviceId} = state;
	const device = show(selectedDeviceId ?? 'the selected device');
	const moduleRow: FormRow = {kind: 'text', id: 'sas.module', label: safe`module id`, fault: findModuleFault(textOf(state, 'sas.module'))};
	return [
		{
			kind: 'choice',
			id: 'sasScope',
			label: safe`good for`,
			options: [
				{choice: {sasScope: 'device', sasSigner: 'primary'}, text: safe`device ${device}`},
				{choice: {sasScope: 'module', sasSigner: 'policy'}, text: safe`a module of ${device}`},
				{choice: {sasScope: 'hub', sasSigner: 'policy'}, text: safe`the whole hub`},
			],
			fault: findScopeFault(state),
			note: 'The narrowest scope that does is best: a token is good for everything below its resource.',
		},
		...(management.choices.sasScope === 'module' ? [moduleRow] : []),
		{
			kind: 'choice',
			id: 'sasSigner',
			label: safe`signed with`,
			options: [
				{choice: {sasSigner: 'primary'}, text: safe`the device's primary key`},
				{choice: {sasSigner: 'secondary'}, text: safe`the device's secondary key`},
				{choice: {sasSigner: 'policy'}, text: safe`the policy of the hub`},
			],
			fault: findSignerFault(management),
			note: "A policy must have the right that is used: a device signs in with device connect, a program on the hub's side with service connect.",
		},
		{
			kind: 'text',
			id: 'sas.minutes',
			label: safe`lifetime, minutes`,
			fault: findMinutesFault(textOf(state, 'sas.minutes')),
			note: 'Nobody can take a token back before it expires, except by changing the key.',
		},
	];
}

function scopeOf(state: UiState): SasScope {
	const {sasScope} = state.management.choices;
	const deviceId = state.selectedDeviceId;
	if (sasScope === 'hub' || deviceId === undefined) return {};
	return sasScope === 'module' ? {deviceId, moduleId: textOf(state, 'sas.module')} : {deviceId};
}

async function submit({hub, ui}: ActionContext): Promise<void> {
	const state = ui.getState();
	const scope = scopeOf(state);
	const token = await hub.sas.sign(scope, Number(textOf(state, 'sas.minutes')) * 60, state.management.choices.sasSigner);
	const findings = await hub.sas.verify(token, scope);
	// Who has left the form meanwhile wants no token any more.
	if (ui.getState().overlay !== 'sas-sign') return;
	ui.dispatch({type: 'open', overlay: 'sas-token'});
	ui.dispatch({type: 'management/token', token: {token, isOwn: true, findings}});
}

/** A shared access signature to make. */
export const sasSignForm: Form = {
	id: 'sas-sign',
	title: 'New token',
	fields: ['sas.module', 'sas.minutes'],
	heading: () => [span(safe`Make a shared access signature`, 'plain', {isBold: true})],
	about: (_, hub, width) =>
		sentenceRows(safe`hub ${show(hub.hostName)}, policy ${show(hub.policyName)}. It is made here; nothing is changed on the hub.`, width, 'muted'),
	rows: rowsOf,
	submitHint: 'make',
	submitTitle: 'Make the token',
	submit,
};
