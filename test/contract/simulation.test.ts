import {describe, expect, it} from 'vitest';
import {startSimulation} from '../../source/commands/simulation.js';
import {UsageError} from '../../source/errors.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';

const hub = setUpEmulator({deviceIds: ['MyTestDevice', 'pump-01']});

describe.concurrent('devices that the console runs on the embedded hub', () => {
	it('the tutorial: a device runs with the key it was given, and is refused once that is reset, until it gets the new one', async ({
		expect,
		onTestFinished,
	}) => {
		const {registry} = hub.emulator.core;
		const {fleet, simulation} = startSimulation(hub.emulator, []);
		onTestFinished(() => fleet.close());
		const now = () => simulation.getState().get('MyTestDevice');

		await simulation.start('MyTestDevice');
		await eventually(now, expect).toEqual({deviceId: 'MyTestDevice', kind: 'tutorial', isConnected: true});
		const before = (await simulation.credential('MyTestDevice'))?.reveal();
		expect(before).toBe(hub.emulator.deviceConnectionString('MyTestDevice'));

		const identity = registry.get('MyTestDevice');
		const symmetricKey = {...identity.authentication.symmetricKey, primaryKey: Buffer.from('another key, thirty-two bytes ..').toString('base64')};
		registry.put('MyTestDevice', {deviceId: 'MyTestDevice', authentication: {type: 'sas', symmetricKey}}, '*');
		await simulation.restart('MyTestDevice');
		await eventually(() => now()?.failure, expect).toBe('Connection refused: Not authorized');
		expect((await simulation.credential('MyTestDevice'))?.reveal()).toBe(before);

		await simulation.start('MyTestDevice', 'slow');
		await eventually(now, expect).toEqual({deviceId: 'MyTestDevice', kind: 'slow', isConnected: true});
		expect((await simulation.credential('MyTestDevice'))?.reveal()).toBe(hub.emulator.deviceConnectionString('MyTestDevice'));

		await simulation.stop('MyTestDevice');
		await eventually(() => registry.get('MyTestDevice').connectionState, expect).toBe('Disconnected');
		expect(now()).toBeUndefined();
		expect(await simulation.credential('MyTestDevice')).toBeUndefined();
	});

	it('tells the credential of a device with a fault as the device uses it', async ({onTestFinished}) => {
		const {fleet, simulation} = startSimulation(hub.emulator, [{deviceId: 'pump-01', profileId: 'slow'}]);
		onTestFinished(() => fleet.close());
		const pump = fleet.devices.get('pump-01') ?? expect.unreachable();
		const credential = async () => (await simulation.credential('pump-01'))?.reveal();
		await fleet.run({...pump, fault: 'wrong-case-id'});
		expect(await credential()).toContain(';DeviceId=PUMP-01;');
		await fleet.run({...pump, fault: 'expired-token'});
		const expiry = /;SharedAccessSignature=SharedAccessSignature sr=localhost%2Fdevices%2Fpump-01&sig=\S+&se=(\d+);Gateway/.exec(
			(await credential()) ?? '',
		)?.[1];
		expect(Number(expiry)).toBeLessThan(Date.now() / 1000);
	});

	it.each([
		['start', 'nobody', undefined, /^The hub has no device nobody\.$/],
		['start', 'pump-01', 'gremlin', /^There is no kind gremlin of simulated device\.$/],
		['start', 'pump-01', '__proto__', /^There is no kind __proto__/],
		['restart', 'spare\u001B[2J', undefined, /^No device spare\\x1b\[2J is simulated\.$/],
		['stop', 'pump-01', undefined, /^No device pump-01 is simulated\.$/],
	] as const)('refuses to %s %j of kind %j in one sentence', async (verb, deviceId, kind, message) => {
		const {simulation} = startSimulation(hub.emulator, []);
		const done = verb === 'start' ? simulation.start(deviceId, kind) : simulation[verb](deviceId);
		await expect(done).rejects.toThrow(message);
		await expect(done).rejects.toThrow(UsageError);
	});
});
