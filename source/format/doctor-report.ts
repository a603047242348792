import {type CheckGroup, type Finding, groupTitles, type Report} from '../diagnosis/types.js';
import {type Safe, safe, show} from '../safe-text.js';
import {cellDetail, protocolSteps, protocolTable, titleOf, verdictWords} from './doctor-protocols.js';
import {elapsed} from './time.js';

/** Evidence is cut here; the JSON report has all of it. */
const longestEvidence = 1000;
const labelWidth = 10;

function line(indent: number, label: string, text: string): Safe {
	return show(`${' '.repeat(indent)}${label.padEnd(labelWidth)}${text}`, {maxLength: longestEvidence});
}

function describeFinding(finding: Finding): readonly Safe[] {
	const {check, title, verdict, evidence, remedyTitle, cause, nextStep, az, elapsedMs} = finding;
	const time = verdict === 'skip' ? '' : `  ${elapsed(elapsedMs)}`;
	const isTrouble = verdict === 'warn' || verdict === 'fail';
	return [
		show(`  ${verdictWords[verdict]}  ${check.padEnd(13)} ${titleOf({title, finding})}${time}`),
		show(`        ${evidence}`, {maxLength: longestEvidence}),
		...(isTrouble && remedyTitle !== undefined ? [line(8, 'means', cause ?? ''), line(8, 'do', nextStep ?? '')] : []),
		...(az !== undefined && verdict !== 'pass' ? [line(8, 'az', az)] : []),
	];
}

function describeCell(finding: Finding | undefined): string {
	if (finding === undefined) return '';
	return `${verdictWords[finding.verdict]} ${cellDetail(finding)}`.trimEnd();
}

function describeProtocols(findings: readonly Finding[]): readonly Safe[] {
	const columns = (cells: readonly string[]) => show(`  ${cells.map((cell, index) => cell.padEnd(index === 0 ? 21 : 13)).join('')}`.trimEnd());
	return [columns(['protocol', ...protocolSteps]), ...protocolTable(findings).map(({title, cells}) => columns([title, ...cells.map(describeCell)]))];
}

/** The report for a ticket, one safe line each; without keys and tokens. */
export function formatReport({deviceId, hostName, policyName, credential, startedAt, elapsedMs, conclusion, findings, leftBehind}: Report): readonly Safe[] {
	const groups = [...new Set(findings.map(({group}) => group))] as readonly CheckGroup[];
	const signedInWith = credential === undefined ? 'device credential not given' : `device credential: ${credential}`;
	return [
		show(deviceId === undefined ? `Diagnosis of the hub ${hostName}` : `Diagnosis of ${deviceId} at ${hostName}`),
		show(`${new Date(startedAt).toISOString()}, ${elapsed(elapsedMs)}, policy ${policyName}, ${signedInWith}`),
		safe``,
		show(`${verdictWords[conclusion.verdict]}  ${conclusion.title}`),
		line(6, 'why', conclusion.cause),
		line(6, 'do', conclusion.nextStep),
		...(conclusion.az === undefined ? [] : [line(6, 'az', conclusion.az)]),
		...(conclusion.check === undefined ? [] : [line(6, 'found by', `${conclusion.check}, branch ${conclusion.branch ?? ''} of the diagnosis tree`)]),
		...(leftBehind === undefined ? [] : [line(6, 'left', leftBehind)]),
		safe``,
		safe`Protocols and ports`,
		...describeProtocols(findings),
		...groups.flatMap(group => [safe``, show(groupTitles[group]), ...findings.filter(each => each.group === group).flatMap(describeFinding)]),
	];
}
