import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {expect, onTestFinished, test} from 'vitest';
import {nodeProgram, openConsole, openConsoleOn, program, selectDevice} from '../helpers/console.js';

/** `iot-tui emulator` in another terminal, with one simulated device. */
const startEmulatorProgram = async (): Promise<string> => {
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

test('the console works on an emulator of another terminal by its connection string alone', async () => {
	const terminal = openConsoleOn(await startEmulatorProgram());
	await selectDevice(terminal, 'press-01');
	await terminal.see(/\d\d\.\d{3} \{"temperature"/);
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter', 'enter', 'enter');
	await terminal.see(/TestMethod → .*status 200/);
});

test('a read-only console has no way to write', async () => {
	const terminal = openConsole(['--emulator', '--read-only']);
	await terminal.see(/READ-ONLY/);
	await terminal.see(/desired {2}v1/);
	await terminal.press('3', 'A');
	await terminal.see(/read-only/);
	await terminal.press('m');
	expect(terminal.screen()).not.toMatch(/new key/);
});

test('without a hub the first screen asks for one', async () => {
	const terminal = openConsole([]);
	await terminal.see(/connection string/i);
	await terminal.press('ctrl+c');
	expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
});
