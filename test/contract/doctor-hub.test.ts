import {randomBytes} from 'node:crypto';
import {expect, test} from 'vitest';
import type {Conclusion} from '../../source/diagnosis/types.js';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import {examineDevice, expectConclusion, findingOf, runDevice, setFault, silent} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';

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
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: {stepMs: 1500}}), 'hub-no-answer');
});

test("a wrong key of the console's own policy is not blamed on the device", async () => {
	const report = await examineDevice(hub.emulator, 'quiet-01', {key: randomBytes(32).toString('base64')});
	expectConclusion(report, 'hub-refused');
	expect(findingOf(report, 'P-https').verdict, 'HTTPS itself works').toBe('pass');
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
