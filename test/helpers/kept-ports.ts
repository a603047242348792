import {EmulatorError} from '../../source/emulator/emulator-error.js';
import {startEmulator} from '../../source/emulator/start.js';
import type {Emulator, EmulatorOptions} from '../../source/emulator/types.js';

/** Below those that systems give to whoever asks for any: from 32768 on, or higher. */
const lowestPort = 10_000;
const portsPerHub = 3;
const hubCount = 7000;
const attempts = 100;
/** Ten hubs away from those of the next process. */
let next = process.pid * 10;

const isTaken = (error: unknown): boolean =>
	error instanceof EmulatorError && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EADDRINUSE';

/** `startEmulator` at ports that nobody else comes to while a fault or a restart leaves them unused. */
export async function startOnKeptPorts(options: EmulatorOptions = {}): Promise<Emulator> {
	for (let attempt = 1; ; attempt++) {
		const https = lowestPort + (next++ % hubCount) * portsPerHub;
		try {
			return await startEmulator({...options, ports: {https, mqtts: https + 1, amqps: https + 2}});
		} catch (error) {
			if (attempt === attempts || !isTaken(error)) throw error;
		}
	}
}
