import {type Row, span} from '../format/cells.js';
import {fieldRow} from '../format/field-row.js';
import {callRows} from '../format/method-result.js';
import {scrolledTop} from '../format/window.js';
import {flowSpans, sentenceRows} from '../format/wrap-words.js';
import type {Hub, MethodCall} from '../hub/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {fieldOf} from '../ui-state/text-field.js';
import type {UiState} from '../ui-state/types.js';
import {checkField, checkPayload, type MethodFieldId, methodFields, suggestNames, textOf} from './method-form.js';

const labelCells = 9;
const timeoutCells = 5;

const fieldSpans = (state: UiState, field: MethodFieldId, width: number): Row =>
	fieldRow(state.fields[field] ?? fieldOf(textOf(state, field)), Math.max(1, width), state.field === field && state.overlay === undefined);

const label = (text: Safe, isActive: boolean): Row => [span(text, isActive ? 'accent' : 'muted', {isBold: isActive})];

/** The name with what Tab would add to it behind the cursor. */
function nameRow(state: UiState, calls: readonly MethodCall[], width: number): Row {
	const isActive = state.field === 'methods.name';
	const typed = textOf(state, 'methods.name');
	const isAtEnd = state.fields['methods.name']?.cursor === typed.length;
	const names = isActive && isAtEnd ? suggestNames(typed, calls, state.selectedDeviceId) : [];
	const name = names[state.methods.suggestion % Math.max(1, names.length)];
	const prompt = label(safe`name     `, isActive);
	if (name === undefined) return [...prompt, ...fieldSpans(state, 'methods.name', width - labelCells)];
	const more = names.length > 1 ? safe`  Tab, Ctrl+N others` : safe`  Tab`;
	const [first = '', ...rest] = name.slice(typed.length);
	return [...prompt, span(show(typed)), span(show(first), 'muted', {isInverse: true}), span(safe`${show(rest.join(''))}${more}`, 'muted')];
}

function timeoutRow(state: UiState): Row {
	const part = (field: MethodFieldId, text: Safe): Row => {
		const isBad = checkField(state, field) !== undefined;
		const typed = fieldSpans(state, field, timeoutCells).map(item => (isBad ? {...item, tone: 'bad' as const} : item));
		return [...label(text, state.field === field), ...typed, span(safe` s  `, 'muted')];
	};
	return [...part('methods.connectTimeout', safe`connect  `), ...part('methods.responseTimeout', safe`response `)];
}

/** Under the fields: what stands in the way of the field being typed in, else of any; else the payload's type and size. */
function checkRow(state: UiState): Row {
	const active = methodFields.find(field => field === state.field);
	const isUntouched = textOf(state, 'methods.name') === '';
	const candidates = active === undefined ? (isUntouched ? [] : methodFields) : [active];
	const problem = candidates.map(field => checkField(state, field)).find(text => text !== undefined);
	if (problem !== undefined) return [span(safe`✕ ${show(problem)}`, textOf(state, active ?? 'methods.name') === '' ? 'muted' : 'bad')];
	const check = checkPayload(textOf(state, 'methods.payload'));
	if (check.state === 'bad') return [span(safe`✕ column ${check.column}: ${show(check.message)}`, 'bad')];
	return [span(safe`${check.isWarning ? safe`▲ ` : safe``}${show(check.note)}`, check.isWarning ? 'warning' : 'muted')];
}

/** Cells, and whether payloads stand as they came. */
type Look = {readonly width: number; readonly isRaw: boolean};

/** Rows of ended calls, kept with the call: a large answer is laid out once. */
const laidOut = new WeakMap<MethodCall, Look & {readonly rows: readonly Row[]}>();

function rowsOf(call: MethodCall, {width, isRaw}: Look, now: number): readonly Row[] {
	const kept = laidOut.get(call);
	if (kept?.width === width && kept.isRaw === isRaw) return kept.rows;
	const rows = callRows(call, width, now, isRaw);
	if (call.state !== 'pending') laidOut.set(call, {width, isRaw, rows});
	return rows;
}

/** The calls of a device, the newest first, each in full. */
export function resultRows(calls: readonly MethodCall[], deviceId: string | undefined, look: Look, now: number): readonly Row[] {
	return calls
		.filter(call => call.deviceId === deviceId)
		.toReversed()
		.flatMap(call => rowsOf(call, look, now));
}

function emptyRows({selectedDeviceId}: UiState, canWrite: boolean, width: number): readonly Row[] {
	if (selectedDeviceId === undefined) return [[span(safe`No device is selected.`, 'muted')]];
	if (!canWrite) return sentenceRows(safe`The hub is opened read-only: calling methods is off.`, width, 'muted');
	return [[span(safe`No call yet. m starts one.`, 'muted')]];
}

/** The same over as many rows as it takes, indented. */
const checkRows = (state: UiState, width: number): readonly Row[] => flowSpans([span(safe`  `), ...checkRow(state)], width, 2);

/** The fields with what is said of them, and a row under them. */
function formRows(state: UiState, calls: readonly MethodCall[], width: number): readonly Row[] {
	return [
		nameRow(state, calls, width),
		[...label(safe`payload  `, state.field === 'methods.payload'), ...fieldSpans(state, 'methods.payload', width - labelCells)],
		...checkRows(state, width),
		timeoutRow(state),
		[],
	];
}

/** Rows that are left for the calls. */
export const roomForCalls = (state: UiState, {width, height}: {readonly width: number; readonly height: number}): number =>
	Math.max(1, height - formRows(state, [], width).length);

/** All that the method console shows, the frame's words included. */
export type MethodsView = {readonly title: Row; readonly rows: readonly Row[]; readonly footer: Row};

/** What the method console shows at a moment. */
export function viewMethods(state: UiState, hub: Hub, size: {readonly width: number; readonly height: number}, now: number): MethodsView {
	const calls = hub.methods.getState();
	const deviceId = state.selectedDeviceId;
	const {width} = size;
	const results = resultRows(calls, deviceId, {width, isRaw: state.methods.isRaw}, now);
	const room = roomForCalls(state, size);
	const top = scrolledTop(state.methods.top, room, results.length);
	const form = formRows(state, calls, width);
	const shown = results.length === 0 ? emptyRows(state, hub.writer !== undefined, width) : results.slice(top, top + room);
	const pending = calls.filter(call => call.deviceId === deviceId && call.state === 'pending').length;
	const footer: Row = pending === 0 ? [] : [span(safe`${pending} waiting`, 'info')];
	const count = results.length > room ? [span(safe`${top + 1}-${Math.min(results.length, top + room)} of ${results.length}`, 'muted')] : [];
	const gap = footer.length > 0 && count.length > 0 ? [span(safe` · `, 'muted')] : [];
	return {title: deviceId === undefined ? [] : [span(show(deviceId))], rows: [...form, ...shown], footer: [...footer, ...gap, ...count]};
}
