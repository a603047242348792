import type {Client as DeviceClient, DeviceMethodResponse} from 'azure-iot-device';
import type {Client as ServiceClient} from 'azure-iothub';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {createDeviceClient, createServiceClient, openDevice, requestHub, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'late-02', 'deaf-03']});
const path = (deviceId: string) => `/twins/${deviceId}/methods`;
let service: ServiceClient;
let device: DeviceClient;
const received: {readonly name: string; readonly payload: unknown}[] = [];
const invoke = (body: object, deviceId = 'press-01') => requestHub(hub.emulator, 'POST', path(deviceId), {body});

/** The inner error of a failed call. */
function readError(text: string): {readonly errorCode: number; readonly message: string} {
	return JSON.parse(JSON.parse(text).Message);
}

beforeAll(async () => {
	service = createServiceClient(hub.emulator);
	device = await openDevice(hub.emulator, 'press-01');
	device.onDeviceMethod('echo', (request, response) => {
		received.push({name: request.methodName, payload: request.payload});
		response.send(200, {echo: request.payload}, () => undefined);
	});
	device.onDeviceMethod('fail', (_request, response) => response.send(500, 'broken', () => undefined));
	await vi.waitFor(async () => expect((await invoke({methodName: 'echo'})).status).toBe(200), {timeout: 30_000});
});
afterAll(async () => {
	await device.close();
});

describe('I call a direct method', () => {
	it('and get what the device answers', async () => {
		const {result} = await service.invokeDeviceMethod('press-01', {methodName: 'echo', payload: {key: 'value', list: [1, null]}});
		expect(result).toEqual({status: 200, payload: {echo: {key: 'value', list: [1, null]}}});
		expect(received.at(-1)).toEqual({name: 'echo', payload: {key: 'value', list: [1, null]}});
	});

	it('without a payload, and the device gets null', async () => {
		await service.invokeDeviceMethod('press-01', {methodName: 'echo'});
		expect(received.at(-1)?.payload).toBeNull();
	});

	it("and a failure of the device's own is its answer, not the hub's", async () => {
		const {result} = await service.invokeDeviceMethod('press-01', {methodName: 'fail'});
		expect(result).toEqual({status: 500, payload: 'broken'});
	});

	it('many times at once, and each caller gets its own answer', async () => {
		const answers = await Promise.all(Array.from({length: 20}, (_, index) => service.invokeDeviceMethod('press-01', {methodName: 'echo', payload: index})));
		expect(answers.map(({result}) => result.payload.echo)).toEqual(Array.from({length: 20}, (_, index) => index));
	});

	it('of a device that does not exist, and am told so', async () => {
		const {status, text} = await invoke({methodName: 'echo'}, 'never-made');
		expect(status).toBe(404);
		expect(readError(text).errorCode).toBe(404001);
	});

	it('of a device that is offline, and am told at once', async () => {
		const {status, text} = await invoke({methodName: 'echo'}, 'late-02');
		expect(status).toBe(404);
		expect(readError(text)).toMatchObject({errorCode: 404103});
	});

	it('of a device that comes online while I wait for it', async () => {
		const answer = service.invokeDeviceMethod('late-02', {methodName: 'echo', connectTimeoutInSeconds: 60});
		const late = createDeviceClient(hub.emulator, 'late-02');
		await late.setOptions({ca: hub.emulator.ca});
		await late.open();
		late.onDeviceMethod('echo', (request, response) => response.send(201, request.payload, () => undefined));
		expect((await answer).result.status).toBe(201);
		await late.close();
	});

	it('that the device has no handler for, and the time runs out', async () => {
		const deaf = await openDevice(hub.emulator, 'deaf-03');
		deaf.onDeviceMethod('other', () => undefined);
		await vi.waitFor(
			async () => expect(readError((await invoke({methodName: 'nothing', responseTimeoutInSeconds: 5}, 'deaf-03')).text).errorCode).toBe(504101),
			{timeout: 30_000},
		);
		await deaf.close();
	});

	it.each([
		['no name', {}],
		['an empty name', {methodName: ''}],
		['a timeout below 5 seconds', {methodName: 'echo', responseTimeoutInSeconds: 4}],
		['a timeout over 300 seconds', {methodName: 'echo', responseTimeoutInSeconds: 301}],
		['a connect timeout below nothing', {methodName: 'echo', connectTimeoutInSeconds: -1}],
		['a timeout in words', {methodName: 'echo', responseTimeoutInSeconds: 'long'}],
	])('with %s, and am refused', async (_case, body) => {
		const {status, text} = await invoke(body);
		expect(status).toBe(400);
		expect(readError(text).errorCode).toBe(400004);
	});

	it('with more than 128 KB, and am refused', async () => {
		expect((await invoke({methodName: 'echo', payload: 'x'.repeat(131_073)})).status).toBe(413);
	});

	it('and hang up before the device answers, and its answer harms nobody', async () => {
		const {promise: arrived, resolve: arrive} = Promise.withResolvers<DeviceMethodResponse>();
		device.onDeviceMethod('think', (_request, response) => arrive(response));
		const impatience = new AbortController();
		const call = requestHub(hub.emulator, 'POST', path('press-01'), {body: {methodName: 'think'}, signal: impatience.signal});
		const failure = expect(call).rejects.toThrow('abort');
		const response = await arrived;
		impatience.abort();
		await failure;
		await response.send(200, 'too late');
		expect((await invoke({methodName: 'echo', payload: 1})).status).toBe(200);
	});
});
