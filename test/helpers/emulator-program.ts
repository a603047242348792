import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {expect, onTestFinished} from 'vitest';
import {nodeProgram, program} from './console.js';

/** `iot-tui emulator` in another terminal, with one simulated device; must end well when the test does. @returns the hub's connection string */
export const startEmulatorProgram = async (): Promise<string> => {
	const ports = ['--https-port', '0', '--mqtts-port', '0', '--amqps-port', '0'];
	const emulator = spawn(nodeProgram, [program, 'emulator', '--json', '--devices', '1', ...ports], {stdio: ['ignore', 'pipe', 'ignore']});
	onTestFinished(async () => {
		const ended = once(emulator, 'exit');
		emulator.kill('SIGTERM');
		expect(await ended).toEqual([0, null]);
	});
	const [line] = await once(createInterface(emulator.stdout), 'line');
	const {hubConnectionString}: {hubConnectionString: string} = JSON.parse(line);
	return hubConnectionString;
};
