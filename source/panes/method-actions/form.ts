import type {Action, ActionContext} from '../../actions.js';
import {safe, show} from '../../safe-text.js';
import {lastGoodCall, type MethodFieldId, methodFields, payloadField, requestOf, suggestNames, textOf} from '../method-form.js';
import {openMethodReview} from './review.js';

/** Why no method can be called; undefined when one can. */
export function refuseCalls({hub, ui}: ActionContext): string | undefined {
	if (hub.writer === undefined) return 'The hub is opened read-only: calling methods is off.';
	return ui.getState().selectedDeviceId === undefined ? 'Select a device first.' : undefined;
}

function openField({ui}: ActionContext, field: MethodFieldId): void {
	ui.dispatch({type: 'field-open', field, value: textOf(ui.getState(), field)});
}

function activeField({ui}: ActionContext): MethodFieldId | undefined {
	return methodFields.find(field => field === ui.getState().field);
}

/** True while the payload is nobody's own typing: empty, or what a call before had. */
function isReplaceable({hub, ui}: ActionContext): boolean {
	const text = textOf(ui.getState(), 'methods.payload');
	return text === '' || hub.methods.getState().some(call => payloadField(call.payload) === text);
}

/** With a name chosen: the payload of its last good call, where the field holds nothing of its own. */
function fillPayload(context: ActionContext): void {
	const {hub, ui} = context;
	const state = ui.getState();
	const call = lastGoodCall(textOf(state, 'methods.name'), hub.methods.getState(), state.selectedDeviceId);
	if (call !== undefined && isReplaceable(context)) ui.dispatch({type: 'field-set', field: 'methods.payload', value: payloadField(call.payload)});
}

/** The offered name in the name's field. */
function takeSuggestion({hub, ui}: ActionContext): void {
	const state = ui.getState();
	const names = suggestNames(textOf(state, 'methods.name'), hub.methods.getState(), state.selectedDeviceId);
	const name = names[state.methods.suggestion % Math.max(1, names.length)];
	if (name !== undefined) ui.dispatch({type: 'field-set', field: 'methods.name', value: name});
	ui.dispatch({type: 'methods/suggestion', index: 0});
}

function goTo(context: ActionContext, step: 1 | -1): void {
	const active = activeField(context);
	if (active === undefined) return;
	if (active === 'methods.name') fillPayload(context);
	const next = methodFields[(methodFields.indexOf(active) + step + methodFields.length) % methodFields.length];
	if (next !== undefined) openField(context, next);
}

/** Opens the review of the call that the fields describe; goes to the field that stands in its way. */
function reviewCall(context: ActionContext): void {
	const {ui} = context;
	const refusal = refuseCalls(context);
	const deviceId = ui.getState().selectedDeviceId;
	if (refusal !== undefined || deviceId === undefined) {
		ui.dispatch({type: 'notice', notice: {text: show(refusal ?? ''), tone: 'warning'}});
		return;
	}
	const request = requestOf(ui.getState(), deviceId);
	if ('problem' in request) {
		openField(context, request.field);
		ui.dispatch({type: 'notice', notice: {text: safe`Not ready: ${show(request.problem)}.`, tone: 'warning'}});
		return;
	}
	openMethodReview(context, request);
}

const lastFields: readonly MethodFieldId[] = methodFields.filter(field => field !== 'methods.name');

/** Filling in a call. */
export const formActions: readonly Action[] = [
	{
		id: 'methods.new',
		keys: ['m'],
		title: 'Call a direct method of the selected device',
		hint: 'method',
		isGlobal: true,
		disabled: refuseCalls,
		run(context) {
			context.ui.dispatch({type: 'focus', pane: 'methods'});
			context.ui.dispatch({type: 'methods/suggestion', index: 0});
			openField(context, 'methods.name');
		},
	},
	{
		id: 'methods.complete',
		keys: ['tab'],
		title: 'Complete the name, and go on to the payload',
		hint: 'complete',
		fields: ['methods.name'],
		run(context) {
			takeSuggestion(context);
			goTo(context, 1);
		},
	},
	{
		id: 'methods.otherName',
		keys: ['ctrl+n'],
		title: 'Offer another name that was called before',
		fields: ['methods.name'],
		run: ({ui}) => ui.dispatch({type: 'methods/suggestion', index: ui.getState().methods.suggestion + 1}),
	},
	{id: 'methods.acceptName', keys: ['enter'], title: 'Go on to the payload', hint: 'payload', fields: ['methods.name'], run: context => goTo(context, 1)},
	{id: 'methods.ready', keys: ['enter'], title: 'Review the call', hint: 'review', fields: lastFields, run: reviewCall},
	{id: 'methods.nextField', keys: ['tab', 'down'], title: 'Go to the next field', hint: 'next field', fields: methodFields, run: context => goTo(context, 1)},
	{id: 'methods.previousField', keys: ['shift+tab', 'up'], title: 'Go to the field before', fields: methodFields, run: context => goTo(context, -1)},
	{
		id: 'methods.leaveField',
		keys: ['escape'],
		title: 'Leave the fields; what is typed stays',
		hint: 'leave',
		fields: methodFields,
		run: ({ui}) => ui.dispatch({type: 'field-close'}),
	},
	{id: 'methods.review', keys: ['enter'], title: 'Review the call that is filled in', hint: 'call', disabled: refuseCalls, run: reviewCall},
];
