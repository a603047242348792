import type {Check, Situation} from './check.js';
import {onAbort} from './on-abort.js';
import {order} from './order.js';
import {remedies} from './remedies/reasons.js';
import {type CheckId, deviceGroups, type Finding, type Judgement, type Step} from './types.js';

/** A name as a POSIX shell takes it. */
export function quoteForShell(text: string): string {
	return /^[A-Za-z0-9._:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Commands for what only the management side tells. */
const adviceCommands: Partial<Record<CheckId, string>> = {
	C15: 'az iot hub show-quota-metrics -n {hub}',
	C16: 'az resource show -g {group} -n {hub} --resource-type Microsoft.Devices/IotHubs --query properties.networkRuleSets',
	C17: 'az iot hub message-route list --hub-name {hub}; az iot hub message-route fallback show --hub-name {hub}',
	'C17-groups': 'az iot hub consumer-group list --hub-name {hub}',
	C18: 'az resource show -g {group} -n {hub} --resource-type Microsoft.Devices/IotHubs --query properties.state',
};

function fillIn(command: string, {deviceId, address, methodName}: Situation): string {
	const [hubName = address.hostName] = address.hostName.split('.');
	return command
		.replaceAll('{hub}', () => quoteForShell(hubName))
		.replaceAll('{device}', () => quoteForShell(deviceId))
		.replaceAll('{method}', () => quoteForShell(methodName))
		.replaceAll('{group}', '<resource group>');
}

/** A judgement with the words of its remedy. */
function toFinding({id, group, title}: Check, judgement: Judgement, situation: Situation, elapsedMs: number): Finding {
	const remedy = judgement.reason === undefined ? undefined : remedies[judgement.reason];
	const az = remedy?.az ?? adviceCommands[id];
	return {
		check: id,
		group,
		title,
		verdict: judgement.verdict,
		evidence: judgement.evidence,
		elapsedMs,
		...(judgement.reason === undefined ? {} : {reason: judgement.reason}),
		...(judgement.word === undefined ? {} : {word: judgement.word}),
		...(remedy === undefined
			? {}
			: {remedyTitle: judgement.title ?? remedy.title, cause: judgement.cause ?? remedy.cause, nextStep: judgement.nextStep ?? remedy.nextStep}),
		...(az === undefined ? {} : {az: fillIn(az, situation)}),
	};
}

export type RunOptions = {
	readonly checks: readonly Check[];
	readonly situation: Situation;
	readonly signal: AbortSignal;
	/** Told after every change, with all steps in their order. */
	onProgress?(steps: readonly Step[]): void;
};

/**
 * Carries out the checks, those that do not need one another side by side. Whatever goes wrong becomes a finding; an aborted signal lets what
 * has not ended be skipped.
 */
export async function runChecks({checks, situation, signal, onProgress}: RunOptions): Promise<readonly Finding[]> {
	const steps = new Map<CheckId, Step>(checks.map(({id, group, title}) => [id, {check: id, group, title, state: 'waiting'}]));
	const blocked = new Set<CheckId>();
	const running = new Map<CheckId, Promise<void>>();
	const cancelled = Promise.withResolvers<void>();
	const forget = onAbort(signal, cancelled.resolve);

	function note(check: Check, change: Pick<Step, 'state' | 'finding'>): void {
		steps.set(check.id, {check: check.id, group: check.group, title: check.title, ...change});
		onProgress?.([...steps.values()]);
	}

	/** The need that stands in the way, if one does. */
	function findBlocker(check: Check): Step | undefined {
		const needs = order[check.id].needs ?? [];
		return needs.map(id => steps.get(id)).find(step => step !== undefined && (blocked.has(step.check) || step.finding?.verdict === 'fail'));
	}

	async function judge(check: Check): Promise<Judgement> {
		const blocker = findBlocker(check);
		if (blocker !== undefined) {
			blocked.add(check.id);
			return {verdict: 'skip', evidence: `It needs ${blocker.check} first: ${blocker.title}.`};
		}
		if (signal.aborted) return {verdict: 'skip', evidence: 'It was stopped.'};
		note(check, {state: 'running'});
		const limitMs = check.limitMs(situation.timing) + situation.timing.stepMs / 2;
		const limit = AbortSignal.timeout(limitMs);
		try {
			const own = AbortSignal.any([signal, limit]);
			const stopped = Promise.withResolvers<never>();
			onAbort(own, () => stopped.reject(own.reason));
			return await Promise.race([check.run(situation, own), stopped.promise]);
		} catch {
			if (signal.aborted) return {verdict: 'skip', evidence: 'It was stopped.'};
			return {verdict: 'warn', reason: 'check-failed', evidence: `It did not end within ${Math.round(limitMs / 1000)} s.`};
		}
	}

	async function carryOut(check: Check): Promise<void> {
		const isWithoutDevice = situation.deviceId === '' && deviceGroups.has(check.group);
		const obstacle = isWithoutDevice ? 'No device was named, so the hub alone was examined.' : check.findObstacle(situation);
		if (obstacle !== undefined) {
			note(check, {state: 'done', finding: toFinding(check, {verdict: 'skip', evidence: obstacle}, situation, 0)});
			return;
		}
		const {needs = [], after = []} = order[check.id];
		const before = [...needs, ...after].map(id => running.get(id)).filter(each => each !== undefined);
		await Promise.race([Promise.all(before), cancelled.promise]);
		const startedAt = performance.now();
		const judgement = await judge(check);
		note(check, {state: 'done', finding: toFinding(check, judgement, situation, Math.round(performance.now() - startedAt))});
	}

	/** Needs first, so that their promises exist. */
	function start(check: Check): Promise<void> {
		const known = running.get(check.id);
		if (known !== undefined) return known;
		const {needs = [], after = []} = order[check.id];
		for (const id of [...needs, ...after]) {
			const need = checks.find(each => each.id === id);
			if (need !== undefined) void start(need);
		}
		const promise = carryOut(check);
		running.set(check.id, promise);
		return promise;
	}

	await Promise.all(checks.map(start));
	forget();
	return [...steps.values()].flatMap(({finding}) => (finding === undefined ? [] : [finding]));
}
