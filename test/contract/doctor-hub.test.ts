import {randomBytes} from 'node:crypto';
import {expect, onTestFinished, test} from 'vitest';
import {type Conclusion, readsOnly} from '../../source/diagnosis/types.js';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import {examineDevice, expectConclusion, findingOf, runDevice, setFault, silent} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';

const everything = {callMethod: true, signInAsDevice: true, writeTwin: true};
const hub = setUpEmulator({deviceIds: ['quiet-01', 'press-01']});

test.for<[InjectedFault, Conclusion['code']]>([
	[{name: 'throttling', retryAfterSeconds: 1}, 'hub-throttled'],
	[{name: 'quota'}, 'hub-quota'],
	[{name: 'server-error'}, 'hub-unavailable'],
	[{name: 'unavailable'}, 'hub-unavailable'],
])('a hub that fails is not taken for a device that fails: %o', async ([fault, code]) => {
	await setFault(hub.emulator, fault);
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: silent}), code);
});

test('a used-up quota is found behind a device that is cut off again and again', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-01'});
	await setFault(emulator, {name: 'quota'});
	const report = await examineDevice(emulator, 'press-01', {timing: silent});
	expectConclusion(report, 'hub-quota');
	expect(report.conclusion.az).toBe('az iot hub show-quota-metrics -n localhost');
});

test('a hub that answers too late is said to be silent', async () => {
	await setFault(hub.emulator, {name: 'slow-answers', delayMs: 20_000});
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: {stepMs: 5000}}), 'hub-no-answer');
});

test("a wrong key of the console's own policy is not blamed on the device", async () => {
	const report = await examineDevice(hub.emulator, 'quiet-01', {key: randomBytes(32).toString('base64')});
	expectConclusion(report, 'hub-refused');
	expect(findingOf(report, 'P-https').verdict, 'HTTPS itself works').toBe('pass');
});

test('an IP rule that keeps this machine out is among the causes, because the hub does not tell it from a wrong key', async () => {
	const {emulator} = hub;
	await setFault(emulator, {name: 'ip-filter'});
	const report = await examineDevice(emulator, 'quiet-01', {credential: emulator.deviceConnectionString('quiet-01'), permissions: everything});
	expectConclusion(report, 'hub-refused');
	expect(report.conclusion.cause).toContain('IP filter');
	expect(report.conclusion.az).toContain('networkRuleSets');
	expect(report.findings.filter(({verdict}) => verdict === 'fail').map(({check}) => check)).toEqual(['C4']);
});

test('an IP rule that keeps out only the device is found when all that can be compared matches', async () => {
	const {emulator} = hub;
	const {faults} = emulator.core;
	onTestFinished(() => faults.clearAll());
	const report = await examineDevice(emulator, 'quiet-01', {
		credential: emulator.deviceConnectionString('quiet-01'),
		permissions: {...readsOnly, signInAsDevice: true},
		timing: silent,
		onProgress(steps) {
			if (steps.find(({check}) => check === 'C8-sign-in')?.state === 'running') faults.set({name: 'ip-filter'});
		},
	});
	expectConclusion(report, 'device-sign-in-refused');
	expect(report.conclusion).toMatchObject({branch: 'T2.7', cause: expect.stringContaining('IP rule'), az: expect.stringContaining('networkRuleSets')});
	expect(findingOf(report, 'C8').verdict, 'the key').toBe('pass');
});

test.for<[minutes: number, words: string]>([
	[90, '90 min behind the hub'],
	[-10, '10 min ahead of the hub'],
])('a clock of this machine that differs from the hub by %i minutes is found', async ([minutes, words]) => {
	await setFault(hub.emulator, {name: 'wrong-clock', aheadMs: minutes * 60_000});
	const report = await examineDevice(hub.emulator, 'quiet-01', {timing: silent});
	expectConclusion(report, 'local-clock');
	expect(report.conclusion).toMatchObject({branch: 'T2.1', check: 'C5'});
	expect(findingOf(report, 'C5').evidence).toContain(words);
});

test('a device that runs by the same wrong clock is the one that suffers', async () => {
	await runDevice(hub.emulator, {deviceId: 'press-01'});
	await setFault(hub.emulator, {name: 'wrong-clock', aheadMs: -10 * 60_000});
	const report = await examineDevice(hub.emulator, 'press-01');
	expectConclusion(report, 'device-clock');
	expect(findingOf(report, 'C5')).toMatchObject({verdict: 'fail', reason: 'local-clock'});
});

test('a policy that may do less leaves the rest unexamined and says so', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-01'});
	const service = await examineDevice(emulator, 'press-01', {policyName: 'service'});
	expectConclusion(service, 'policy-lacks-registry-read', 'warn');
	expect(findingOf(service, 'C11').verdict).toBe('pass');
	expect(findingOf(service, 'C6').evidence).toContain('read from its twin');
	const registry = await examineDevice(emulator, 'press-01', {policyName: 'registryRead'});
	expectConclusion(registry, 'policy-lacks-service-connect', 'warn');
	expectConclusion(await examineDevice(emulator, 'press-01', {policyName: 'device'}), 'hub-refused');
});

test('a consumer group that others hold is told from a silent device', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-01'});
	await setFault(emulator, {name: 'consumer-group-taken', consumerGroup: '$Default'});
	const report = await examineDevice(emulator, 'press-01');
	expectConclusion(report, 'consumer-group-taken');
	expect(report.conclusion.nextStep).toContain('--consumer-group');
});

test('a consumer group that does not exist is said not to', async () => {
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {consumerGroup: 'no-such-group', timing: silent}), 'consumer-group-unknown');
});
