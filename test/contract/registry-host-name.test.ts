import {lookup} from 'node:dns/promises';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {startEmulator} from '../../source/emulator/start.js';
import type {Emulator} from '../../source/emulator/types.js';
import {createRegistry, createToken, openDevice, requestHub} from '../helpers/emulator.js';

// Stands for a line in the hosts file, which a test may not write.
vi.mock('node:dns/promises', () => ({lookup: vi.fn()}));

const hostName = 'my-hub.azure-devices.net';
let emulator: Emulator;
beforeAll(async () => {
	vi.mocked(lookup).mockResolvedValue([{address: '127.0.0.1', family: 4}] as never);
	emulator = await startEmulator({hostName: 'My-Hub.azure-devices.net'});
});
afterAll(() => emulator.close());

describe('a local hub with the name of a real one', () => {
	it('is what the service SDK and a device know by that name', async () => {
		const registry = createRegistry(emulator);
		const {responseBody} = await registry.create({deviceId: 'press-01'});
		expect(emulator.deviceConnectionString('press-01')).toContain(`HostName=${hostName};`);
		const device = await openDevice(emulator, 'press-01');
		await expect.poll(async () => (await registry.get('press-01')).responseBody.connectionState).toBe('Connected');
		await device.close();
		expect(responseBody.deviceId).toBe('press-01');
	});

	it.each([hostName, `${hostName}:443`, 'localhost'])('answers under %s', async host => {
		expect((await requestHub(emulator, 'GET', '/devices', {headers: {host}})).status).toBe(200);
	});

	it('takes tokens for that name and for localhost, and for no other', async () => {
		const ask = async (resource: string) => (await requestHub(emulator, 'GET', '/devices', {token: createToken(emulator, {resource})})).status;
		expect(await ask(hostName)).toBe(200);
		expect(await ask('localhost')).toBe(200);
		expect(await ask('other-hub.azure-devices.net')).toBe(401);
	});
});
