import {Message} from 'azure-iot-device';
import {expect, onTestFinished, test} from 'vitest';
import {openConsole, openConsoleOn, selectDevice} from '../helpers/console.js';
import {openDevice, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['valve-01']});

test('the chart shows what the selected device and the hub have sent', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.see(/\d\d\.\d{3} \{"temperature"/);
	// The filter would leave no other device to go to.
	await terminal.press('1', 'escape');
	await terminal.see(/13 shown of 13/);
	await terminal.press('v');
	await terminal.see(/Telemetry messages sent/);
	// As many as came before it was opened, and more as they come.
	await terminal.see(/Whole hub {2}\d\d+ in 30 minutes[\s\S]*press-01 {2}[1-9]\d* in 30 minutes/);
	await terminal.see(/│ +[▁▂▃▄▅▆▇█]/);
	await terminal.see(/last message \d\d:\d\d:\d\d\.\d{3} \(now\)[\s\S]*hub → here \d+ ms[\s\S]*expected every 1 s \(learned\)/);
	await terminal.press(']');
	await terminal.see(/press-04 {2}[1-9]\d* in 30 minutes/);
	await terminal.press('escape');
	await terminal.see(/1 Devices/);
});

test('a device that falls silent raises an alarm by the interval that was set for it', async () => {
	const device = await openDevice(hub.emulator, 'valve-01');
	onTestFinished(async () => void (await device.close()));
	const terminal = openConsoleOn(hub.emulator.hubConnectionString);
	await selectDevice(terminal, 'valve-01');
	await terminal.press('1', 'i');
	await terminal.type('2');
	await terminal.press('enter');
	await terminal.see(/valve-01 is expected to send every 2 s \(set\)/);
	// It sends for a while and then says nothing any more, though it stays connected.
	const heartbeat = setInterval(() => void device.sendEvent(new Message('{}')), 500);
	onTestFinished(() => clearInterval(heartbeat));
	await terminal.see(/● OK +valve-01/);
	clearInterval(heartbeat);
	await terminal.see(/│ ! \d+ alarms? │[\s\S]*valve-01 is (LATE|GONE), was (OK|LATE): silent since \d\d:\d\d:\d\d/);
	await terminal.press('!');
	await terminal.see(/valve-01 +● OK +→ ▲ LATE +silent since \d\d:\d\d:\d\d/);
	await terminal.press('escape');
	const screen = await terminal.see(now => /1 Devices/.test(now) && /✕ GONE +valve-01/.test(now));
	// The hub's claim is in a column of its own, and says otherwise.
	expect(screen).toMatch(/✕ GONE +valve-01 +\S+ +on/);
	await terminal.press('v');
	await terminal.see(/✕ GONE[\s\S]*1 ✓ registered and enabled[\s\S]*2 ✓ connected, claims the hub[\s\S]*D asks the doctor/);
});
