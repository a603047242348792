import {startAmqpFront} from './amqp-front.js';
import {EmulatorError} from './emulator-error.js';
import {startHttpsFront} from './https-front.js';
import {startMqttFront} from './mqtt-front.js';
import type {EmulatorOptions, Front, FrontOptions} from './types.js';

type FrontName = keyof NonNullable<EmulatorOptions['ports']>;
const frontsByName: Readonly<Record<FrontName, {readonly title: string; readonly option: string; start(options: FrontOptions): Promise<Front>}>> = {
	https: {title: 'HTTPS', option: '--https-port', start: startHttpsFront},
	mqtts: {title: 'MQTT', option: '--mqtts-port', start: startMqttFront},
	amqps: {title: 'AMQP', option: '--amqps-port', start: startAmqpFront},
};
const reasonsByCode: Readonly<Record<string, string>> = {
	EADDRINUSE: 'is already in use',
	EACCES: 'may not be opened by this user',
	ERR_SOCKET_BAD_PORT: 'is not a port number',
};

async function startFront(name: FrontName, options: FrontOptions): Promise<Front> {
	const {title, option, start} = frontsByName[name];
	try {
		return await start(options);
	} catch (error) {
		const reason = error instanceof Error && 'code' in error ? reasonsByCode[String(error.code)] : undefined;
		if (reason === undefined) throw error;
		throw new EmulatorError(`Port ${options.port} for ${title} ${reason}.`, `Choose another one with ${option}; 0 takes a free one.`, {cause: error});
	}
}

export type Fronts = {readonly ports: Readonly<Record<FrontName, number>>; close(): Promise<void>};

/**
 * Opens the hub's three ports; all of them accept connections when this resolves, none when it rejects.
 * @throws EmulatorError naming the port that cannot be had and the option that changes it.
 */
export async function startFronts(options: Omit<FrontOptions, 'port'>, ports: EmulatorOptions['ports'] = {}): Promise<Fronts> {
	const started: Front[] = [];
	const close = async () => {
		await Promise.all(started.map(front => front.close()));
	};
	const open = async (name: FrontName) => {
		const front = await startFront(name, {...options, port: ports[name] ?? 0});
		started.push(front);
		return front.port;
	};
	try {
		return {ports: {https: await open('https'), mqtts: await open('mqtts'), amqps: await open('amqps')}, close};
	} catch (error) {
		await close();
		throw error;
	}
}
