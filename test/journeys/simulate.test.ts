import {test} from 'vitest';
import {answer, openConsole} from '../helpers/console.js';
import type {Terminal} from '../helpers/terminal.js';

const command = async (console: Terminal, line: string): Promise<void> => {
	await console.press(':');
	await console.see(/Command/);
	await console.type(line);
	await console.press('enter');
};

test('a registered device is run from the console, keeps its old key after a reset, and the doctor knows why it is refused', async () => {
	// Without the devices that go wrong, whose alarms would take the place of notices.
	const console = openConsole(['--emulator', '--devices', '6']);
	await console.see(/7 devices/);
	await console.press('n');
	await console.see(/Register a device/);
	await console.type('MyTestDevice');
	await console.press('enter');
	await answer(console, 'Register');
	await console.see(/MyTestDevice is registered/);

	await command(console, 'simulate');
	await console.see(/The program of MyTestDevice runs, with the device's present key/);
	await console.see(/● OK +MyTestDevice/);
	await console.see(/devicelaststarted "20/);

	await console.press('K');
	await console.see(/› primary key/);
	await console.press('g');
	await console.see(/cut off/);
	await answer(console, 'Regenerate');
	await console.see(/The primary key of MyTestDevice is new/);
	await console.press('escape');
	await command(console, 'restart');
	await console.see(/The program of MyTestDevice says: Connection refused: Not authorized {2}D finds out why/);
	await console.press('D');
	await console.see(/│FAIL {2}The key of the device is neither of the two stored keys/);
	await console.press('escape', 'escape');
	await console.see(/8 shown of 8/);

	await command(console, 'simulate MyTestDevice');
	await console.see(/● OK +MyTestDevice/);
	await command(console, 'simulate MyTestDevice off');
	await console.see(/The program of MyTestDevice has ended/);
});
