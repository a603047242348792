import {randomUUID} from 'node:crypto';
import type {ActionContext} from '../../actions.js';
import {findC2dFault} from '../../c2d-rules.js';
import {span} from '../../format/cells.js';
import {sentenceRows} from '../../format/wrap-words.js';
import type {C2dRequest} from '../../hub/management-types.js';
import {jsonTypeOf, readJson} from '../../json-check.js';
import {safe, show} from '../../safe-text.js';
import type {UiState} from '../../ui-state/types.js';
import {findBodyFault, findMinutesFault, readProperties} from './c2d-text.js';
import {type Form, type FormRow, openForm, textOf} from './form.js';
import {openReview} from './wish.js';

/** A body that begins like a JSON document and is one is sent as such. */
const isJson = (body: string): boolean => /^\s*[[{]/.test(body) && 'value' in readJson(body);

function describeBody(body: string): string {
	if (body === '') return 'An empty body; properties may say it all.';
	const size = `${Buffer.byteLength(body)} B`;
	const reading = readJson(body);
	if ('value' in reading) return isJson(body) ? `Valid JSON, ${jsonTypeOf(reading.value)}, ${size}, sent as application/json.` : `Text, ${size}.`;
	if (!/^\s*[[{"]/.test(body)) return `Text, ${size}.`;
	return `▲ Sent as text, ${size}: not JSON, column ${reading.problem.column}: ${reading.problem.message}.`;
}

/** To ask about one part of a message. */
const blankRequest: C2dRequest = {deviceId: '', body: '', properties: {}, messageId: '', ack: 'none'};

const ackRow: FormRow = {
	kind: 'choice',
	id: 'ack',
	label: safe`feedback`,
	options: [
		{choice: {ack: 'full'}, text: safe`full: of success and of failure`},
		{choice: {ack: 'positive'}, text: safe`positive: when the device completed it`},
		{choice: {ack: 'negative'}, text: safe`negative: when it expired or was refused`},
		{choice: {ack: 'none'}, text: safe`none`},
	],
	note: 'The hub sends feedback in batches, up to 15 s late. It is read in the view that opens after sending.',
};

function rowsOf(state: UiState): readonly FormRow[] {
	const reading = readProperties(textOf(state, 'c2d.properties'));
	const count = 'properties' in reading ? Object.keys(reading.properties).length : 0;
	const body = textOf(state, 'c2d.body');
	return [
		{kind: 'text', id: 'c2d.body', label: safe`body`, fault: findBodyFault(body), note: describeBody(body)},
		{
			kind: 'text',
			id: 'c2d.properties',
			label: safe`properties`,
			fault: 'fault' in reading ? reading.fault : findC2dFault({...blankRequest, properties: reading.properties}),
			note: count === 0 ? 'None; write name=value; name=value' : `Properties: ${count}.`,
		},
		{
			kind: 'text',
			id: 'c2d.messageId',
			label: safe`message id`,
			fault: findC2dFault({...blankRequest, messageId: textOf(state, 'c2d.messageId'), ack: state.management.choices.ack}),
			note: 'Made here; feedback names the message by it.',
		},
		{
			kind: 'text',
			id: 'c2d.minutes',
			label: safe`expires after, minutes`,
			fault: findMinutesFault(textOf(state, 'c2d.minutes')),
			note: "Empty: the hub's own time to live, an hour unless configured.",
		},
		ackRow,
	];
}

function requestOf(state: UiState, deviceId: string): C2dRequest {
	const reading = readProperties(textOf(state, 'c2d.properties'));
	const minutes = textOf(state, 'c2d.minutes').trim();
	const body = textOf(state, 'c2d.body');
	return {
		deviceId,
		body,
		properties: 'properties' in reading ? reading.properties : {},
		messageId: textOf(state, 'c2d.messageId'),
		...(minutes !== '' && {expiresAt: Date.now() + Number(minutes) * 60_000}),
		ack: state.management.choices.ack,
		...(isJson(body) && {contentType: 'application/json'}),
	};
}

/** A message for the selected device. */
export const composeForm: Form = {
	id: 'c2d-compose',
	title: 'New message to a device',
	fields: ['c2d.body', 'c2d.properties', 'c2d.messageId', 'c2d.minutes'],
	heading: ({selectedDeviceId}) => [span(safe`Message to `, 'plain', {isBold: true}), span(show(selectedDeviceId ?? ''), 'accent', {isBold: true})],
	about: ({selectedDeviceId}, hub, width) => {
		const waiting = selectedDeviceId === undefined ? undefined : hub.identity(selectedDeviceId).getState().value?.c2dMessageCount;
		const queue = waiting === undefined ? safe`` : safe` ${waiting} waiting now.`;
		return sentenceRows(safe`It waits at the hub until the device takes it, at most 50 at a time.${queue}`, width, 'muted');
	},
	rows: rowsOf,
	submitHint: 'review',
	submitTitle: 'Review the message',
	submit(context) {
		const state = context.ui.getState();
		if (state.selectedDeviceId !== undefined) openReview(context, {type: 'send', request: requestOf(state, state.selectedDeviceId)});
	},
};

/** A message with an id of its own; body, properties and expiry stay as they were typed last. */
export const composeMessage = (context: ActionContext): void => openForm(context, composeForm, {'c2d.messageId': randomUUID()});
