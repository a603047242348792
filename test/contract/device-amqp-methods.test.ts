import type {DeviceMethodRequest, DeviceMethodResponse} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import {closeDevicesAfterEach, openDeviceClient} from '../helpers/device-clients.js';
import {createServiceClient, setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'press-02']});
closeDevicesAfterEach();
const call = (methodName: string, payload: unknown, connectTimeoutInSeconds = 10) =>
	createServiceClient(hub.emulator).invokeDeviceMethod('press-01', {methodName, payload, responseTimeoutInSeconds: 10, connectTimeoutInSeconds});

describe.each(['Amqp', 'AmqpWs'] as const)('a direct method over %s', protocol => {
	it('reaches the device and its answer comes back', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		client.onDeviceMethod('reboot', (request: DeviceMethodRequest, response: DeviceMethodResponse) => {
			void response.send(207, {heard: request.payload, name: request.methodName});
		});
		const {result} = await call('reboot', {delay: 5, text: 'ü'});
		expect(result).toEqual({status: 207, payload: {heard: {delay: 5, text: 'ü'}, name: 'reboot'}});
	});

	it('waits for a device that connects in time', async () => {
		const calling = call('late', null, 30);
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		client.onDeviceMethod('late', (_request: DeviceMethodRequest, response: DeviceMethodResponse) => void response.send(200));
		expect((await calling).result).toEqual({status: 200, payload: null});
	});

	it('is answered out of order, each call with its own answer', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		const held: (() => void)[] = [];
		client.onDeviceMethod('echo', (request: DeviceMethodRequest, response: DeviceMethodResponse) => {
			held.push(() => void response.send(200, request.payload));
		});
		const calls = Array.from({length: 20}, (_, index) => call('echo', {index}));
		await eventually(() => held.length).toBe(20);
		for (const answer of held.reverse()) answer();
		expect((await Promise.all(calls)).map(({result}) => result.payload)).toEqual(Array.from({length: 20}, (_, index) => ({index})));
	});

	it('fails at once when the device has no handler for any method', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		await client.getTwin();
		await expect(call('reboot', null, 0)).rejects.toMatchObject({response: {statusCode: 404}});
	});

	it('finds nobody after the device has gone', async () => {
		const client = await openDeviceClient(hub.emulator, 'press-01', protocol);
		client.onDeviceMethod('reboot', (_request: DeviceMethodRequest, response: DeviceMethodResponse) => void response.send(200));
		await call('reboot', null);
		await client.close();
		await eventually(() => hub.emulator.core.registry.get('press-01').connectionState).toBe('Disconnected');
		await expect(call('reboot', null, 0)).rejects.toMatchObject({response: {statusCode: 404}});
	});
});
