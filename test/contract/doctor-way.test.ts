import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type {HubPort, InjectedFault} from '../../source/emulator/core/faults.js';
import {examineDevice, expectConclusion, findingOf, runDevice, setFault, silent} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {registerDevices} from '../helpers/hub.js';
import {startOnKeptPorts} from '../helpers/kept-ports.js';

const hub = setUpEmulator({deviceIds: ['quiet-01']}, startOnKeptPorts);

/** A port whose queue of connections is full and never emptied: the system drops the packets of further ones. */
async function openFullPort(): Promise<number> {
	const program = `
		const server = require('node:net').createServer().listen({port: 0, host: '127.0.0.1', backlog: 1}, () => {
			require('node:fs').writeSync(1, String(server.address().port));
			// Nobody is accepted while this thread waits.
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
		});`;
	const child = spawn(process.execPath, ['-e', program], {stdio: ['ignore', 'pipe', 'ignore']});
	const [data] = await once(child.stdout, 'data');
	const port = Number(String(data));
	let connectedCount = 0;
	const sockets = Array.from({length: 8}, () => connect({port, host: '127.0.0.1'}, () => void connectedCount++).on('error', () => undefined));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		child.kill('SIGKILL');
	});
	await eventually(() => connectedCount).toBeGreaterThanOrEqual(2);
	return port;
}

test('a host name that does not resolve is said to be one, and nothing else is tried', async () => {
	const report = await examineDevice(hub.emulator, 'quiet-01', {address: {hostName: 'no-such-hub.invalid'}});
	expectConclusion(report, 'name-not-resolving');
	expect(report.findings.filter(({verdict}) => verdict === 'fail').map(({check}) => check)).toEqual(['C1']);
	expect(findingOf(report, 'C4').evidence).toContain('It needs C3-https first');
});

test('a blocked HTTPS port reads as a blocked port', async () => {
	await setFault(hub.emulator, {name: 'port-closed', port: 'https'});
	const report = await examineDevice(hub.emulator, 'quiet-01', {timing: silent});
	expectConclusion(report, 'https-port-blocked');
	expect(report.conclusion.cause).not.toMatch(/not authorized/i);
});

test('a blocked MQTT port explains a device that is not seen', async () => {
	await setFault(hub.emulator, {name: 'port-closed', port: 'mqtts'});
	const report = await examineDevice(hub.emulator, 'quiet-01', {timing: silent});
	expectConclusion(report, 'mqtt-port-blocked');
	expect(report.conclusion.nextStep).toContain('WebSocket on port 443');
	expect(findingOf(report, 'P-mqtt-ws').verdict, 'the way around it').toBe('pass');
});

test('a port that is blocked here only is a warning when the device gets through', async () => {
	const {emulator} = hub;
	registerDevices(emulator, ['press-01']);
	await runDevice(emulator, {deviceId: 'press-01'});
	const report = await examineDevice(emulator, 'press-01', {address: {mqttsPort: 1}});
	expectConclusion(report, 'mqtt-port-blocked', 'warn');
	expect(findingOf(report, 'C2-mqtts').evidence).toContain('ECONNREFUSED');
});

test('a blocked AMQP port is the reason why no telemetry can be read', async () => {
	await setFault(hub.emulator, {name: 'port-closed', port: 'amqps'});
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: silent}), 'amqp-port-blocked');
});

test.for<[port: HubPort, nextStep: string]>([
	['https', 'unread in the firewall'],
	['mqtts', 'WebSocket on port 443'],
	['amqps', 'WebSocket on port 443'],
])('a firewall that takes connections to %s and swallows what is sent is told from one that refuses them', async ([port, nextStep]) => {
	await setFault(hub.emulator, {name: 'port-silent', port});
	const report = await examineDevice(hub.emulator, 'quiet-01', {timing: {...silent, stepMs: 5000}});
	expectConclusion(report, 'port-silent');
	expect(report.conclusion).toMatchObject({branch: 'T1.2', check: `C3-${port}`, cause: expect.stringContaining('no refusal')});
	expect(report.conclusion.nextStep).toContain(nextStep);
	expect(findingOf(report, `C2-${port}`).verdict, 'TCP itself').toBe('pass');
	expect(findingOf(report, `C3-${port}`).evidence).toContain('TCP connects, but no answer to TLS: ETIMEDOUT');
});

test('a port that is swallowed here only is a warning when the device gets through', async () => {
	const {emulator} = hub;
	await runDevice(emulator, {deviceId: 'press-02', protocol: 'amqp'});
	await setFault(emulator, {name: 'port-silent', port: 'mqtts'});
	expectConclusion(await examineDevice(emulator, 'press-02', {timing: {stepMs: 5000}}), 'port-silent', 'warn');
});

test('a firewall that drops packets before there is a connection is told from one that refuses it', async () => {
	const report = await examineDevice(hub.emulator, 'quiet-01', {address: {mqttsPort: await openFullPort()}, timing: {...silent, stepMs: 5000}});
	expectConclusion(report, 'mqtt-port-blocked');
	expect(findingOf(report, 'C2-mqtts').evidence).toContain('ETIMEDOUT, no answer: a firewall drops the packets');
	expect(report.conclusion.cause).toContain('swallowed, not refused');
});

test('a port at which nothing listens is said to be refused', async () => {
	await setFault(hub.emulator, {name: 'port-closed', port: 'mqtts'});
	const {conclusion} = await examineDevice(hub.emulator, 'quiet-01', {timing: silent});
	expect(conclusion.cause).toMatch(/^The MQTT port is refused/);
});

test.for<[InjectedFault, string]>([
	[{name: 'unknown-ca'}, 'ca-unknown'],
	[{name: 'expired-certificate'}, 'certificate-expired'],
	[{name: 'wrong-host-name'}, 'certificate-other-name'],
	[{name: 'unknown-ca', port: 'mqtts'}, 'ca-unknown'],
	[{name: 'expired-certificate', port: 'amqps'}, 'certificate-expired'],
])('a bad certificate is named for what it is: %o', async ([fault, code]) => {
	await setFault(hub.emulator, fault);
	const report = await examineDevice(hub.emulator, 'quiet-01', {timing: silent});
	expectConclusion(report, code as 'ca-unknown');
	expect(findingOf(report, report.conclusion.check ?? 'C1').evidence, 'who signed it').toMatch(/; certificate of \S+, signed by .*CA.*, until \d{4}-/);
});
