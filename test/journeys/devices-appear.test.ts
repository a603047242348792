import {expect, test} from 'vitest';
import {openConsole} from '../helpers/console.js';

test('twelve simulated devices and one that is off appear, and those that send turn OK', async () => {
	const terminal = openConsole();
	await terminal.see(/ 13 shown of 13 /);
	await terminal.see(/OK +press-01 .*OK +press-04 .*OK +press-08 .*OK +press-12 /s);
	await terminal.see(/NEW +spare-00 +never off/);
	// The fast ones connect within a second, the hub's claim follows the next reading.
	await terminal.press('r');
	await terminal.see(/press-01 +now +on/);
	expect(terminal.screen()).toMatch(/13 devices +\d+ OK/);
});

test('the selection stays on its device when the list is filtered and sorted', async () => {
	const terminal = openConsole();
	await terminal.see(/ 13 shown of 13 /);
	await terminal.press('j', 'j', 'k');
	await terminal.see(/│› .*press-04/);
	await terminal.press('S');
	await terminal.see(/│ {2}.*tank-02.*│› .*press-04/s);
	await terminal.press('/');
	await terminal.type('PRESS');
	await terminal.see(/ 4 shown of 13 /);
	expect(terminal.screen()).toMatch(/│› .*press-04/);
	await terminal.press('enter', 'escape');
	await terminal.see(/ 13 shown of 13 /);
	expect(terminal.screen()).toMatch(/│› .*press-04/);
});
