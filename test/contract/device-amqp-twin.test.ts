import {Message} from 'azure-iot-common';
import type {Client, Twin} from 'azure-iot-device';
import {describe, expect, it} from 'vitest';
import {closeDevicesAfterEach, openDeviceClient} from '../helpers/device-clients.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator();
closeDevicesAfterEach();
const update = (twin: Twin, patch: unknown) =>
	new Promise<void>((resolve, reject) => twin.properties.reported.update(patch, (error?: Error) => (error ? reject(error) : resolve())));
const patchDesired = (deviceId: string, text: string) => hub.emulator.core.twins.patch(deviceId, {properties: {desired: JSON.parse(text)}}, undefined);

async function openTwin(deviceId: string, protocol: 'Amqp' | 'AmqpWs'): Promise<{readonly client: Client; readonly twin: Twin}> {
	hub.emulator.core.registry.put(deviceId, {deviceId}, undefined);
	const client = await openDeviceClient(hub.emulator, deviceId, protocol);
	return {client, twin: await client.getTwin()};
}

describe.each(['Amqp', 'AmqpWs'] as const)('the twin over %s', protocol => {
	it('is read with both sections and their versions', async () => {
		const deviceId = `read-${protocol}`;
		hub.emulator.core.registry.put(deviceId, {deviceId}, undefined);
		hub.emulator.core.twins.patch(deviceId, JSON.parse('{"tags":{"site":"A"},"properties":{"desired":{"rate":5,"deep":{"x":[1]}}}}'), undefined);
		const client = await openDeviceClient(hub.emulator, deviceId, protocol);
		const {properties} = await client.getTwin();
		expect(JSON.parse(JSON.stringify(properties))).toEqual({desired: {rate: 5, deep: {x: [1]}, $version: 2}, reported: {$version: 1}});
	});

	it('takes what the device reports', async () => {
		const {twin} = await openTwin(`report-${protocol}`, protocol);
		await update(twin, {temperature: 21.5, old: 'x'});
		await update(twin, {old: null, state: {mode: 'on'}});
		expect(JSON.parse(JSON.stringify(hub.emulator.core.twins.deviceView(`report-${protocol}`).reported))).toEqual({
			temperature: 21.5,
			state: {mode: 'on'},
			$version: 3,
		});
	});

	it('refuses a patch that breaks its rules, with a reason, and lives on', async () => {
		const {twin} = await openTwin(`refuse-${protocol}`, protocol);
		await expect(update(twin, {$bad: 1})).rejects.toMatchObject({amqpError: {name: 'FormatError'}});
		await expect(update(twin, {large: 'x'.repeat(40_000)})).rejects.toThrow();
		await update(twin, {good: 1});
		expect(hub.emulator.core.twins.deviceView(`refuse-${protocol}`).reported).toMatchObject({good: 1});
	});

	it('tells the device of desired changes as they were made, nulls kept', async () => {
		const deviceId = `desired-${protocol}`;
		const {twin} = await openTwin(deviceId, protocol);
		const changes: unknown[] = [];
		twin.on('properties.desired', (change: unknown) => changes.push(change));
		await eventually(() => {
			patchDesired(deviceId, '{"old":1}');
			return changes.at(-1);
		}).toMatchObject({old: 1, $version: expect.any(Number)});
		const {version} = {version: Number(hub.emulator.core.twins.deviceView(deviceId).desired.$version)};
		patchDesired(deviceId, '{"rate":9,"old":null}');
		await eventually(() => changes.at(-1)).toEqual({rate: 9, old: null, $version: version + 1});
	});

	it('comes with what was missed when the device connects again', async () => {
		const deviceId = `again-${protocol}`;
		const {client, twin} = await openTwin(deviceId, protocol);
		await update(twin, {x: 1});
		await client.close();
		await eventually(() => hub.emulator.core.registry.get(deviceId).connectionState).toBe('Disconnected');
		patchDesired(deviceId, '{"missed":true}');
		const again = await openDeviceClient(hub.emulator, deviceId, protocol);
		await again.sendEvent(new Message('{}'));
		expect((await again.getTwin()).properties.desired).toMatchObject({missed: true});
	});
});
