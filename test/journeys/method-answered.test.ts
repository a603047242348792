import {expect, test} from 'vitest';
import {openConsole, selectDevice} from '../helpers/console.js';

test('a direct method is called after a review and its answer is shown', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter');
	await terminal.type('{"key":"value"}');
	await terminal.see(/valid JSON, object, 15 B/);
	await terminal.press('enter');
	const review = await terminal.see(/Call a direct method/);
	expect(review).toMatch(/invoke TestMethod on press-01 \(localhost\)/);
	await terminal.press('tab', 'enter');
	await terminal.see(/TestMethod → .*status 200/);
	await terminal.press('z');
	await terminal.see(/"TestMethod received: \{\\"key\\":\\"value\\"\}"/);
});

test('a payload that is no JSON is refused before anything is sent', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('m');
	await terminal.type('TestMethod');
	await terminal.press('enter');
	await terminal.type('{"key":');
	await terminal.see(/✕/);
	await terminal.press('enter');
	await terminal.see(/Not ready: column/);
	expect(terminal.screen()).not.toMatch(/Call a direct method/);
});

test('a method that the device does not have says so', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('m');
	await terminal.type('Nothing');
	// The answer that never comes is waited for five seconds instead of thirty.
	await terminal.press('enter', 'tab', 'tab', 'backspace', 'backspace', '5', 'enter');
	await terminal.see(/invoke Nothing on press-01/);
	await terminal.press('tab', 'enter');
	await terminal.see(/no handler|did not answer|no answer/i);
});

test('a name that sounds dangerous wants the id of the device, and Enter by habit calls nothing', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.press('m');
	await terminal.type('reboot');
	await terminal.press('enter', 'enter');
	await terminal.see(/type the id of the device to allow it/);
	await terminal.press('enter', 'enter', 'enter');
	await terminal.see(screen => !screen.includes('Call a direct method'));
	await terminal.press('.');
	await terminal.see(/No method of this device has been called yet/);
	await terminal.press('enter');
	await terminal.see(/Call a direct method/);
	await terminal.press('tab', 'enter');
	await terminal.see(/Not done: type the id of the device first, press-01/);
	await terminal.type('press-01');
	await terminal.press('enter');
	await terminal.see(/reboot → /);
});
