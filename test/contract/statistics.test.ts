import {describe, expect, it} from 'vitest';
import {createRegistry, openDevice, requestHub, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['press-01', 'pump-02', 'fan-03']});

describe('I ask for statistics', () => {
	it('and see how many devices there are', async () => {
		const registry = createRegistry(hub.emulator);
		const {responseBody} = await registry.get('fan-03');
		await registry.update({...responseBody, status: 'disabled'});
		const statistics = await registry.getRegistryStatistics();
		expect(statistics.responseBody).toEqual({totalDeviceCount: 3, enabledDeviceCount: 2, disabledDeviceCount: 1});
	});

	it('and see how many devices are connected', async () => {
		const readCount = async () => (await requestHub(hub.emulator, 'GET', '/statistics/service')).json;
		expect(await readCount()).toEqual({connectedDeviceCount: 0});
		const device = await openDevice(hub.emulator, 'press-01');
		await expect.poll(readCount).toEqual({connectedDeviceCount: 1});
		await device.close();
		await expect.poll(readCount).toEqual({connectedDeviceCount: 0});
	});
});
