import {type Doctor, type DoctorSnapshot, probeProperty} from '../../diagnosis/types.js';
import {buttonRow} from '../../format/button-row.js';
import type {Row} from '../../format/cells.js';
import {span} from '../../format/cells.js';
import {headRows, protocolRows, stepRows} from '../../format/doctor-rows.js';
import {fieldRow} from '../../format/field-row.js';
import {wrapWords} from '../../format/wrap-words.js';
import {blank, type Safe, safe, show} from '../../safe-text.js';
import type {DoctorWish} from '../../ui-state/doctor.js';
import {emptyField, fieldOf} from '../../ui-state/text-field.js';
import type {UiState} from '../../ui-state/types.js';
import {deviceField} from './run.js';

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

/** What waits for an answer, below the list. */
function questionRows({doctor: {question}, fields, field}: UiState, doctor: Doctor, width: number): readonly Row[] {
	const deviceId = doctor.getState().request?.deviceId ?? '';
	if (field === credentialField) {
		const typed = fieldOf('*'.repeat((fields[credentialField] ?? emptyField).value.length));
		const words = safe`Connection string of ${show(deviceId)} (paste it; it is neither shown nor kept):`;
		return [...wrapWords(words, width).map(line => [span(line)]), fieldRow(typed, width, true)];
	}
	if (field === deviceField) {
		const words = safe`Id of the device to examine, registered or not (empty: the hub alone):`;
		return [...wrapWords(words, width).map(line => [span(line)]), fieldRow(fields[deviceField] ?? emptyField, width, true)];
	}
	if (question === undefined) return [];
	const {words, go} = questionOf(question.wish, show(deviceId), show(doctor.methodName));
	const buttons = buttonRow([
		{text: safe`Cancel`, isFocused: question.answer === 'cancel'},
		{text: go, isFocused: question.answer === 'go'},
	]);
	return [...wrapWords(words, width).map(line => [span(line, 'warning')]), buttons];
}

/** The rows of a list that are shown: the chosen one stands in the upper third, so that its evidence below is seen. */
function windowOf(rows: readonly Row[], chosenRow: number, height: number): readonly Row[] {
	const top = Math.max(0, Math.min(rows.length - height, chosenRow - Math.floor(height / 3)));
	return rows.slice(top, top + height);
}

function listRows({doctor, overlayScroll}: UiState, snapshot: DoctorSnapshot, width: number, height: number): readonly Row[] {
	if (doctor.page === 'protocols') {
		const rows = protocolRows(snapshot, width);
		const top = Math.max(0, Math.min(overlayScroll, rows.length - height));
		return rows.slice(top, top + height);
	}
	const {rows, chosenRow} = stepRows(snapshot, doctor, width);
	return windowOf(rows, chosenRow, height);
}

/** The inside of the dialog: the conclusion above, the steps or the protocols below it, a question at the bottom. */
export function doctorRows(state: UiState, doctor: Doctor, {width, height}: {readonly width: number; readonly height: number}): readonly Row[] {
	const snapshot = doctor.getState();
	const question = questionRows(state, doctor, width);
	const roomForHead = Math.max(1, height - question.length - leastListRows - 1);
	const head = headRows(snapshot, width).slice(0, roomForHead);
	const room = height - head.length - 1 - question.length;
	const list = listRows(state, snapshot, width, Math.max(0, room));
	const fill = Array.from({length: Math.max(0, room - list.length)}, (): Row => [span(blank(0))]);
	return [...head, [], ...list, ...fill, ...question];
}
