import {Message} from 'azure-iot-common';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import type {DeviceProtocol} from '../../source/simulator/types.js';
import {createRegistry, openDevice, requestHub, setUpEmulator} from '../helpers/emulator.js';
import {closeReadersAfterEach, createConsumer, trustHub} from '../helpers/event-hubs.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';
import {simulate} from '../helpers/simulation.js';

const hub = setUpEmulator({deviceIds: ['press-01']});
const minuteMs = 60_000;
closeReadersAfterEach();
beforeAll(() => trustHub(hub.emulator));
afterEach(() => hub.emulator.core.faults.clearAll());

describe('an IP filter that lets nobody in', () => {
	it('answers service calls with 401 and does not name the rule', async () => {
		hub.emulator.core.faults.set({name: 'ip-filter'});
		await expect(createRegistry(hub.emulator).get('press-01')).rejects.toMatchObject({name: 'UnauthorizedError'});
		const {status, headers, text} = await requestHub(hub.emulator, 'GET', '/devices/press-01');
		expect({status, name: headers['iothub-errorcode']}).toEqual({status: 401, name: 'IotHubUnauthorizedAccess'});
		expect(text).not.toMatch(/\bIP\b|filter|rule|address/i);
	});

	it.each<[DeviceProtocol, RegExp]>([
		['mqtt', /Connection refused: Not authorized/],
		['mqtt-ws', /Connection refused: Not authorized/],
		['amqp', /unauthorized/i],
		['amqp-ws', /unauthorized/i],
		['http', /Unauthorized/],
	])('reads like a wrong key to a device over %s', async (protocol, words) => {
		hub.emulator.core.faults.set({name: 'ip-filter'});
		const {texts} = simulate(hub.emulator, `outside-${protocol}`, {protocol});
		await eventually(() => texts('error')[0]).toMatch(words);
		expect(readTelemetry(hub.emulator.core, `outside-${protocol}`)).toEqual([]);
	});

	it('leaves the connections that are open, and the telemetry endpoint, alone', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		hub.emulator.core.faults.set({name: 'ip-filter'});
		await client.sendEvent(new Message('still here'));
		expect(await createConsumer(hub.emulator).getPartitionIds()).toHaveLength(4);
		await client.close();
	});
});

describe('a hub whose clock differs from this machine', () => {
	const ask = () => requestHub(hub.emulator, 'GET', '/devices/press-01');

	it('shows its own time, and takes tokens of an hour for expired when it is far ahead', async () => {
		hub.emulator.core.faults.set({name: 'wrong-clock', aheadMs: 90 * minuteMs});
		const {status, headers} = await ask();
		expect(status).toBe(401);
		expect(Date.parse(String(headers.date)) - Date.now()).toBeGreaterThan(80 * minuteMs);
		hub.emulator.core.faults.clearAll();
		const after = await ask();
		expect(after.status).toBe(200);
		expect(Date.parse(String(after.headers.date)) - Date.now()).toBeLessThan(minuteMs);
	});

	it('writes its own time into what it stores', async () => {
		const client = await openDevice(hub.emulator, 'press-01');
		hub.emulator.core.faults.set({name: 'wrong-clock', aheadMs: 10 * minuteMs});
		await client.sendEvent(new Message('when?'));
		const {enqueuedAt = 0} = readTelemetry(hub.emulator.core, 'press-01').at(-1) ?? {};
		expect(enqueuedAt - Date.now()).toBeGreaterThan(9 * minuteMs);
		await client.close();
	});
});
