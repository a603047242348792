import {describe, expect, it, onTestFinished} from 'vitest';
import {createDevice, type RunningDevice} from '../../source/simulator/device.js';
import type {DeviceProtocol, FleetEvent, ProfileId} from '../../source/simulator/types.js';
import {setUpEmulator} from '../helpers/emulator.js';
import {eventually} from '../helpers/eventually.js';
import {startWay, type Way, type WayBreak} from '../helpers/way.js';

const hub = setUpEmulator();

/** More pieces than the hub sends until a device has its twin. */
const steps = Array.from({length: 30}, (_, step) => step + 1);

/** Errors that nobody has handled, which end a program. */
function noteStrays(): readonly unknown[] {
	const strays: unknown[] = [];
	const note = (error: unknown) => void strays.push(error);
	process.on('unhandledRejection', note).on('uncaughtException', note);
	onTestFinished(() => void process.off('unhandledRejection', note).off('uncaughtException', note));
	return strays;
}

type Behind = {readonly device: RunningDevice; readonly way: Way; readonly events: readonly FleetEvent[]};
type BehindOptions = {
	readonly deviceId: string;
	readonly protocol: DeviceProtocol;
	readonly profileId: ProfileId;
	readonly answerTimeoutMs?: number;
	onPiece(number: number, connection: number): WayBreak;
};

/** A device behind a way of its own. */
async function createBehind({deviceId, protocol, profileId, answerTimeoutMs, onPiece}: BehindOptions): Promise<Behind> {
	const {core, ca, ports} = hub.emulator;
	core.registry.put(deviceId, {deviceId}, undefined);
	const way = await startWay(protocol === 'amqp' ? ports.amqps : ports.https, onPiece);
	const events: FleetEvent[] = [];
	const device = createDevice(
		{deviceId, connectionString: hub.emulator.deviceConnectionString(deviceId), profileId, protocol},
		{ca, endpoint: {host: 'localhost', ports: {...ports, https: way.port, amqps: way.port}}, answerTimeoutMs},
		event => events.push(event),
	);
	onTestFinished(() => device.close());
	return {device, way, events};
}

describe.each<DeviceProtocol>(['amqp', 'amqp-ws'])('a device over %s', protocol => {
	it('that is closed at any moment of its start leaves no connection and no error', async () => {
		const strays = noteStrays();
		const runs = steps.map(async step => {
			const reached = Promise.withResolvers<void>();
			const onPiece = (number: number): WayBreak => {
				if (number === step) setImmediate(reached.resolve);
				return 'none';
			};
			const {device, way} = await createBehind({deviceId: `closed-${protocol}-${step}`, protocol, profileId: 'silent', onPiece});
			await Promise.race([reached.promise, device.start()]);
			await device.close();
			await eventually(() => way.openCount).toBe(0);
		});
		await Promise.all(runs);
		expect(strays).toEqual([]);
	});

	it('whose first connection is lost at any moment of its start goes on, and leaves no connection and no error', async () => {
		const strays = noteStrays();
		const runs = steps.map(async step => {
			const onPiece = (number: number, connection: number): WayBreak => (connection === 1 && number === step ? 'cut' : 'none');
			const {device, way} = await createBehind({deviceId: `lost-${protocol}-${step}`, protocol, profileId: 'thermostat', onPiece});
			await device.start();
			await eventually(() => device.isConnected).toBe(true);
			await device.close();
			await eventually(() => way.openCount).toBe(0);
		});
		await Promise.all(runs);
		expect(strays).toEqual([]);
	});
});

/** Where the first connection falls silent: before anything, within TLS, and, where the SDK can be made to let go at once, within the sign-in. */
const silences = [
	['amqp', steps.slice(0, 12)],
	['amqp-ws', [1, 2]],
] as const;

it.each(silences)('a device over %s whose first connection falls silent before it has signed in gives up, and tries again', async (protocol, silentSteps) => {
	const strays = noteStrays();
	const runs = silentSteps.map(async step => {
		const onPiece = (number: number, connection: number): WayBreak => (connection === 1 && number === step ? 'swallow' : 'none');
		const deviceId = `mute-${protocol}-${step}`;
		const {device, way, events} = await createBehind({deviceId, protocol, profileId: 'silent', answerTimeoutMs: 2000, onPiece});
		const started = device.start();
		await eventually(() => device.isConnected).toBe(true);
		if (way.madeCount > 1) {
			await started;
			expect(events[0]?.type).toBe('error');
			await eventually(() => way.openCount).toBe(1);
		}
		await device.close();
		await eventually(() => way.openCount).toBe(0);
		return way.madeCount;
	});
	const made = await Promise.all(runs);
	expect(made[0], 'of the connection that says nothing at all').toBeGreaterThan(1);
	expect(strays).toEqual([]);
});

it('a device over http gives up what the hub does not answer, closes its connection, and goes on', async () => {
	let isMute = true;
	const onPiece = (): WayBreak => (isMute ? 'swallow' : 'none');
	const {device, way, events} = await createBehind({deviceId: 'mute-http', protocol: 'http', profileId: 'thermostat', answerTimeoutMs: 500, onPiece});
	await device.start();
	await eventually(() => events.find(event => event.type === 'error')?.text).toBe('The hub did not answer in time.');
	await eventually(() => way.madeCount - way.openCount).toBeGreaterThan(2);
	isMute = false;
	await eventually(() => events.some(event => event.type === 'sent')).toBe(true);
	await device.close();
	await eventually(() => way.openCount).toBe(0);
});
