import {expect, test} from 'vitest';
import {openConsole, selectDevice} from '../helpers/console.js';

test('the chart shows what the selected device and the hub have sent', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.see(/\d\d\.\d{3} \{"temperature"/);
	// The filter would leave no other device to go to.
	await terminal.press('1', 'escape', 'v');
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
	const terminal = openConsole();
	await selectDevice(terminal, 'valve-07');
	await terminal.see(/● OK +valve-07/);
	await terminal.press('1', 'i');
	await terminal.type('3');
	await terminal.press('enter');
	await terminal.see(/valve-07 is expected to send every 3 s \(set\)/);
	// It sends for a minute and then says nothing any more, though it stays connected.
	await terminal.see(/│ ! \d+ alarms? │[\s\S]*valve-07 is (LATE|GONE), was (OK|LATE): silent since \d\d:\d\d:\d\d/, 110_000);
	await terminal.press('!');
	await terminal.see(/valve-07 +● OK +→ ▲ LATE +silent since \d\d:\d\d:\d\d/);
	await terminal.press('escape');
	const screen = await terminal.see(now => /1 Devices/.test(now) && /✕ GONE +valve-07/.test(now));
	// The hub's claim is in a column of its own, and says otherwise.
	expect(screen).toMatch(/✕ GONE +valve-07 +\S+ +on/);
	await terminal.press('v');
	await terminal.see(/✕ GONE[\s\S]*1 ✓ registered and enabled[\s\S]*2 ✓ connected, claims the hub[\s\S]*D asks the doctor/);
}, 180_000);
