// The small build: the whole of zod takes longer to load than the rest of the command line.
import * as z from 'zod/mini';
import {UsageError} from './errors.js';
import {findDeviceIdFault} from './identity-rules.js';
import {show} from './safe-text.js';
import type {DeviceProtocol} from './simulator/types.js';

/** Flags as the command line gave them, not yet checked. */
export type Flags = Readonly<Record<string, unknown>>;
/** A command by its name; `console` is the bare one. */
export type CommandName = 'console' | 'emulator' | 'simulate' | 'sas' | 'doctor';
export type Environment = Readonly<Record<string, string | undefined>>;

export type ConsoleOptions = {
	/** Where the hub comes from; `ask`: nothing was configured, the first-run screen asks. */
	readonly source: {readonly kind: 'emulator'} | {readonly kind: 'hub'; readonly connectionString: string} | {readonly kind: 'ask'};
	/** Simulated devices of the embedded emulator's fleet. */
	readonly devices: number;
	readonly isReadOnly: boolean;
	readonly consumerGroup: string;
	readonly isAscii: boolean;
	readonly hasColor: boolean;
	/** What one device signs in with, for the doctor. */
	readonly deviceConnectionString: string | undefined;
};
export type EmulatorCommandOptions = {
	readonly hostName: string;
	/** 0: a free port. */
	readonly httpsPort: number;
	readonly mqttsPort: number;
	readonly amqpsPort: number;
	readonly dataDirectory: string | undefined;
	readonly devices: number;
	readonly partitions: number;
	/** `name` or `name:argument` each. */
	readonly faults: readonly string[];
	readonly isJson: boolean;
};
export type SasOptions = {
	readonly verb: 'generate' | 'decode' | 'verify';
	readonly hubConnectionString: string | undefined;
	readonly deviceConnectionString: string | undefined;
	readonly deviceId: string | undefined;
	readonly moduleId: string | undefined;
	readonly lifetimeSeconds: number;
	readonly isJson: boolean;
};
export type SimulateOptions = {
	readonly hubConnectionString: string;
	readonly devices: number;
	readonly prefix: string;
	readonly protocol: DeviceProtocol;
	/** Of all the devices. */
	readonly fault: string | undefined;
};

export type DoctorOptions = {
	readonly hubConnectionString: string;
	/** The device's own, where it was given. */
	readonly deviceConnectionString: string | undefined;
	/** Undefined: that of the device's connection string, else the hub alone. */
	readonly deviceId: string | undefined;
	readonly consumerGroup: string;
	readonly permissions: {readonly callMethod: boolean; readonly signInAsDevice: boolean; readonly writeTwin: boolean};
	/** Nothing that reaches the device, whatever is permitted. */
	readonly isReadOnly: boolean;
	readonly methodName: string;
	/** How long a message of the device is waited for. */
	readonly waitSeconds: number;
	readonly isJson: boolean;
};

/** The variable that holds the hub's connection string. */
export const connectionStringVariable = 'IOTHUB_CONNECTION_STRING';

/** The variable that holds the connection string of one device, for what is done in a device's name. */
export const deviceConnectionStringVariable = 'IOTHUB_DEVICE_CONNECTION_STRING';

/** The flags that each command takes, besides `help` and `version`. */
export const flagsOfCommand: Readonly<Record<CommandName, readonly string[]>> = {
	console: ['emulator', 'devices', 'readOnly', 'consumerGroup', 'ascii', 'color'],
	emulator: ['hostName', 'httpsPort', 'mqttsPort', 'amqpsPort', 'dataDir', 'devices', 'partitions', 'fault', 'json', 'color'],
	simulate: ['devices', 'prefix', 'protocol', 'fault', 'color'],
	sas: ['device', 'module', 'lifetime', 'json', 'color'],
	doctor: ['callMethod', 'writeTwin', 'asDevice', 'readOnly', 'method', 'wait', 'consumerGroup', 'json', 'color'],
};

const matching = (pattern: RegExp) => z.string().check(z.regex(pattern));

