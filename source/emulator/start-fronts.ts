import {startAmqpFront} from './amqp-front.js';
import {EmulatorError} from './emulator-error.js';
import type {Gate} from './gate.js';
import {startHttpsFront} from './https-front.js';
import {startMqttFront} from './mqtt-front.js';
import type {EmulatorOptions, Front, FrontOptions} from './types.js';
import {createWebSockets} from './websocket.js';

type FrontName = keyof NonNullable<EmulatorOptions['ports']>;
const namesOfFronts: Readonly<Record<FrontName, {readonly title: string; readonly option: string}>> = {
	https: {title: 'HTTPS', option: '--https-port'},
	mqtts: {title: 'MQTT', option: '--mqtts-port'},
	amqps: {title: 'AMQP', option: '--amqps-port'},
};
const reasonsByCode: Readonly<Record<string, string>> = {
	EADDRINUSE: 'is already in use',
	EACCES: 'may not be opened by this user',
	ERR_SOCKET_BAD_PORT: 'is not a port number',
};

/** The system's error in words that name the port. */
function describeFailure(error: unknown, name: FrontName, port: number): unknown {
	const reason = error instanceof Error && 'code' in error ? reasonsByCode[String(error.code)] : undefined;
	if (reason === undefined) return error;
	const {title, option} = namesOfFronts[name];
	return new EmulatorError(`Port ${port} for ${title} ${reason}.`, `Choose another one with ${option}; 0 takes a free one.`, {cause: error});
}

export type Fronts = {
	readonly ports: Readonly<Record<FrontName, number>>;
	readonly gates: Readonly<Record<FrontName, Gate>>;
	close(): Promise<void>;
};

/**
 * Opens the hub's three ports; all of them accept connections when this resolves, none when it rejects. WebSockets come in on the HTTPS
 * port, and what they carry goes to the MQTT and the AMQP front.
 * @throws EmulatorError naming the port that cannot be had and the option that changes it.
 */
export async function startFronts(options: Omit<FrontOptions, 'port'>, ports: EmulatorOptions['ports'] = {}): Promise<Fronts> {
	const started: {close(): Promise<void>}[] = [];
	const close = async () => {
		await Promise.all(started.map(front => front.close()));
	};
	const open = async <F extends Front>(name: FrontName, start: (options: FrontOptions) => Promise<F>): Promise<F> => {
		const port = ports[name] ?? 0;
		try {
			const front = await start({...options, port});
			started.push(front);
			return front;
		} catch (error) {
			throw describeFailure(error, name, port);
		}
	};
	try {
		const mqtts = await open('mqtts', startMqttFront);
		const amqps = await open('amqps', startAmqpFront);
		const webSockets = createWebSockets(options.core, {mqtt: mqtts.accept, amqp: amqps.accept});
		started.push(webSockets);
		const https = await open('https', frontOptions => startHttpsFront({...frontOptions, onUpgrade: webSockets.upgrade}));
		return {
			ports: {https: https.port, mqtts: mqtts.port, amqps: amqps.port},
			gates: {https: https.gate, mqtts: mqtts.gate, amqps: amqps.gate},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
