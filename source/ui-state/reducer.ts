import {initialDevices, reduceDevices} from './devices.js';
import {initialDoctor, reduceDoctor} from './doctor.js';
import {initialManagement, reduceManagement, secretFields} from './management.js';
import {initialMethods, reduceMethods} from './methods.js';
import {initialTelemetry, reduceTelemetry} from './telemetry.js';
import {editField, emptyField, fieldOf} from './text-field.js';
import {reduceTwin} from './twin.js';
import {initialTwin} from './twin-state.js';
import type {UiEvent, UiState} from './types.js';

export const initialUi: UiState = {
	focus: 'devices',
	tab: 'telemetry',
	isZoomed: false,
	overlay: undefined,
	overlayScroll: 0,
	answer: 'cancel',
	field: undefined,
	fields: {},
	runningCommand: undefined,
	notice: undefined,
	askedToCopy: undefined,
	repaints: 0,
	selectedDeviceId: undefined,
	devices: initialDevices,
	telemetry: initialTelemetry,
	twin: initialTwin,
	methods: initialMethods,
	doctor: initialDoctor,
	management: initialManagement,
};

/** No key and no token outlives the dialog it was typed in. */
const withoutSecrets = (fields: UiState['fields']): UiState['fields'] =>
	secretFields.some(field => field in fields)
		? Object.fromEntries(Object.entries(fields).filter(([field]) => !secretFields.some(secret => secret === field)))
		: fields;

/** After these a review is not the one that was read any more: Enter means Cancel again, whatever was chosen before. */
const backToCancel: ReadonlySet<UiEvent['type']> = new Set<UiEvent['type']>([
	'open',
	'close',
	'twin/rebase',
	'twin/sending',
	'twin/failed',
	'management/running',
	'management/failed',
]);

/** What becomes of one device's patch leaves the review of another one as it was read. */
const isOfAnotherTwin = ({twin}: UiState, event: UiEvent): boolean =>
	(event.type === 'twin/rebase' || event.type === 'twin/sending' || event.type === 'twin/failed') && event.deviceId !== twin.review?.deviceId;

const reduceShell = (before: UiState, event: UiEvent): UiState => {
	const state: UiState = before.answer === 'go' && backToCancel.has(event.type) && !isOfAnotherTwin(before, event) ? {...before, answer: 'cancel'} : before;
	switch (event.type) {
		case 'answer':
			return {...state, answer: event.answer};
		case 'focus':
			return {...state, focus: event.pane, tab: event.pane === 'devices' ? state.tab : event.pane, field: undefined};
		case 'zoom':
			return {...state, isZoomed: !state.isZoomed};
		case 'open':
			return {...state, overlay: event.overlay, overlayScroll: 0, field: undefined, fields: withoutSecrets(state.fields)};
		case 'close':
			return {...state, overlay: undefined, overlayScroll: 0, field: undefined, fields: withoutSecrets(state.fields)};
		case 'overlay-scroll':
			return {...state, overlayScroll: Math.max(0, event.to)};
		case 'field-open': {
			const draft = event.value === undefined ? (state.fields[event.field] ?? emptyField) : fieldOf(event.value);
			return {...state, field: event.field, fields: {...state.fields, [event.field]: draft}};
		}
		case 'field-close':
			return {...state, field: undefined};
		case 'field-edit': {
			if (state.field === undefined) return state;
			const edited = editField(state.fields[state.field] ?? emptyField, event.edit);
			// What is typed there finds other rows: they are read from the first.
			const scroll = state.field === 'help.filter' ? {overlayScroll: 0} : {};
			return {...state, ...scroll, fields: {...state.fields, [state.field]: edited}};
		}
		case 'field-set':
			return {...state, fields: {...state.fields, [event.field]: fieldOf(event.value)}};
		case 'command':
			return {...state, runningCommand: event.running};
		case 'notice':
			return state.notice === event.notice ? state : {...state, notice: event.notice};
		case 'ask-to-copy':
			return state.askedToCopy === event.text ? state : {...state, askedToCopy: event.text};
		case 'repaint':
			return {...state, repaints: state.repaints + 1};
		case 'select-device':
			return {...state, selectedDeviceId: event.deviceId, askedToCopy: undefined};
		default:
			return state;
	}
};

type EventOf<Pane extends string> = Extract<UiEvent, {type: `${Pane}/${string}`}>;
const isEventOf = <Pane extends string>(event: UiEvent, pane: Pane): event is EventOf<Pane> => event.type.startsWith(`${pane}/`);

/** The one reducer: the shell's part first, then the part of the pane that the event belongs to. */
export const reduceUi = (state: UiState, event: UiEvent): UiState => {
	const next = reduceShell(state, event);
	const devices = reduceDevices(next.devices, event);
	const telemetry = reduceTelemetry(next.telemetry, event);
	const twin = isEventOf(event, 'twin') ? reduceTwin(next.twin, event) : next.twin;
	const methods = isEventOf(event, 'methods') ? reduceMethods(next.methods, event) : next.methods;
	const management = reduceManagement(next.management, event);
	const doctor = isEventOf(event, 'doctor') ? reduceDoctor(next.doctor, event) : next.doctor;
	const isSame =
		devices === next.devices &&
		telemetry === next.telemetry &&
		twin === next.twin &&
		methods === next.methods &&
		management === next.management &&
		doctor === next.doctor;
	return isSame ? next : {...next, devices, telemetry, twin, methods, management, doctor};
};
