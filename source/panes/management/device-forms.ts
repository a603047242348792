import type {ActionContext} from '../../actions.js';
import {span} from '../../format/cells.js';
import {sentenceRows} from '../../format/wrap-words.js';
import {findKeyFault, findStatusReasonFault} from '../../identity-rules.js';
import {type Safe, safe, show} from '../../safe-text.js';
import {Secret} from '../../secret.js';
import type {UiState} from '../../ui-state/types.js';
import {type Form, textOf} from './form.js';
import {openReview} from './wish.js';

const headed = (words: Safe, {selectedDeviceId}: UiState) => [
	span(words, 'plain', {isBold: true}),
	span(safe` of ${show(selectedDeviceId ?? '')}`, 'accent', {isBold: true}),
];

/** The device that the open dialog is about. */
const selectedOf = ({ui}: ActionContext): string => ui.getState().selectedDeviceId ?? '';

const keyWords = {primary: safe`Primary key`, secondary: safe`Secondary key`};

/** A key that comes from elsewhere, typed or pasted, never shown. */
export const keySetForm: Form = {
	id: 'device-key-set',
	title: 'Set a key',
	fields: ['keys.key'],
	heading: state => headed(keyWords[state.management.which], state),
	about: (_, __, width) => sentenceRows(safe`Paste the key: base64 text of 16 to 64 bytes, such as openssl rand -base64 32 makes. It is not shown.`, width),
	rows: state => [
		{
			kind: 'text',
			id: 'keys.key',
			label: safe`key`,
			isHidden: true,
			fault: findKeyFault(textOf(state, 'keys.key')),
			note: 'A good key. It is forgotten when this is closed.',
		},
	],
	submitHint: 'review',
	submitTitle: 'Review the change',
	submit(context) {
		const state = context.ui.getState();
		const key = new Secret(textOf(state, 'keys.key'));
		openReview(context, {type: 'keys', deviceId: selectedOf(context), change: {type: 'set', which: state.management.which, key}});
	},
};

/** Why a device is disabled, or enabled again. */
export const statusForm: Form = {
	id: 'device-status',
	title: 'Enable or disable',
	fields: ['status.reason'],
	heading: state => headed(state.management.enables ? safe`Enable: status` : safe`Disable: status`, state),
	about: (state, _, width) =>
		state.management.enables
			? sentenceRows(safe`An enabled device may sign in.`, width)
			: sentenceRows(safe`A disabled device is disconnected and cannot sign in; its identity, keys and twin stay.`, width),
	rows: state => [
		{
			kind: 'text',
			id: 'status.reason',
			label: safe`reason`,
			fault: findStatusReasonFault(textOf(state, 'status.reason')),
			note: 'Up to 128 characters, kept with the identity; may be empty.',
		},
	],
	submitHint: 'review',
	submitTitle: 'Review the change',
	submit(context) {
		const state = context.ui.getState();
		const reason = textOf(state, 'status.reason').trim();
		openReview(context, {type: 'status', deviceId: selectedOf(context), isEnabled: state.management.enables, reason});
	},
};
