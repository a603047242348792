import {Client as DeviceClient} from 'azure-iot-device';
import {Mqtt} from 'azure-iot-device-mqtt';
import {describe, expect, it} from 'vitest';
import {ensureDevices} from '../../source/hub/identities.js';
import {createRegistry, setUpEmulator} from '../helpers/emulator.js';
import {addressOf} from '../helpers/hub.js';

const running = setUpEmulator();

describe('making sure that devices exist', () => {
	it('registers what is missing and reads the keys of the rest', async () => {
		const {emulator} = running;
		emulator.core.registry.put('known', {deviceId: 'known'}, undefined);
		const ids = ['known', ...Array.from({length: 230}, (_, index) => `new-${index}`), 'known'];
		const credentials = await ensureDevices(addressOf(emulator), ids);
		expect(credentials.map(({deviceId}) => deviceId)).toEqual(ids);
		expect(emulator.core.registry.statistics().totalDeviceCount).toBe(231);
		for (const {deviceId, connectionString} of credentials) expect(connectionString).toBe(emulator.deviceConnectionString(deviceId));
	});

	it('gives connection strings that devices can sign in with', async () => {
		const [credential] = await ensureDevices(addressOf(running.emulator), ['signs-in']);
		const client = DeviceClient.fromConnectionString(credential?.connectionString ?? '', Mqtt);
		await client.setOptions({ca: running.emulator.ca});
		await client.open();
		await client.close();
	});

	it('leaves the keys of existing devices alone', async () => {
		const address = addressOf(running.emulator);
		const first = await ensureDevices(address, ['again-1', 'again-2']);
		expect(await ensureDevices(address, ['again-1', 'again-2'])).toEqual(first);
	});

	it('works on a hub that has more devices than one listing shows', async () => {
		const {emulator} = running;
		const filler = Array.from({length: 1200}, (_, index) => ({id: `filler-${index}`, importMode: 'create'}));
		for (let start = 0; start < filler.length; start += 100) emulator.core.registry.bulk(filler.slice(start, start + 100));
		const credentials = await ensureDevices(addressOf(emulator), ['filler-1150', 'filler-3', 'late-1', 'late-2']);
		for (const {deviceId, connectionString} of credentials) expect(connectionString).toBe(emulator.deviceConnectionString(deviceId));
	});

	it('refuses a device that signs in with a certificate', async () => {
		await createRegistry(running.emulator).addDevices([{deviceId: 'cert-only', authentication: {type: 'certificateAuthority'}}]);
		await expect(ensureDevices(addressOf(running.emulator), ['cert-only'])).rejects.toMatchObject({
			kind: 'invalid',
			message: expect.stringContaining('cert-only'),
		});
	});

	it('refuses an id that no hub accepts', async () => {
		await expect(ensureDevices(addressOf(running.emulator), ['no spaces please'])).rejects.toMatchObject({kind: 'invalid'});
	});

	it('needs a policy that may write', async () => {
		await expect(ensureDevices(addressOf(running.emulator, {policyName: 'registryRead'}), ['x-1'])).rejects.toMatchObject({kind: 'unauthorized'});
	});

	it('asks the hub for nothing when there is nothing to do', async () => {
		expect(await ensureDevices(addressOf(running.emulator, {key: 'AAAA'}), [])).toEqual([]);
	});
});
