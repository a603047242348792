import {once} from 'node:events';
import {connect as connectTcp} from 'node:net';
import {connect} from 'node:tls';
import {afterEach, describe, expect, it} from 'vitest';
import type {HubPort, InjectedFault} from '../../source/emulator/core/faults.js';
import {startEmulator} from '../../source/emulator/start.js';
import {openDevice, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {startOnKeptPorts} from '../helpers/kept-ports.js';
import {simulate} from '../helpers/simulation.js';

const hub = setUpEmulator({}, startOnKeptPorts);
const ports: readonly HubPort[] = ['https', 'mqtts', 'amqps'];

async function set(fault: InjectedFault): Promise<void> {
	hub.emulator.core.faults.set(fault);
	await hub.emulator.settleFaults();
}
async function clearAll(): Promise<void> {
	hub.emulator.core.faults.clearAll();
	await hub.emulator.settleFaults();
}
afterEach(clearAll);

/** What a client that verifies the certificate gets: `ok`, or the error's code. */
async function shakeHands(port: HubPort): Promise<string> {
	const socket = connect({host: 'localhost', port: hub.emulator.ports[port], servername: 'localhost', ca: hub.emulator.ca});
	try {
		await once(socket, 'secureConnect');
		return 'ok';
	} catch (error) {
		return error instanceof Error && 'code' in error ? String(error.code) : String(error);
	} finally {
		socket.destroy();
	}
}
const shakeAllHands = async () => Object.fromEntries(await Promise.all(ports.map(async port => [port, await shakeHands(port)] as const)));
const healthy = {https: 'ok', mqtts: 'ok', amqps: 'ok'};

describe('a closed port', () => {
	it.each(ports)('%s refuses connections while the others work, and opens again on the same number', async port => {
		await set({name: 'port-closed', port});
		expect(await shakeAllHands()).toEqual({...healthy, [port]: 'ECONNREFUSED'});
		await clearAll();
		expect(await shakeAllHands()).toEqual(healthy);
	});

	it('cuts the connections that were open', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		let isConnected = true;
		client.on('disconnect', () => {
			isConnected = false;
		});
		await set({name: 'port-closed', port: 'mqtts'});
		await eventually(() => isConnected).toBe(false);
		expect(hub.emulator.core.connections.count).toBe(0);
		await client.close();
	});

	it('leaves devices on the other ports alone, and lets those in that try again', async () => {
		const overAmqp = simulate(hub.emulator, 'over-amqp', {protocol: 'amqp'});
		const overMqtt = simulate(hub.emulator, 'over-mqtt', {protocol: 'mqtt'});
		await Promise.all([overAmqp.fleet.started, overMqtt.fleet.started]);
		await set({name: 'port-closed', port: 'mqtts'});
		await eventually(() => overMqtt.fleet.connectedCount).toBe(0);
		expect(overAmqp.fleet.connectedCount).toBe(1);
		await clearAll();
		await eventually(() => overMqtt.fleet.connectedCount).toBe(1);
	});

	it('reads like a wrong key in the device SDK over MQTT, and like a closed port in what a simulated device tells', async () => {
		await set({name: 'port-closed', port: 'mqtts'});
		await expect(openDevice(hub.emulator, 'locked-out')).rejects.toThrow(/Not authorized.*ECONNREFUSED/s);
		const {fleet, texts} = simulate(hub.emulator, 'locked-out');
		await fleet.started;
		expect(texts('error')[0]).toMatch(/^connect ECONNREFUSED/);
	});

	it.each(['mqtt-ws', 'amqp-ws', 'http'] as const)('keeps %s out when it is the one of HTTPS', async protocol => {
		await set({name: 'port-closed', port: 'https'});
		const {fleet, texts} = simulate(hub.emulator, `behind-${protocol}`, {protocol});
		await fleet.started;
		await eventually(() => texts('error').length).toBeGreaterThan(0);
		expect(hub.emulator.core.registry.get(`behind-${protocol}`).lastActivityTime).toBe('0001-01-01T00:00:00Z');
	});

	it('does not keep the hub from closing', async () => {
		const emulator = await startEmulator();
		emulator.core.faults.set({name: 'port-closed', port: 'https'});
		await emulator.close();
	});
});

describe('a silent port', () => {
	it.each(ports)('%s takes connections and never answers, and serves again on the same number', async port => {
		await set({name: 'port-silent', port});
		const socket = connectTcp({host: 'localhost', port: hub.emulator.ports[port]});
		await once(socket, 'connect');
		const received: Buffer[] = [];
		socket.on('data', chunk => received.push(chunk)).write('hello');
		const healthyPorts = ports.filter(other => other !== port);
		for (const other of healthyPorts) expect(await shakeHands(other)).toBe('ok');
		// Closed by the hub when the fault ends, and not before.
		const closed = once(socket, 'close');
		await clearAll();
		await closed;
		expect(received).toEqual([]);
		expect(await shakeAllHands()).toEqual(healthy);
	});

	it('cuts the connections that were open, and may follow a closed port', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		await set({name: 'port-silent', port: 'mqtts'});
		await eventually(() => hub.emulator.core.connections.count).toBe(0);
		await client.close();
		await set({name: 'port-closed', port: 'mqtts'});
		expect(await shakeHands('mqtts')).toBe('ECONNREFUSED');
		hub.emulator.core.faults.clear('port-silent');
		await clearAll();
		expect(await shakeAllHands()).toEqual(healthy);
	});

	it('does not keep the hub from closing', async () => {
		const emulator = await startEmulator();
		emulator.core.faults.set({name: 'port-silent', port: 'amqps'});
		await emulator.settleFaults();
		const socket = connectTcp({host: 'localhost', port: emulator.ports.amqps});
		await once(socket, 'connect');
		const closed = once(socket, 'close');
		await emulator.close();
		await closed;
	});
});

describe('a bad certificate', () => {
	it.each([
		['unknown-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['expired-certificate', 'CERT_HAS_EXPIRED'],
		['wrong-host-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
	] as const)('with the fault %s ends every handshake with %s, until it is cleared', async (name, code) => {
		await set({name});
		expect(await shakeAllHands()).toEqual({https: code, mqtts: code, amqps: code});
		const {fleet, texts} = simulate(hub.emulator, `meets-${name}`);
		await fleet.started;
		expect(fleet.connectedCount).toBe(0);
		expect(texts('error')[0]).toMatch(/certificate|altnames/i);
		await clearAll();
		expect(await shakeAllHands()).toEqual(healthy);
	});

	it('may be that of one port alone, and meets new connections only', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		await set({name: 'expired-certificate', port: 'mqtts'});
		expect(await shakeAllHands()).toEqual({...healthy, mqtts: 'CERT_HAS_EXPIRED'});
		expect((await requestHub(hub.emulator, 'GET', '/devices/press-01')).status).toBe(200);
		expect(hub.emulator.core.registry.get('press-01').connectionState).toBe('Connected');
		await client.close();
	});
});
