import {type CheckId, type DoctorSnapshot, type Finding, groupTitles, type Step, type Verdict} from '../diagnosis/types.js';
import {blank, cut, type Safe, safe, show, widthOf} from '../safe-text.js';
import type {DoctorState} from '../ui-state/doctor.js';
import {type Row, span, type Tone} from './cells.js';
import {cellDetail, protocolSteps, protocolTable, titleOf, verdictWords} from './doctor-protocols.js';
import {elapsed} from './time.js';
import {wrapWords} from './wrap-words.js';

const tones: Readonly<Record<Verdict, Tone>> = {pass: 'good', warn: 'warning', fail: 'bad', skip: 'muted'};
const labelWidth = 6;

/** A paragraph behind a label, wrapped between words. */
function paragraph(label: Safe, text: string, width: number, tone: Tone = 'plain'): readonly Row[] {
	if (text === '') return [];
	return wrapWords(show(text), Math.max(8, width - labelWidth)).map((words, index) => [
		span(index === 0 ? safe`${label}${blank(labelWidth - widthOf(label))}` : blank(labelWidth), 'muted'),
		span(words, tone),
	]);
}

/** The step that stands out: the chosen one, else that of the conclusion, else the first. */
export function chosenStep({steps, report}: DoctorSnapshot, {cursor}: DoctorState): CheckId | undefined {
	return cursor ?? report?.conclusion.check ?? steps[0]?.check;
}

/** What stands above the steps: the conclusion, or how far it is. */
export function headRows({request, steps, report, error, isStopped = false}: DoctorSnapshot, width: number): readonly Row[] {
	if (error !== undefined) return paragraph(safe`FAIL`, error, width, 'bad');
	if (request === undefined) return [[span(safe`Nothing was examined yet.`, 'muted')]];
	if (report === undefined) {
		const done = steps.filter(({state}) => state === 'done').length;
		const running = steps.filter(({state}) => state === 'running').map(({title}) => title);
		return [
			[span(isStopped ? safe`Stopping` : safe`Examining`, 'info', {isBold: true}), span(safe`  ${done} of ${steps.length} steps`)],
			[span(running.length === 0 ? blank(0) : show(`now: ${running.join('; ')}`), 'muted')],
		];
	}
	const {verdict, title, cause, nextStep, az} = report.conclusion;
	const tone = tones[verdict];
	return [
		...wrapWords(show(title), Math.max(8, width - labelWidth)).map((words, index) => [
			span(index === 0 ? show(verdictWords[verdict].padEnd(labelWidth)) : blank(labelWidth), tone, {isBold: true}),
			span(words, tone, {isBold: true}),
		]),
		...paragraph(safe`why`, cause, width),
		...paragraph(safe`do`, nextStep, width),
		...paragraph(safe`az`, az ?? '', width, 'muted'),
		...paragraph(safe`left`, report.leftBehind ?? '', width, 'bad'),
	];
}

function evidenceRows({evidence, remedyTitle, cause, nextStep, az, verdict}: Finding, width: number): readonly Row[] {
	const isTrouble = verdict === 'warn' || verdict === 'fail';
	const rows = [
		...paragraph(safe`saw`, evidence, width - 2),
		...(isTrouble && remedyTitle !== undefined ? paragraph(safe`means`, cause ?? '', width - 2) : []),
		...(isTrouble ? paragraph(safe`do`, nextStep ?? '', width - 2) : []),
		...paragraph(safe`az`, az ?? '', width - 2, 'muted'),
	];
	return rows.map(row => [span(blank(2)), ...row]);
}

function stepRow({title, state, finding}: Step, width: number, isChosen: boolean): Row {
	const word = finding === undefined ? (state === 'running' ? safe`...` : blank(0)) : show(verdictWords[finding.verdict]);
	const tone = finding === undefined ? 'info' : tones[finding.verdict];
	const time = finding === undefined || finding.verdict === 'skip' ? blank(0) : elapsed(finding.elapsedMs);
	const room = Math.max(8, width - 8 - widthOf(time) - 1);
	const shown = cut(show(titleOf({title, finding})), room);
	return [
		span(isChosen ? safe`› ` : blank(2), 'accent'),
		span(safe`${word}${blank(4 - widthOf(word))}`, tone, {isBold: finding?.verdict === 'fail'}),
		span(blank(2)),
		span(shown, finding?.verdict === 'skip' || finding === undefined ? 'muted' : 'plain', {isInverse: isChosen}),
		span(blank(width - 8 - widthOf(shown) - widthOf(time))),
		span(time, 'muted'),
	];
}

/** The steps under the headings of their groups, and the row in which the chosen one stands. */
export function stepRows(snapshot: DoctorSnapshot, state: DoctorState, width: number): {readonly rows: readonly Row[]; readonly chosenRow: number} {
	const chosen = chosenStep(snapshot, state);
	const rows: Row[] = [];
	let chosenRow = 0;
	let group: Step['group'] | undefined;
	for (const step of snapshot.steps) {
		if (step.group !== group) rows.push([span(show(groupTitles[step.group]), 'accent')]);
		group = step.group;
		if (step.check === chosen) chosenRow = rows.length;
		rows.push(stepRow(step, width, step.check === chosen));
		if (step.check === chosen && state.isOpened && step.finding !== undefined) rows.push(...evidenceRows(step.finding, width));
	}
	return {rows, chosenRow};
}

function cellSpan(finding: Finding | undefined, width: number) {
	if (finding === undefined) return span(blank(width));
	const word = show(verdictWords[finding.verdict]);
	const text = finding.verdict === 'skip' ? word : safe`${word} ${cellDetail(finding)}`;
	const shown = cut(width < 10 ? word : text, width - 1);
	return span(safe`${shown}${blank(width - widthOf(shown))}`, tones[finding.verdict]);
}

/** The five protocols side by side, with times; then what each answered. */
export function protocolRows({steps}: DoctorSnapshot, width: number): readonly Row[] {
	const findings = steps.flatMap(({finding}) => (finding === undefined ? [] : [finding]));
	const lines = protocolTable(findings);
	const titleWidth = width < 64 ? Math.max(9, width - 4 * 6) : 21;
	const cellWidth = Math.min(13, Math.floor((width - titleWidth) / protocolSteps.length));
	const heading = protocolSteps.map(title => span(show(title.padEnd(cellWidth).slice(0, cellWidth)), 'muted'));
	return [
		[span(blank(titleWidth)), ...heading],
		...lines.map(({title, cells}) => {
			const shown = cut(show(title), titleWidth - 1);
			return [span(safe`${shown}${blank(titleWidth - widthOf(shown))}`), ...cells.map(cell => cellSpan(cell, cellWidth))];
		}),
		[],
		...lines.flatMap(({title, cells}) => {
			const told = cells.slice(1).filter(cell => cell !== undefined && cell.verdict !== 'skip');
			return told.length === 0 ? [] : [[span(show(title), 'accent')], ...told.slice(-2).flatMap(cell => (cell === undefined ? [] : evidenceRows(cell, width)))];
		}),
	];
}
