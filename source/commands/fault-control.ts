import {HubFault} from '../emulator/core/fault.js';
import {injectableFaults, isInjectedFaultName} from '../emulator/core/faults/catalogue.js';
import {type InjectedFault, type InjectedFaultName, readFaultObject} from '../emulator/core/faults.js';
import type {Emulator} from '../emulator/types.js';
import {UsageError} from '../errors.js';
import type {ActiveFault, AvailableFault, FaultControl} from '../fault-control.js';
import {show} from '../safe-text.js';
import {deviceFaults, isDeviceFault} from '../simulator/faults.js';
import type {DeviceFault, Fleet, SimulatedDevice} from '../simulator/types.js';

const deviceArgument = '[a device id]';

/** Every fault there is. */
const availableFaults: readonly AvailableFault[] = [
	...Object.entries(injectableFaults).map(([name, {summary, argument}]) => ({name, on: 'hub' as const, summary, ...(argument && {argument})})),
	...Object.entries(deviceFaults).map(([name, {summary}]) => ({name, on: 'device' as const, summary, argument: deviceArgument})),
];

/** `name` or `name:argument`, as `--fault` takes it. */
export function splitFault(text: string): readonly [name: string, argument: string | undefined] {
	const at = text.indexOf(':');
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** The refusal of a name that no fault of `kinds` has. */
export function refuseFault(name: string, kinds: readonly AvailableFault['on'][]): UsageError {
	const names = availableFaults.filter(({on}) => kinds.includes(on)).map(fault => fault.name);
	return new UsageError(`There is no fault ${show(name)}; the faults are ${names.join(', ')}.`, 'Use one of these names.');
}

function readHubFault(name: InjectedFaultName, argument: string | undefined): InjectedFault {
	const {argument: wanted, read} = injectableFaults[name];
	const fault = read(argument);
	if (fault !== undefined) return fault;
	if (wanted === undefined) throw new UsageError(`The fault ${name} takes no argument.`, `Use ${name} alone.`);
	throw new UsageError(`The fault ${name} needs ${wanted.replaceAll(/[[\]]/g, '')} as its argument.`, `Write it as ${name}:ARG.`);
}

/** The amount that a fault was set with, in the unit of its argument. */
function readAmount(fault: InjectedFault): number | undefined {
	if ('delayMs' in fault) return fault.delayMs / 1000;
	if ('aheadMs' in fault) return fault.aheadMs / 60_000;
	return 'retryAfterSeconds' in fault ? fault.retryAfterSeconds : undefined;
}

function describe(fault: InjectedFault): ActiveFault {
	const argument = readFaultObject(fault) ?? readAmount(fault)?.toString();
	return {name: fault.name, ...(argument !== undefined && {argument})};
}

/** Switches the faults of a hub in this thread, and of the devices that are simulated on it. */
export function createFaultControl(emulator: Emulator, fleet: Fleet | undefined): FaultControl {
	const {faults} = emulator.core;

	/** A device that has the fault already keeps running. */
	const switchFault = async (device: SimulatedDevice, fault: DeviceFault | undefined): Promise<void> => {
		if (device.fault !== fault) await fleet?.run({...device, fault});
	};
	const setOnDevices = async (fault: DeviceFault, deviceId: string | undefined): Promise<void> => {
		const devices = [...(fleet?.devices.values() ?? [])];
		if (devices.length === 0) throw new UsageError(`No device is simulated that could have the fault ${fault}.`, 'Simulate some with --devices.');
		const concerned = devices.filter(device => (deviceId ?? device.deviceId) === device.deviceId);
		if (concerned.length === 0) {
			throw new UsageError(`No device ${show(deviceId ?? '')} is simulated.`, 'Name one of the simulated devices, or none for all of them.');
		}
		await Promise.all(concerned.map(device => switchFault(device, fault)));
	};

	return {
		list: () => ({
			available: availableFaults,
			active: [
				...faults.list().map(describe),
				...[...(fleet?.devices.values() ?? [])].flatMap(({deviceId, fault}) => (fault === undefined ? [] : [{name: fault, argument: deviceId}])),
			],
		}),
		async set(name, argument) {
			if (isDeviceFault(name)) return await setOnDevices(name, argument);
			if (!isInjectedFaultName(name)) throw refuseFault(name, ['hub', 'device']);
			try {
				faults.set(readHubFault(name, argument));
			} catch (error) {
				if (error instanceof HubFault)
					throw new UsageError(`The fault ${name} cannot be set on ${show(argument ?? '')} (${error.faultName}).`, 'Name something that the hub has.');
				throw error;
			}
			await emulator.settleFaults();
		},
		async clear(name, argument) {
			if (isDeviceFault(name)) {
				const concerned = [...(fleet?.devices.values() ?? [])].filter(({deviceId, fault}) => fault === name && (argument ?? deviceId) === deviceId);
				await Promise.all(concerned.map(device => switchFault(device, undefined)));
				return;
			}
			if (!isInjectedFaultName(name)) throw refuseFault(name, ['hub', 'device']);
			const object = argument === undefined ? undefined : readFaultObject(readHubFault(name, argument));
			faults.clear(name, object);
			await emulator.settleFaults();
		},
	};
}