const whole = (least: number, most: number) => z.pipe(z.pipe(matching(/^\d{1,9}$/), z.transform(Number)), z.number().check(z.minimum(least), z.maximum(most)));

/** A module id follows the rules of a device id. */
const deviceId = z.string().check(z.refine(id => findDeviceIdFault(id) === undefined));

const rules: Readonly<Record<string, readonly [rule: z.ZodMiniType<unknown>, wanted: string]>> = {
	devices: [whole(0, 10_000), 'a number from 0 to 10000'],
	httpsPort: [whole(0, 65_535), 'a port number from 0 to 65535'],
	mqttsPort: [whole(0, 65_535), 'a port number from 0 to 65535'],
	amqpsPort: [whole(0, 65_535), 'a port number from 0 to 65535'],
	partitions: [whole(1, 32), 'a number from 1 to 32'],
	hostName: [matching(/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i), 'a host name, such as localhost'],
	consumerGroup: [matching(/^[A-Za-z0-9$][A-Za-z0-9._-]{0,49}$/), "a consumer group's name, such as $Default"],
	prefix: [matching(/^[A-Za-z0-9:.+%_!,=@;'()*?-]{0,64}$/), 'up to 64 letters, digits and - _ . : characters'],
	protocol: [z.enum(['mqtt', 'mqtt-ws', 'amqp', 'amqp-ws', 'http'] satisfies DeviceProtocol[]), 'mqtt, mqtt-ws, amqp, amqp-ws or http'],
	fault: [z.array(matching(/./)), 'the name of a fault'],
	dataDir: [matching(/./), 'a directory'],
	device: [deviceId, 'a device id: up to 128 letters, digits and - . _ : and a few other characters'],
	module: [deviceId, 'a module id, of the same characters as a device id'],
	method: [matching(/^[!#%&'*+\-.0-9A-Z^_`a-z|~]{1,1024}$/), "a method's name, such as TestMethod"],
	wait: [whole(1, 3600), 'a number of seconds from 1 to 3600'],
	lifetime: [whole(1, 31_622_400), 'a number of seconds, a year at most'],
};

const examples: Readonly<Record<string, string>> = {prefix: 'line1-', dataDir: './hub', fault: 'throttling', device: 'press-01', module: 'camera'};

function check(command: CommandName, flags: Flags): void {
	for (const [name, value] of Object.entries(flags)) {
		const isKnown = Object.values(flagsOfCommand).some(names => names.includes(name));
		if (value === undefined || (value === false && isKnown) || (Array.isArray(value) && value.length === 0) || (name === 'color' && value === true)) continue;
		if (flagsOfCommand[command].includes(name)) continue;
		throw new UsageError(
			isKnown ? `${flagName(name)} does not go with ${command === 'console' ? 'the console' : command}.` : `There is no option ${show(flagName(name))}.`,
			`Run iot-tui ${command === 'console' ? '' : `${command} `}--help for the options${command === 'console' ? ' and commands' : ''}.`,
		);
	}
}

function read<T>(flags: Flags, name: string, fallback: T): T {
	const value = flags[name];
	if (value === undefined) return fallback;
	const [rule, wanted] = rules[name] ?? [z.unknown(), ''];
	const result = rule.safeParse(value);
	if (!result.success) throw new UsageError(`${flagName(name)} must be ${wanted}.`, `For example: ${flagName(name)} ${examples[name] ?? String(fallback)}`);
	return result.data as T;
}

function flagName(name: string): string {
	return name.length === 1 ? `-${name}` : `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** Connection string of the hub, for a command that has none of its own. @throws UsageError */
function requireHub(command: CommandName, environment: Environment): string {
	const connectionString = environment[connectionStringVariable];
	if (connectionString !== undefined) return connectionString;
	throw new UsageError(
		`iot-tui ${command} needs a hub, and ${connectionStringVariable} is not set.`,
		`Set ${connectionStringVariable} to a connection string of your hub, or to the one that iot-tui emulator prints.`,
	);
}

/** Options of the bare command. @throws UsageError */
export function readConsoleOptions(flags: Flags, environment: Environment): ConsoleOptions {
	check('console', flags);
	const connectionString = environment[connectionStringVariable];
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return {
		source: flags.emulator === true ? {kind: 'emulator'} : connectionString === undefined ? {kind: 'ask'} : {kind: 'hub', connectionString},
		devices: read(flags, 'devices', 12),
		isReadOnly: flags.readOnly === true,
		consumerGroup: read(flags, 'consumerGroup', '$Default'),
		isAscii: flags.ascii === true || (locale !== '' && !/utf-?8/i.test(locale)),
		hasColor: flags.color !== false && !environment.NO_COLOR,
		deviceConnectionString: environment[deviceConnectionStringVariable],
	};
}

/** Options of `iot-tui emulator`. @throws UsageError */
export function readEmulatorOptions(flags: Flags): EmulatorCommandOptions {
	check('emulator', flags);
	return {
		hostName: read(flags, 'hostName', 'localhost').toLowerCase(),
		httpsPort: read(flags, 'httpsPort', 8443),
		mqttsPort: read(flags, 'mqttsPort', 8883),
		amqpsPort: read(flags, 'amqpsPort', 5671),
		dataDirectory: read<string | undefined>(flags, 'dataDir', undefined),
		devices: read(flags, 'devices', 0),
		partitions: read(flags, 'partitions', 4),
		faults: read<readonly string[]>(flags, 'fault', []),
		isJson: flags.json === true,
	};
}

/** Options of `iot-tui simulate`. @throws UsageError */
export function readSimulateOptions(flags: Flags, environment: Environment): SimulateOptions {
	check('simulate', flags);
	const hubConnectionString = requireHub('simulate', environment);
	const [fault, ...moreFaults] = read<readonly string[]>(flags, 'fault', []);
	if (moreFaults.length > 0)
		throw new UsageError('A simulated device has one fault at a time.', 'Give --fault once; run iot-tui simulate twice for two of them.');
	return {
		hubConnectionString,
		devices: read(flags, 'devices', 12),
		prefix: read(flags, 'prefix', ''),
		protocol: read<DeviceProtocol>(flags, 'protocol', 'mqtt'),
		fault,
	};
}

/** Options of `iot-tui sas`. @throws UsageError */
export function readSasOptions(verb: string | undefined, flags: Flags, environment: Environment): SasOptions {
	check('sas', flags);
	if (verb !== 'generate' && verb !== 'decode' && verb !== 'verify') {
		throw new UsageError('iot-tui sas needs to know what to do.', 'Use iot-tui sas generate, iot-tui sas decode or iot-tui sas verify.');
	}
	return {
		verb,
		hubConnectionString: environment[connectionStringVariable],
		deviceConnectionString: environment[deviceConnectionStringVariable],
		deviceId: read<string | undefined>(flags, 'device', undefined),
		moduleId: read<string | undefined>(flags, 'module', undefined),
		lifetimeSeconds: read(flags, 'lifetime', 3600),
		isJson: flags.json === true,
	};
}

/** Options of `iot-tui doctor`. @throws UsageError */
export function readDoctorOptions(deviceWord: string | undefined, flags: Flags, environment: Environment): DoctorOptions {
	check('doctor', flags);
	const fault = deviceWord === undefined ? undefined : findDeviceIdFault(deviceWord);
	if (fault !== undefined) throw new UsageError(fault, 'For example: iot-tui doctor my-device');
	return {
		hubConnectionString: requireHub('doctor', environment),
		deviceConnectionString: environment[deviceConnectionStringVariable],
		deviceId: deviceWord,
		consumerGroup: read(flags, 'consumerGroup', '$Default'),
		// Naming a method says that it may be called.
		permissions: {
			callMethod: flags.callMethod === true || flags.method !== undefined,
			signInAsDevice: flags.asDevice === true,
			writeTwin: flags.writeTwin === true,
		},
		isReadOnly: flags.readOnly === true,
		methodName: read(flags, 'method', 'TestMethod'),
		waitSeconds: read(flags, 'wait', 60),
		isJson: flags.json === true,
	};
}
