import {expect, it, onTestFinished} from 'vitest';
import {planFleet} from '../../source/commands/fleet-plan.js';
import {runSimulate} from '../../source/commands/simulate.js';
import {HubError, UsageError} from '../../source/errors.js';
import type {ProfileId} from '../../source/simulator/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {readTelemetry} from '../helpers/mqtt-wire.js';

const hub = setUpEmulator();
const healthy = {protocol: 'mqtt', fault: undefined} as const;
const idOf = (profileId: ProfileId): string => planFleet(12, 'try-').find(device => device.profileId === profileId)?.deviceId ?? '';

function collect() {
	const out: string[] = [];
	const talk: string[] = [];
	const stopping = new AbortController();
	onTestFinished(() => stopping.abort());
	const io = {stdout: {write: (text: string) => out.push(text)}, stderr: {write: (text: string) => talk.push(text)}, stop: stopping.signal};
	return {io, stop: () => stopping.abort(), read: () => out.join(''), readTalk: () => talk.join('')};
}

it('registers the devices it needs, runs them and leaves them registered', async () => {
	const {core, hubConnectionString} = hub.emulator;
	const {io, stop, read, readTalk} = collect();
	const done = runSimulate({hubConnectionString, devices: 12, prefix: 'try-', ...healthy}, io);
	await eventually(readTalk).toBe('12 of 12 simulated devices are connected to localhost. Ctrl+C stops them.\n');
	await eventually(() => readTelemetry(core, idOf('tutorial')).length).toBeGreaterThan(0);
	await eventually(() => read().includes(`${idOf('garbled')} sent         temp=21.5;hum=60\n`)).toBe(true);
	stop();
	await done;
	expect(readTalk()).toMatch(/\nThe devices are stopped\. Their 12 identities stay registered at localhost\.\n$/);
	await eventually(() => core.connections.count).toBe(0);
	expect(core.registry.statistics().totalDeviceCount).toBe(12);
	for (const line of read().trimEnd().split('\n'))
		expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z try-[a-z]+-\d\d (connected|disconnected|sent|received|method|desired|reported|error)\b[^\p{Cc}\p{Cf}]*$/u);
	expect(read()).toMatch(new RegExp(`${idOf('garbled')} reported .*<U\\+202E>`));
});

it('uses the devices of an earlier run again', async () => {
	const {io, stop, readTalk} = collect();
	const keyBefore = hub.emulator.core.registry.get(idOf('tutorial')).authentication.symmetricKey.primaryKey;
	const done = runSimulate({hubConnectionString: hub.emulator.hubConnectionString, devices: 2, prefix: 'try-', ...healthy}, io);
	await eventually(readTalk).toContain('2 of 2');
	stop();
	await done;
	expect(hub.emulator.core.registry.get(idOf('tutorial')).authentication.symmetricKey.primaryKey).toBe(keyBefore);
});

it('refuses a wrong key without showing it, and a count of none', async () => {
	const wrong = hub.emulator.hubConnectionString.replace(/SharedAccessKey=[^;]+/, `SharedAccessKey=${Buffer.alloc(32, 7).toString('base64')}`);
	const refused = runSimulate({hubConnectionString: wrong, devices: 1, prefix: '', ...healthy}, collect().io);
	await expect(refused).rejects.toThrow(HubError);
	await expect(refused).rejects.not.toThrow(Buffer.alloc(32, 7).toString('base64'));
	await expect(runSimulate({hubConnectionString: wrong, devices: 0, prefix: '', ...healthy}, collect().io)).rejects.toThrow(UsageError);
});

it('gives every device the protocol and the fault that are asked for', async () => {
	const {core, hubConnectionString} = hub.emulator;
	const {io, stop, read, readTalk} = collect();
	const done = runSimulate({hubConnectionString, devices: 2, prefix: 'odd-', protocol: 'amqp-ws', fault: 'heartbeats-only'}, io);
	await eventually(readTalk).toContain('2 of 2');
	await eventually(() => readTelemetry(core, 'odd-press-01').map(({application}) => application)).toContainEqual({heartbeat: 'true'});
	stop();
	await done;
	expect(read()).not.toMatch(/ error /);
});

it('refuses a fault that devices do not have by listing those that they have', async () => {
	const {hubConnectionString} = hub.emulator;
	const refused = runSimulate({hubConnectionString, devices: 1, prefix: 'never-', protocol: 'mqtt', fault: 'throttling'}, collect().io);
	await expect(refused).rejects.toThrow(/^There is no fault throttling; the faults are wrong-key, /);
	expect(hub.emulator.core.registry.list().some(({deviceId}) => deviceId.startsWith('never-'))).toBe(false);
});
