import type {Action, ActionContext} from '../../actions.js';
import {insideOf} from '../../components/frame.js';
import {type CheckId, type DoctorSnapshot, type Permissions, readsOnly} from '../../diagnosis/types.js';
import {chosenStep} from '../../format/doctor-rows.js';
import {scrolledTop} from '../../format/window.js';
import {Secret} from '../../secret.js';
import type {DoctorWish} from '../../ui-state/doctor.js';
import {bodyRect} from '../body-rect.js';
import {deviceField, examineAgain, examineTyped} from './run.js';
import {credentialField, measureProtocols} from './view.js';

const page = 10;

function move(id: string, keys: readonly string[], title: string, step: number, hint?: string): Action {
	return {
		id: `doctor.${id}`,
		keys,
		title,
		...(hint !== undefined && {hint}),
		run({ui, doctor, layout}) {
			if (doctor === undefined) return;
			const {doctor: state, overlayScroll} = ui.getState();
			if (state.page === 'protocols') {
				const {height, length} = measureProtocols(ui.getState(), doctor, insideOf(bodyRect(layout)));
				const from = scrolledTop(overlayScroll, height, length);
				ui.dispatch({type: 'overlay-scroll', to: scrolledTop(from + step, height, length)});
				return;
			}
			const snapshot = doctor.getState();
			const at = snapshot.steps.findIndex(({check}) => check === chosenStep(snapshot, state));
			const next = snapshot.steps[Math.max(0, Math.min(snapshot.steps.length - 1, at + step))];
			if (next !== undefined) ui.dispatch({type: 'doctor/cursor', check: next.check});
		},
	};
}

/** What a yes allows, and the step that is done then. */
const leaveOf: Readonly<Record<DoctorWish, {readonly permissions: Partial<Permissions>; readonly check: CheckId}>> = {
	'call-method': {permissions: {callMethod: true}, check: 'C13'},
	'sign-in': {permissions: {signInAsDevice: true}, check: 'C8-sign-in'},
	'write-twin': {permissions: {writeTwin: true}, check: 'C14-write'},
};

function openOrAnswer(context: ActionContext): void {
	const {ui} = context;
	const {question} = ui.getState().doctor;
	if (question === undefined) {
		ui.dispatch({type: 'doctor/open'});
		return;
	}
	ui.dispatch({type: 'doctor/ask', question: undefined});
	if (question.answer === 'cancel') return;
	const {permissions, check} = leaveOf[question.wish];
	examineAgain(context, {permissions: {...readsOnly, ...permissions}});
	// It may stand below what the dialog shows.
	ui.dispatch({type: 'doctor/cursor', check});
}

const requireDevice: NonNullable<Action['disabled']> = ({doctor}) =>
	doctor?.getState().request?.deviceId === undefined ? 'No device is examined: i takes the id of one.' : undefined;

function ask(id: string, keys: readonly string[], title: string, hint: string, wish: DoctorWish, refusal: string): Action {
	return {
		id: `doctor.${id}`,
		keys,
		title,
		hint,
		disabled: context => (context.doctor?.canWrite === false ? refusal : requireDevice(context)),
		run: ({ui}) => ui.dispatch({type: 'doctor/ask', question: {wish, answer: 'cancel'}}),
	};
}

function isUnderWay({request, report, error, isStopped = false}: DoctorSnapshot): boolean {
	return request !== undefined && report === undefined && error === undefined && !isStopped;
}

/** First stops what is under way, so that what was found stays to be read, then closes. */
function back({ui, doctor}: ActionContext): void {
	const state = ui.getState().doctor;
	if (state.question !== undefined) ui.dispatch({type: 'doctor/ask', question: undefined});
	else if (state.page === 'protocols') ui.dispatch({type: 'doctor/page', page: 'steps'});
	else if (doctor !== undefined && isUnderWay(doctor.getState())) doctor.stop();
	else {
		doctor?.cancel();
		ui.dispatch({type: 'close'});
	}
}

