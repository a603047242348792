import type {Client, DeviceMethodRequest, DeviceMethodResponse} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import type {Hub, MethodCall, MethodRequest} from '../../source/hub/types.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {openHub, registerDevices} from '../helpers/hub.js';

const running = setUpEmulator();

function request(deviceId: string, change: Partial<MethodRequest> = {}): MethodRequest {
	return {deviceId, methodName: 'reboot', payload: {delay: 1}, connectTimeoutInSeconds: 0, responseTimeoutInSeconds: 5, ...change};
}
function findCall(hub: Hub, id: number | undefined): MethodCall | undefined {
	return hub.methods.getState().find(call => call.id === id);
}
async function callToItsEnd(hub: Hub, wanted: MethodRequest): Promise<MethodCall | undefined> {
	const id = hub.writer?.invokeMethod(wanted).id;
	expect(findCall(hub, id)?.state).toBe('pending');
	await expect.poll(() => findCall(hub, id)?.state, {timeout: 20_000}).not.toBe('pending');
	return findCall(hub, id);
}
async function openAnsweringDevice(deviceId: string, answer: (request: DeviceMethodRequest, response: DeviceMethodResponse) => void): Promise<Client> {
	const client = await openDevice(running.emulator, deviceId);
	client.onDeviceMethod('reboot', answer);
	await expect
		.poll(() =>
			running.emulator.core.methods
				.invoke(deviceId, {methodName: 'reboot', payload: 'null', responseTimeoutInSeconds: 5, connectTimeoutInSeconds: 5})
				.then(() => true),
		)
		.toBe(true);
	return client;
}

describe('a direct method', () => {
	it('is answered by the device, whatever its verdict', async () => {
		const client = await openAnsweringDevice('answers', ({payload}, response) => void response.send(409, {got: payload}, () => undefined));
		const hub = openHub(running.emulator);
		const call = await callToItsEnd(hub, request('answers', {payload: {delay: 5, list: [1, null, 'x']}}));
		expect(call).toMatchObject({state: 'answered', status: 409, response: {got: {delay: 5, list: [1, null, 'x']}}});
		expect(call?.elapsedMs).toBeGreaterThan(0);
		await client.close();
	});

	it('without payload is answered, too', async () => {
		const client = await openAnsweringDevice('no-payload', ({payload}, response) => void response.send(200, {got: payload}, () => undefined));
		const call = await callToItsEnd(openHub(running.emulator), request('no-payload', {payload: undefined}));
		expect(call).toMatchObject({state: 'answered', response: {got: null}});
		await client.close();
	});

	it('to a device that is not connected fails as offline', async () => {
		registerDevices(running.emulator, ['asleep']);
		const call = await callToItsEnd(openHub(running.emulator), request('asleep'));
		expect(call).toMatchObject({state: 'failed', error: {kind: 'device-offline', code: 404103}});
	});

	it('to a device that does not exist fails as not found', async () => {
		const call = await callToItsEnd(openHub(running.emulator), request('nobody'));
		expect(call).toMatchObject({state: 'failed', error: {kind: 'not-found', code: 404001}});
	});

	it('that the device has no handler for fails as a timeout', async () => {
		const client = await openAnsweringDevice('no-handler', (_, response) => void response.send(200, {}, () => undefined));
		const call = await callToItsEnd(openHub(running.emulator), request('no-handler', {methodName: 'unheard-of'}));
		expect(call).toMatchObject({state: 'failed', error: {kind: 'timeout', code: 504101}});
		await client.close();
	});

	it('that the hub refuses fails as invalid', async () => {
		const call = await callToItsEnd(openHub(running.emulator), request('asleep', {responseTimeoutInSeconds: 1}));
		expect(call).toMatchObject({state: 'failed', error: {kind: 'invalid'}});
	});

	it('can be given up while it waits', async () => {
		registerDevices(running.emulator, ['late']);
		const hub = openHub(running.emulator);
		const id = hub.writer?.invokeMethod(request('late', {connectTimeoutInSeconds: 120})).id ?? 0;
		hub.methods.abandon(id);
		expect(findCall(hub, id)).toMatchObject({state: 'abandoned'});
	});

	it('that is under way is given up when the hub is closed', async () => {
		registerDevices(running.emulator, ['closing']);
		const hub = openHub(running.emulator);
		const id = hub.writer?.invokeMethod(request('closing', {connectTimeoutInSeconds: 120})).id ?? 0;
		await hub.close();
		expect(findCall(hub, id)).toMatchObject({state: 'abandoned'});
	});
});
