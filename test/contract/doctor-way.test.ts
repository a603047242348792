import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import type {InjectedFault} from '../../source/emulator/core/faults.js';
import {examineDevice, expectConclusion, findingOf, runDevice, setFault, silent} from '../helpers/doctor.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {registerDevices} from '../helpers/hub.js';

const hub = setUpEmulator({deviceIds: ['quiet-01']});

/** A port at which nothing listens. */
async function findClosedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise(resolve => server.close(resolve));
	return typeof address === 'object' && address !== null ? address.port : 0;
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
	const report = await examineDevice(emulator, 'press-01', {address: {mqttsPort: await findClosedPort()}});
	expectConclusion(report, 'mqtt-port-blocked', 'warn');
	expect(findingOf(report, 'C2-mqtts').evidence).toContain('ECONNREFUSED');
});

test('a blocked AMQP port is the reason why no telemetry can be read', async () => {
	await setFault(hub.emulator, {name: 'port-closed', port: 'amqps'});
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: silent}), 'amqp-port-blocked');
});

test('a firewall that drops packets is told from a key that is refused', async () => {
	// Takes connections and never says a word, as a firewall that lets the handshake of TCP through does.
	const sockets = new Set<{destroy(): void}>();
	const server = createServer(socket => void sockets.add(socket.on('error', () => undefined)));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const report = await examineDevice(hub.emulator, 'quiet-01', {address: {httpsPort: port}, timing: {stepMs: 1000}});
	expectConclusion(report, 'tls-not-spoken');
	expect(findingOf(report, 'C3-https').evidence).toContain('ETIMEDOUT');
});

test.for<[InjectedFault, string]>([
	[{name: 'unknown-ca'}, 'ca-unknown'],
	[{name: 'expired-certificate'}, 'certificate-expired'],
	[{name: 'wrong-host-name'}, 'certificate-other-name'],
	[{name: 'unknown-ca', port: 'mqtts'}, 'ca-unknown'],
	[{name: 'expired-certificate', port: 'amqps'}, 'certificate-expired'],
])('a bad certificate is named for what it is: %o', async ([fault, code]) => {
	await setFault(hub.emulator, fault);
	expectConclusion(await examineDevice(hub.emulator, 'quiet-01', {timing: silent}), code as 'ca-unknown');
});
