import {type Branch, tree} from './tree.js';
import type {CheckId, Conclusion, Finding} from './types.js';

/** Steps without which nobody can say that a device is healthy. */
const vital: readonly CheckId[] = ['C4', 'C6', 'C7', 'C11'];
/** The same where no device was named. */
const vitalOfHub: readonly CheckId[] = ['C4'];
const titlesOfVital: Partial<Record<CheckId, string>> = {C11: 'telemetry'};

function findBranch(findings: readonly Finding[]): {readonly branch: Branch; readonly finding: Finding} | undefined {
	const passed = new Set(findings.filter(({verdict}) => verdict === 'pass').map(({check}) => check));
	for (const branch of tree) {
		const {reason, checks, unlessPassed = []} = branch;
		const finding = findings.find(each => each.reason === reason && (checks === undefined || checks.includes(each.check)));
		if (finding !== undefined && !unlessPassed.some(check => passed.has(check))) return {branch, finding};
	}
	return undefined;
}

/** Steps that would have told more, and what lets them. */
function describeUnchecked(findings: readonly Finding[]): string {
	const skipped = (check: CheckId) => findings.some(finding => finding.check === check && finding.verdict === 'skip');
	const missing = [
		...(skipped('C6-credential') ? ["the device's own credential (give its connection string)"] : []),
		...(skipped('C13') ? ['a direct method (allow the call)'] : []),
		...(skipped('C14-write') ? ['a desired property (allow the write)'] : []),
	];
	return missing.length === 0 ? 'Nothing is left to check from here.' : `Not checked: ${missing.join(', ')}.`;
}

function concludeHealthy(findings: readonly Finding[], isHubAlone: boolean): Conclusion {
	const missing = (isHubAlone ? vitalOfHub : vital).filter(
		check => !findings.some(finding => finding.check === check && (finding.verdict === 'pass' || finding.verdict === 'warn')),
	);
	if (missing.length > 0) {
		return {
			verdict: 'warn',
			code: 'undetermined',
			title: 'Nothing wrong was found, but not everything could be looked at',
			cause: `Without an answer: ${missing.map(check => titlesOfVital[check] ?? check).join(', ')}.`,
			nextStep: 'Look at the steps that were skipped for their reasons.',
		};
	}
	if (isHubAlone) {
		return {
			verdict: 'pass',
			code: 'hub-healthy',
			title: 'The hub is in order, as far as it can be seen without a device',
			cause: 'Its name resolves, its ports and protocols answer, its certificate is good, and it accepts the sign-in of this console.',
			nextStep: 'Name a device to have its identity, connection, telemetry and twin examined as well.',
		};
	}
	return {
		verdict: 'pass',
		code: 'healthy',
		title: 'The device is healthy',
		cause: 'The hub can be reached and knows the device, the device is enabled, and its telemetry arrives.',
		nextStep: describeUnchecked(findings),
	};
}

/** One conclusion from all findings: the first branch of the tree whose reason was found, else that nothing is wrong. */
export function conclude(
	findings: readonly Finding[],
	{wasCancelled = false, isHubAlone = false}: {readonly wasCancelled?: boolean; readonly isHubAlone?: boolean} = {},
): Conclusion {
	const found = findBranch(findings);
	if (found === undefined && wasCancelled) {
		return {verdict: 'skip', code: 'cancelled', title: 'It was stopped', cause: 'Nothing wrong was found until then.', nextStep: 'Run the doctor again.'};
	}
	if (found === undefined) return concludeHealthy(findings, isHubAlone);
	const {branch, finding} = found;
	return {
		verdict: branch.verdict,
		code: branch.reason,
		title: finding.remedyTitle ?? finding.title,
		cause: finding.cause ?? '',
		nextStep: finding.nextStep ?? '',
		...(finding.az === undefined ? {} : {az: finding.az}),
		check: finding.check,
		branch: branch.id,
	};
}
