import {expect, test} from 'vitest';
import {openConsole, openConsoleOn, selectDevice} from '../helpers/console.js';
import {startEmulatorProgram} from '../helpers/emulator-program.js';

test('the console works on an emulator of another terminal by its connection string alone', async () => {
	const terminal = openConsoleOn(await startEmulatorProgram());
	await selectDevice(terminal, 'press-01');
	await terminal.see(/\d\d\.\d{3} \{"temperature"/);
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter', 'enter', 'tab', 'enter');
	await terminal.see(/TestMethod → .*status 200/);
});

test('a read-only console has no way to write', async () => {
	const terminal = openConsole(['--emulator', '--read-only']);
	await terminal.see(/READ-ONLY/);
	await terminal.see(/desired {2}v1/);
	await terminal.press('3', 'A');
	await terminal.see(/^ The hub is opened read-only: desired properties cannot be changed/m);
	await terminal.press('m');
	const screen = await terminal.see(/^ The hub is opened read-only: calling methods is off/m);
	expect(screen).not.toMatch(/new key/);
});

test('a read-only console switches no fault of its own hub either', async () => {
	const terminal = openConsole(['--emulator', '--read-only']);
	await terminal.see(/13 devices/);
	await terminal.press(':');
	await terminal.see(/read-only; faults and programs/);
	await terminal.type('fault unavailable');
	await terminal.press('enter');
	await terminal.see(/This console is read-only; faults and programs of devices change the hub: start without --read-only/);
	await terminal.press('escape');
	await terminal.see(screen => !screen.includes('Command'));
	// The twin of another device has yet to be read, which that fault would refuse.
	await terminal.press('1', 'j');
	await terminal.see(/3 Twin {2}press-04 [\s\S]*desired {2}v1/);
	expect(terminal.screen()).not.toMatch(/not available at the moment/);
});

test('without a hub the first screen asks for one', async () => {
	const terminal = openConsole([]);
	await terminal.see(/connection string/i);
	await terminal.press('ctrl+c');
	expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
});
