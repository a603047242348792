import {Message} from 'azure-iot-device';
import {expect, test} from 'vitest';
import {answer, expectWholeFrames, openConsole, openConsoleOn, selectDevice} from '../helpers/console.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';
import {hostileTexts} from '../helpers/hostile.js';

// A body may draw corners of its own; only the check of the frames could not tell them apart.
const attacks = hostileTexts.filter(text => !/[┌└]/.test(text));
const hub = setUpEmulator({deviceIds: ['attacker']});

test('what the garbled device sends is seen and does nothing', async () => {
	const terminal = openConsole(undefined, {columns: 80, rows: 24});
	await selectDevice(terminal, 'scale-09');
	await terminal.see(/\\x1b\[2J\\x1b\[1;1HALL YOUR/, 60_000);
	await expectWholeFrames(terminal);
	await terminal.press('3');
	await terminal.see(/note/);
	await expectWholeFrames(terminal);
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter', 'enter');
	await answer(terminal, 'Invoke');
	await terminal.see(/status 418/);
	await expectWholeFrames(terminal);
	expect(terminal.events).toEqual([]);
});

test('no known attack in a body moves a frame, rings, names the window or writes the clipboard', async () => {
	const {emulator} = hub;
	const terminal = openConsoleOn(emulator.hubConnectionString, [], {columns: 120, rows: 40});
	await selectDevice(terminal, 'attacker');
	await terminal.see(/No message from attacker/);
	const device = await openDevice(emulator, 'attacker');
	try {
		for (const [index, text] of attacks.entries()) {
			await device.sendEvent(new Message(text));
			if (index % 15 === 14 || index === attacks.length - 1) {
				await device.sendEvent(new Message(`up to ${index}`));
				await terminal.see(new RegExp(`\\.\\d{3} up to ${index}`));
				await expectWholeFrames(terminal);
			}
		}
	} finally {
		await device.close();
	}

	expect(terminal.events).toEqual([]);
});
