import {type Doctor, type DoctorSnapshot, probeProperty} from '../../diagnosis/types.js';
import {buttonRow} from '../../format/button-row.js';
import {type Row, span, type Tone} from '../../format/cells.js';
import {headRows, protocolRows, stepRows} from '../../format/doctor-rows.js';
import {fieldRow} from '../../format/field-row.js';
import {scrolledTop} from '../../format/window.js';
import {wrapWords} from '../../format/wrap-words.js';
import {blank, cut, join, type Safe, safe, show} from '../../safe-text.js';
import type {DoctorWish} from '../../ui-state/doctor.js';
import {emptyField, fieldOf} from '../../ui-state/text-field.js';
import type {UiState} from '../../ui-state/types.js';
import type {Scrolled} from '../overlay-actions.js';
import {deviceField} from './run.js';

type Size = {readonly width: number; readonly height: number};

/** Rows of the list that stay however much stands above and below it. */
const leastListRows = 3;

export const credentialField = 'doctor.credential';

/** What is about to be done, and the word on its button. */
function questionOf(wish: DoctorWish, deviceId: Safe, methodName: Safe): {readonly words: Safe; readonly go: Safe} {
	switch (wish) {
		case 'call-method':
			return {words: safe`Call ${methodName} on ${deviceId}? It reaches the device, with the payload {"key":"value"}.`, go: safe`Call`};
		case 'sign-in':
			return {words: safe`Sign in as ${deviceId}? It ends the live connection of the device, which then has to come back.`, go: safe`Sign in`};
		case 'write-twin':
			return {
				words: safe`Write {"properties":{"desired":{"${show(probeProperty)}":"iot-tui-…"}}} to the twin of ${deviceId}? The device hears of it; the property is taken back when it has answered.`,
				go: safe`Write`,
			};
	}
}

/** Words in at most so many rows; what has no room ends in an ellipsis. */
function fewRows(words: Safe, width: number, height: number, tone?: Tone): readonly Row[] {
	const lines = wrapWords(words, width);
	const shown = lines.length <= height ? lines : [...lines.slice(0, height - 1), cut(join(lines.slice(height - 1), blank(1)), width)];
	return shown.map(line => [span(line, tone)]);
}

/** What waits for an answer, below the list; its last row takes the answer and is always there. */
function questionRows({doctor: {question}, fields, field}: UiState, doctor: Doctor, {width, height}: Size): readonly Row[] {
	const deviceId = doctor.getState().request?.deviceId ?? '';
	if (field === credentialField) {
		const typed = fieldOf('*'.repeat((fields[credentialField] ?? emptyField).value.length));
		const words = safe`Connection string of ${show(deviceId)} (paste it; it is neither shown nor kept):`;
		return [...fewRows(words, width, height - 1), fieldRow(typed, width, true)];
	}
	if (field === deviceField) {
		const words = safe`Id of the device to examine, registered or not (empty: the hub alone):`;
		return [...fewRows(words, width, height - 1), fieldRow(fields[deviceField] ?? emptyField, width, true)];
	}
	if (question === undefined) return [];
	const {words, go} = questionOf(question.wish, show(deviceId), show(doctor.methodName));
	const buttons = buttonRow([
		{text: safe`Cancel`, isFocused: question.answer === 'cancel'},
		{text: go, isFocused: question.answer === 'go'},
	]);
	return [...fewRows(words, width, height - 1, 'warning'), buttons];
}

/** The rows of a list that are shown: the chosen one stands in the upper third, so that its evidence below is seen. */
function windowOf(rows: readonly Row[], chosenRow: number, height: number): readonly Row[] {
	const top = Math.max(0, Math.min(rows.length - height, chosenRow - Math.floor(height / 3)));
	return rows.slice(top, top + height);
}

function listRows({doctor, overlayScroll}: UiState, snapshot: DoctorSnapshot, width: number, height: number): readonly Row[] {
	if (doctor.page === 'protocols') {
		const rows = protocolRows(snapshot, width);
		const top = scrolledTop(overlayScroll, height, rows.length);
		return rows.slice(top, top + height);
	}
	const {rows, chosenRow} = stepRows(snapshot, doctor, width);
	return windowOf(rows, chosenRow, height);
}

/** What stands above and below the list, and the rows left for it. A question that takes all rows leaves none for anything else. */
function frameList(state: UiState, doctor: Doctor, size: Size): {readonly above: readonly Row[]; readonly question: readonly Row[]; readonly room: number} {
	const question = questionRows(state, doctor, size);
	const rest = size.height - question.length;
	const head = headRows(doctor.getState(), size.width).slice(0, Math.max(1, rest - leastListRows - 1));
	const above = [...head, []].slice(0, Math.max(0, rest));
	return {above, question, room: Math.max(0, rest - above.length)};
}

/** How much of the protocols there is to scroll through. */
export function measureProtocols(state: UiState, doctor: Doctor, size: Size): Scrolled {
	return {length: protocolRows(doctor.getState(), size.width).length, height: frameList(state, doctor, size).room};
}

/** The inside of the dialog: the conclusion above, the steps or the protocols below it, a question at the bottom. */
export function doctorRows(state: UiState, doctor: Doctor, size: Size): readonly Row[] {
	const {above, question, room} = frameList(state, doctor, size);
	const list = listRows(state, doctor.getState(), size.width, room);
	const fill = Array.from({length: room - list.length}, (): Row => [span(blank(0))]);
	return [...above, ...list, ...fill, ...question];
}
