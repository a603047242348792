import {checks} from '../../source/diagnosis/checks.js';
import {conclude} from '../../source/diagnosis/conclude.js';
import {type Reason, remedies} from '../../source/diagnosis/remedies/reasons.js';
import type {CheckId, Doctor, DoctorRequest, DoctorSnapshot, Finding, Report, Step, Verdict} from '../../source/diagnosis/types.js';
import {createSettable} from './settable.js';

type Trouble = {readonly check: CheckId; readonly verdict: Verdict; readonly reason?: Reason; readonly evidence?: string; readonly word?: string};

/** Findings as a run makes them: everything passes but what is given. */
export function findingsOf(trouble: readonly Trouble[] = []): readonly Finding[] {
	return checks.map(({id, group, title}) => {
		const {verdict = 'pass', reason, word, evidence = `evidence of ${id}`} = trouble.find(({check}) => check === id) ?? {};
		const remedy = reason === undefined ? undefined : remedies[reason];
		return {
			check: id,
			group,
			title,
			verdict,
			evidence,
			elapsedMs: 12,
			...(word !== undefined && {word}),
			...(remedy && {reason, remedyTitle: remedy.title, cause: remedy.cause, nextStep: remedy.nextStep, az: remedy.az}),
		};
	});
}

export function reportOf(deviceId: string, findings: readonly Finding[]): Report {
	return {
		deviceId,
		hostName: 'hub.example',
		policyName: 'service',
		startedAt: Date.UTC(2026, 10, 22),
		elapsedMs: 4200,
		conclusion: conclude(findings),
		findings,
	};
}

/** A doctor without a hub: the test says what it finds. */
export function createFakeDoctor({canWrite = true} = {}) {
	const store = createSettable<DoctorSnapshot>({steps: []});
	const requests: DoctorRequest[] = [];
	let cancelled = 0;
	let stopped = 0;
	const doctor: Doctor = {
		getState: store.getState,
		subscribe: store.subscribe,
		start(request) {
			requests.push(request);
			store.set({request, steps: checks.map(({id, group, title}): Step => ({check: id, group, title, state: 'waiting'}))});
		},
		stop() {
			stopped++;
			store.patch({isStopped: true});
		},
		cancel: () => void cancelled++,
		close: async () => undefined,
		canWrite,
		methodName: 'TestMethod',
	};
	return {
		doctor,
		requests,
		cancelCount: () => cancelled,
		stopCount: () => stopped,
		fail: (error: string) => store.patch({error}),
		/** Some steps have ended, one is under way. */
		progress(findings: readonly Finding[], running: CheckId) {
			store.patch({
				steps: store.getState().steps.map(step => {
					const finding = findings.find(({check}) => check === step.check);
					if (finding !== undefined) return {...step, state: 'done', finding};
					return step.check === running ? {...step, state: 'running'} : step;
				}),
			});
		},
		finish(findings: readonly Finding[], leftBehind?: string) {
			const steps = findings.map((finding): Step => ({check: finding.check, group: finding.group, title: finding.title, state: 'done', finding}));
			store.patch({steps, report: {...reportOf(store.getState().request?.deviceId ?? '', findings), ...(leftBehind !== undefined && {leftBehind})}});
		},
	};
}
