import {expect, test} from 'vitest';
import {openConsole, selectDevice} from '../helpers/console.js';

test('a method called on a device that is off waits visibly and then says that it is offline', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'spare-00');
	await terminal.see(/not connected, claims the hub/);
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter', 'tab');
	// The wait for the device to connect, from ten seconds to none.
	await terminal.press('backspace', 'backspace', '0', 'enter');
	await terminal.see(/invoke TestMethod on spare-00/);
	await terminal.press('tab', 'enter');
	await terminal.see(/offline|not connected within|not online/i);
	expect(terminal.screen()).toMatch(/connect +0 s/);
});

test('Ctrl+C stops waiting and says that the device may have run it', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'spare-00');
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter', 'enter');
	await terminal.see(/invoke TestMethod on spare-00/);
	await terminal.press('tab', 'enter');
	await terminal.see(/waiting \d/);
	await terminal.press('ctrl+c');
	await terminal.see(/TestMethod →.*The device may have run it/s);
	expect(terminal.screen()).toMatch(/1 Devices/);
});
