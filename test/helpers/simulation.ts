import {onTestFinished} from 'vitest';
import type {Emulator} from '../../source/emulator/types.js';
import {startFleet} from '../../source/simulator/fleet.js';
import type {Fleet, FleetEvent, SimulatedDevice} from '../../source/simulator/types.js';

export type Simulation = {
	readonly fleet: Fleet;
	/** Texts of one kind of event, so far. */
	texts(type: FleetEvent['type']): readonly string[];
};

/** Vitest's hook: tests that run side by side must hand in that of their own context. */
export type AtEnd = (action: () => Promise<void>) => void;

/** Runs one simulated device on the hub until the test ends; registers it when it is missing. */
export function simulate(emulator: Emulator, deviceId: string, device: Partial<SimulatedDevice> = {}, atEnd: AtEnd = onTestFinished): Simulation {
	const {core} = emulator;
	if (!core.registry.list().some(identity => identity.deviceId === deviceId)) core.registry.put(deviceId, {deviceId}, undefined);
	const events: FleetEvent[] = [];
	const fleet = startFleet({
		devices: [{deviceId, connectionString: emulator.deviceConnectionString(deviceId), profileId: 'thermostat', ...device}],
		ca: emulator.ca,
		endpoint: {host: 'localhost', ports: emulator.ports},
		onEvent: event => events.push(event),
	});
	atEnd(() => fleet.close());
	return {fleet, texts: type => events.filter(event => event.type === type).map(({text}) => text)};
}