function examineWithCredential(context: ActionContext): void {
	const {ui} = context;
	const text = ui.getState().fields[credentialField]?.value.trim() ?? '';
	ui.dispatch({type: 'field-close'});
	ui.dispatch({type: 'field-set', field: credentialField, value: ''});
	if (text !== '') examineAgain(context, {credential: new Secret(text)});
}

/** The keys of the doctor's dialog. */
export const doctorActions: readonly Action[] = [
	move('next', ['down', 'j'], 'Go to the next step', 1, 'choose'),
	move('previous', ['up', 'k'], 'Go to the step before', -1),
	move('pageDown', ['pagedown', 'ctrl+d'], 'Go ten steps down', page),
	move('pageUp', ['pageup', 'ctrl+u'], 'Go ten steps up', -page),
	move('first', ['g', 'home'], 'Go to the first step', Number.NEGATIVE_INFINITY),
	move('last', ['G', 'end'], 'Go to the last step', Number.POSITIVE_INFINITY),
	{id: 'doctor.open', keys: ['enter', 'space'], title: 'Show or hide the evidence of the step; give the chosen answer', hint: 'evidence', run: openOrAnswer},
	{
		id: 'doctor.choose',
		keys: ['tab', 'shift+tab', 'left', 'right', 'h', 'l'],
		title: 'Choose between the answers',
		run({ui}) {
			const {question} = ui.getState().doctor;
			if (question !== undefined) ui.dispatch({type: 'doctor/ask', question: {...question, answer: question.answer === 'cancel' ? 'go' : 'cancel'}});
		},
	},
	{
		id: 'doctor.device',
		keys: ['i'],
		title: 'Examine another device by its id, or the hub alone',
		hint: 'id',
		run: ({ui}) => ui.dispatch({type: 'field-open', field: deviceField, value: ''}),
	},
	{id: 'doctor.again', keys: ['r'], title: 'Examine the device again', hint: 'again', run: context => examineAgain(context)},
	{
		id: 'doctor.protocols',
		keys: ['p'],
		title: 'Show the five protocols side by side, or the steps again',
		hint: 'protocols',
		run({ui}) {
			ui.dispatch({type: 'doctor/page', page: ui.getState().doctor.page === 'steps' ? 'protocols' : 'steps'});
			ui.dispatch({type: 'overlay-scroll', to: 0});
		},
	},
	ask('method', ['m'], 'Examine it again with a direct method, after a question', 'method', 'call-method', 'This console is read-only and calls no methods.'),
	ask(
		'twin',
		['w'],
		'Examine it again with a desired property that is written and taken back, after a question',
		'twin',
		'write-twin',
		'This console is read-only and writes no twin.',
	),
	ask(
		'signIn',
		['a'],
		'Examine it again and sign in as the device, after a question',
		'sign in',
		'sign-in',
		'This console is read-only and ends no connection of a device.',
	),
	{
		id: 'doctor.credential',
		keys: ['c'],
		title: "Examine it again with the device's own connection string, pasted and not shown",
		hint: 'credential',
		disabled: requireDevice,
		run: ({ui}) => ui.dispatch({type: 'field-open', field: credentialField, value: ''}),
	},
	{id: 'doctor.close', keys: ['escape', 'q'], title: 'Stop the doctor; close it once it has ended', hint: 'close', run: back},
	{id: 'doctor.useDevice', keys: ['enter'], title: 'Examine it', fields: [deviceField], run: examineTyped},
	{
		id: 'doctor.leaveDevice',
		keys: ['escape'],
		title: 'Examine nothing else',
		fields: [deviceField],
		run({ui, doctor}) {
			ui.dispatch({type: 'field-close'});
			if (doctor?.getState().request === undefined) ui.dispatch({type: 'close'});
		},
	},
	{id: 'doctor.useCredential', keys: ['enter'], title: 'Examine the device with it', fields: [credentialField], run: examineWithCredential},
	{
		id: 'doctor.leaveCredential',
		keys: ['escape'],
		title: 'Examine without it',
		fields: [credentialField],
		run({ui}) {
			ui.dispatch({type: 'field-close'});
			ui.dispatch({type: 'field-set', field: credentialField, value: ''});
		},
	},
];
