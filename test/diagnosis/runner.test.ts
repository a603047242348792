import {setTimeout as delay} from 'node:timers/promises';
import {expect, test, vi} from 'vitest';
import {type Check, createCheck, type Situation, usualTiming} from '../../source/diagnosis/check.js';
import type {Probes} from '../../source/diagnosis/probes/types.js';
import {quoteForShell, runChecks} from '../../source/diagnosis/runner.js';
import {type CheckId, type Judgement, readsOnly, type Step} from '../../source/diagnosis/types.js';
import {parseHubAddress} from '../../source/hub/address.js';

const situation: Situation = {
	deviceId: "o'device",
	address: parseHubAddress('HostName=hub.azure-devices.net;SharedAccessKeyName=p;SharedAccessKey=QUJDRA=='),
	credential: undefined,
	permissions: readsOnly,
	isReadOnly: false,
	methodName: 'TestMethod',
	timing: {...usualTiming, stepMs: 100},
	probes: {} as Probes,
};

function check(id: CheckId, observe: (signal: AbortSignal) => Judgement | Promise<Judgement>, obstacle?: string): Check {
	return createCheck({
		id,
		group: 'way',
		title: `title of ${id}`,
		...(obstacle !== undefined && {findObstacle: () => obstacle}),
		observe: async (_, signal) => await observe(signal),
		judge: judgement => judgement,
	});
}
const pass: Judgement = {verdict: 'pass', evidence: 'good'};
const fail: Judgement = {verdict: 'fail', reason: 'name-not-resolving', evidence: 'bad'};
const never = () => new Promise<Judgement>(() => undefined);
const run = (checks: readonly Check[], signal = new AbortController().signal, onProgress?: (steps: readonly Step[]) => void) =>
	runChecks({checks, situation, signal, ...(onProgress && {onProgress})});

test('a step that needs a failed one is skipped with the reason, and so is what needs that', async () => {
	const findings = await run([check('C1', () => fail), check('C2-https', () => pass), check('C3-https', () => pass), check('C16', () => pass)]);
	expect(findings.map(({verdict}) => verdict)).toEqual(['fail', 'skip', 'skip', 'pass']);
	expect(findings[1]?.evidence).toBe('It needs C1 first: title of C1.');
	expect(findings[2]?.evidence).toContain('C2-https');
});

test("a step that nobody asked for stands in nobody's way", async () => {
	const findings = await run([check('C6', () => pass), check('C6-credential', () => pass, 'not given'), check('C8', () => pass)]);
	expect(findings.map(({verdict, evidence}) => [verdict, evidence])).toEqual([
		['pass', 'good'],
		['skip', 'not given'],
		['pass', 'good'],
	]);
});

test('steps that do not need one another run side by side, whatever the order in which they are listed', async () => {
	const meeting = Promise.withResolvers<Judgement>();
	let arrived = 0;
	const arrive = () => {
		if (++arrived === 3) meeting.resolve(pass);
		return meeting.promise;
	};
	const findings = await run([check('C2-mqtts', arrive), check('C2-amqps', arrive), check('C2-https', arrive), check('C1', () => pass)]);
	expect(findings.every(({verdict}) => verdict === 'pass')).toBe(true);
});

test('a step that breaks or hangs becomes a finding and stops nothing', async () => {
	const findings = await run([
		check('C1', () => {
			throw new Error('SharedAccessKey=c2VjcmV0c2VjcmV0c2VjcmV0 is broken');
		}),
		check('C16', never),
		check('C17', () => pass),
	]);
	expect(findings.map(({verdict, reason}) => [verdict, reason])).toEqual([
		['warn', 'check-failed'],
		['warn', 'check-failed'],
		['pass', undefined],
	]);
	expect(findings[0]?.evidence).not.toContain('c2VjcmV0');
	expect(findings[1]?.evidence).toContain('did not end within');
});

test('stopping skips what has not ended and keeps what has', async () => {
	const controller = new AbortController();
	const later = vi.fn(() => pass);
	const findings = await run(
		[
			check('C1', () => pass),
			check('C2-https', () => {
				controller.abort();
				return never();
			}),
			check('C3-https', later),
		],
		controller.signal,
	);
	expect(findings.map(({verdict}) => verdict)).toEqual(['pass', 'skip', 'skip']);
	expect(later).not.toHaveBeenCalled();
	const before = AbortSignal.abort();
	expect((await run([check('C1', later)], before)).map(({verdict}) => verdict)).toEqual(['skip']);
});

test('progress shows each step waiting, running and done, in the order of the list', async () => {
	const seen: string[] = [];
	await run([check('C1', () => delay(1, pass)), check('C2-https', () => pass)], undefined, steps => seen.push(steps.map(({state}) => state).join(' ')));
	expect(seen).toEqual(['running waiting', 'done waiting', 'done running', 'done done']);
});

test('names in commands are quoted for a shell', async () => {
	const [found] = await run([check('C6', () => ({verdict: 'fail', reason: 'key-mismatch', evidence: ''}))]);
	expect(found?.az).toBe("az iot hub device-identity connection-string show -d 'o'\\''device' -n hub");
	expect(quoteForShell('press-01')).toBe('press-01');
	expect(quoteForShell('a;rm -rf $HOME')).toBe("'a;rm -rf $HOME'");
});
