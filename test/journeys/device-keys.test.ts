import {expect, test} from 'vitest';
import {openConsole, openConsoleOn, selectDevice} from '../helpers/console.js';
import {setUpEmulator} from '../helpers/emulator.js';
import type {Terminal} from '../helpers/terminal.js';

/** A hub that waits for no more feedback before it sends the first. */
const hub = setUpEmulator({deviceIds: ['MyTestDevice'], feedbackDelayMs: 1});

/** A key in a row of a dialog. */
const keyPattern = /│([A-Za-z0-9+/]{43}=) *│/;

/** The key that stands in the open dialog. */
const revealKey = async (terminal: Terminal): Promise<string> => {
	await terminal.press('v');
	const screen = await terminal.see(keyPattern);
	return keyPattern.exec(screen)?.[1] ?? '';
};

test('a device is registered, its key read, copied and replaced, and it is disabled and deleted', async () => {
	// Without the devices that go wrong, whose alarms would take the place of notices.
	const terminal = openConsole(['--emulator', '--devices', '6']);
	await terminal.see(/\d+ shown of/);
	await terminal.press('1', 'n');
	await terminal.see(/Register a device/);
	await terminal.type('My Test');
	await terminal.see(/A device id cannot contain a space/);
	await terminal.press('ctrl+u');
	await terminal.type('MyTestDevice');
	await terminal.press('enter');
	await terminal.see(/two keys that the hub makes/);
	await terminal.press('tab', 'enter');
	await terminal.see(/MyTestDevice is registered/);
	await terminal.see(/│› .*MyTestDevice/);

	await terminal.press('K');
	const masked = await terminal.see(/› primary key +\*{12} {2}SHA-256 [0-9a-f]{8}/);
	expect(masked).not.toMatch(keyPattern);
	const first = await revealKey(terminal);
	// Ten seconds, by the clock on the wall.
	await terminal.see(/Readable for [1-9] s more/);
	await terminal.see(screen => !screen.includes(first), 20_000);
	await terminal.press('y');
	await terminal.see(/Copied the primary key by OSC 52, straight to the terminal/);
	expect(terminal.events).toEqual([`OSC 52 c;${Buffer.from(first).toString('base64')}`]);
	expect(terminal.screen()).not.toContain(first);

	await terminal.press('g');
	await terminal.see(/A device that uses the old primary key .* is cut off/);
	await terminal.see(/›\[ Cancel \]/);
	await terminal.press('tab', 'enter');
	await terminal.see(/The primary key of MyTestDevice is new/);
	const second = await revealKey(terminal);
	expect(second).not.toBe(first);
	await terminal.press('escape');

	await terminal.see(/│› .*MyTestDevice/);
	await terminal.press('E');
	await terminal.see(/Disable: status of MyTestDevice/);
	await terminal.type('lost');
	await terminal.press('enter');
	await terminal.see(/The device is cut off/);
	await terminal.press('tab', 'enter');
	await terminal.see(/MyTestDevice is disabled/);
	await terminal.see(/⊘ DIS +MyTestDevice/);

	await terminal.press('delete');
	await terminal.see(/Delete a device/);
	await terminal.type('MyTestDevice');
	await terminal.see(/device id +MyTestDevice +✓/);
	await terminal.press('tab', 'enter');
	await terminal.see(/MyTestDevice is deleted/);
	await terminal.see(screen => !/│[› ] .*MyTestDevice/.test(screen));
	await terminal.press('r');
	await terminal.see(/7 shown of 7/);
});

test('a message is sent to a device, waits in its queue and is thrown away, which its feedback tells', async () => {
	const terminal = openConsoleOn(hub.emulator.hubConnectionString);
	await selectDevice(terminal, 'MyTestDevice');
	await terminal.press('c');
	await terminal.see(/Message to MyTestDevice/);
	await terminal.type('{"key":"value"}');
	await terminal.see(/Valid JSON, object, 15 B/);
	await terminal.press('enter');
	await terminal.see(/›\[ Cancel \]/);
	await terminal.press('tab', 'enter');
	await terminal.see(/accepted by the hub, waiting for feedback/);
	await terminal.see(/1 waiting/);
	await terminal.press('p');
	await terminal.see(/›\[ Cancel \]/);
	await terminal.press('tab', 'enter');
	await terminal.see(/1 message for MyTestDevice was thrown away/);
	await terminal.see(/Purged: thrown away before delivery/);
	await terminal.see(/0 waiting/);
});
