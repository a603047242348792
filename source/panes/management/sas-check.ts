import type {ActionContext} from '../../actions.js';
import {UsageError} from '../../errors.js';
import {span} from '../../format/cells.js';
import {sentenceRows} from '../../format/wrap-words.js';
import type {SasScope} from '../../hub/management-types.js';
import {safe, show} from '../../safe-text.js';
import {parseSas} from '../../sas/token.js';
import {Secret} from '../../secret.js';
import type {UiState} from '../../ui-state/types.js';
import {type Form, textOf} from './form.js';

function findTokenFault(text: string): string | undefined {
	if (text === '') return 'A token is missing: it begins with SharedAccessSignature.';
	try {
		parseSas(text);
		return undefined;
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
}

/** What the token is checked for: the selected device, or that module of it which the token names. */
function scopeFor(text: string, {selectedDeviceId}: UiState): SasScope {
	if (selectedDeviceId === undefined) return {};
	const [, devices, deviceId, modules, moduleId] = parseSas(text).resource.split('/');
	const isModule = devices === 'devices' && modules === 'modules' && deviceId === selectedDeviceId;
	return {deviceId: selectedDeviceId, ...(isModule && moduleId !== undefined && {moduleId})};
}

async function submit({hub, ui}: ActionContext): Promise<void> {
	const state = ui.getState();
	const text = textOf(state, 'sas.token');
	const token = new Secret(text);
	const findings = await hub.sas.verify(token, scopeFor(text, state));
	if (ui.getState().overlay !== 'sas-check') return;
	ui.dispatch({type: 'open', overlay: 'sas-token'});
	ui.dispatch({type: 'management/token', token: {token, isOwn: false, findings}});
}

/** A pasted token to read and check. It is a secret: its signature is never shown. */
export const sasCheckForm: Form = {
	id: 'sas-check',
	title: 'Check a token',
	fields: ['sas.token'],
	heading: () => [span(safe`Check a shared access signature`, 'plain', {isBold: true})],
	about: ({selectedDeviceId}, hub, width) => {
		const target = selectedDeviceId === undefined ? safe`the hub` : safe`device ${show(selectedDeviceId)}`;
		const text = safe`Paste a token. It is checked for ${target} with its keys and with policy ${show(hub.policyName)}, here: it is sent nowhere and not shown.`;
		return sentenceRows(text, width, 'muted');
	},
	rows: state => [
		{
			kind: 'text',
			id: 'sas.token',
			label: safe`token`,
			isHidden: true,
			fault: findTokenFault(textOf(state, 'sas.token')),
			note: 'This is a token; Enter reads and checks it.',
		},
	],
	submitHint: 'check',
	submitTitle: 'Read and check the token',
	submit,
};
