import {test} from 'vitest';
import {openConsole, selectDevice} from '../helpers/console.js';

test('the doctor finds a device healthy, and after it was disabled says that and how to undo it', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('D');
	await terminal.see(/PASS +The device is healthy/);
	await terminal.press('p');
	await terminal.see(/MQTT over WebSocket +PASS.*PASS.*PASS.*PASS/);
	await terminal.press('escape', 'escape');
	await terminal.see(/1 Devices/);

	await terminal.press(':');
	await terminal.type('fault disabled-device:press-01');
	await terminal.press('enter');
	await terminal.see(/The fault disabled-device:press-01 is on/);
	await terminal.press('escape');
	await terminal.see(screen => !screen.includes('fault NAME[:ARG]'));
	await terminal.press('D');
	await terminal.see(/do +Ask why it was disabled/);
	await terminal.press('enter');
	await terminal.see(/saw +Its status is disabled\. The reason that was left: disabled by a fault/);
});

test('a method is called from the doctor once that was allowed', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('D');
	await terminal.see(/PASS +The device is healthy/);
	await terminal.press('m');
	await terminal.see(/Call TestMethod on press-01\?/);
	await terminal.press('tab', 'enter');
	await terminal.see(/PASS +A direct method goes there and back/);
	await terminal.see(/PASS +The device is healthy/);
});
