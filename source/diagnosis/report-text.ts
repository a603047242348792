import {type Safe, safe, show} from '../safe-text.js';
import {describeMs} from './checks/words.js';
import {groupTitles} from './checks.js';
import type {CheckGroup, Finding, Report} from './types.js';

const words = {pass: 'PASS', warn: 'WARN', fail: 'FAIL', skip: 'SKIP'} as const;
/** Evidence is cut here; the JSON report has all of it. */
const longestEvidence = 1000;

function line(indent: number, label: string, text: string): Safe {
	return show(`${' '.repeat(indent)}${label.padEnd(10)}${text}`, {maxLength: longestEvidence});
}

function describeFinding({check, title, verdict, evidence, remedyTitle, cause, nextStep, az, elapsedMs}: Finding): readonly Safe[] {
	const time = verdict === 'skip' ? '' : `  ${describeMs(elapsedMs)}`;
	const isTrouble = verdict === 'warn' || verdict === 'fail';
	return [
		show(`  ${words[verdict]}  ${check.padEnd(13)} ${title}${time}`),
		show(`${' '.repeat(8)}${evidence}`, {maxLength: longestEvidence}),
		...(isTrouble && remedyTitle !== undefined ? [line(8, 'means', `${remedyTitle}. ${cause ?? ''}`), line(8, 'do', nextStep ?? '')] : []),
		...(az !== undefined && verdict !== 'pass' ? [line(8, 'az', az)] : []),
	];
}

/** The report for a ticket, one safe line each; without keys and tokens. */
export function formatReport({deviceId, hostName, policyName, credential, startedAt, elapsedMs, conclusion, findings}: Report): readonly Safe[] {
	const groups = [...new Set(findings.map(({group}) => group))] as readonly CheckGroup[];
	return [
		show(`Diagnosis of ${deviceId} at ${hostName}`),
		show(
			`${new Date(startedAt).toISOString()}, ${describeMs(elapsedMs)}, policy ${policyName}, ${credential === undefined ? 'device credential not given' : `device credential: ${credential}`}`,
		),
		safe``,
		show(`${words[conclusion.verdict]}  ${conclusion.title}`),
		line(6, 'why', conclusion.cause),
		line(6, 'do', conclusion.nextStep),
		...(conclusion.az === undefined ? [] : [line(6, 'az', conclusion.az)]),
		...(conclusion.check === undefined ? [] : [line(6, 'found by', `${conclusion.check}, branch ${conclusion.branch ?? ''} of the diagnosis tree`)]),
		...groups.flatMap(group => [safe``, show(groupTitles[group]), ...findings.filter(each => each.group === group).flatMap(describeFinding)]),
	];
}
