import {expect, test} from 'vitest';
import {openConsole} from '../helpers/console.js';

test('a fault is switched on from the console, is felt, and is switched off again', async () => {
	const console = openConsole();
	await console.see(/13 devices/);
	await console.press(':');
	await console.type('fault unav');
	await console.press('tab');
	await console.see(/:fault unavailable/);
	await console.press('enter');
	await console.see(/The fault unavailable is on\./);
	await console.press('escape');
	await console.see(screen => !screen.includes('Command'));
	await console.press('r');
	await console.see(/not available at the moment/);
	await console.press(':');
	await console.type('fault off');
	await console.press('enter');
	await console.see(/All faults are off\./);
	await console.press('escape');
	await console.see(screen => !screen.includes('Command'));
	await console.press('r');
	await console.see(screen => !/not available at the moment/.test(screen));
});

test('an unknown fault is refused with the names that exist', async () => {
	const console = openConsole();
	await console.see(/13 devices/);
	await console.press(':');
	await console.type('fault gremlins');
	await console.press('enter');
	expect(await console.see(/There is no fault gremlins/)).toMatch(/throttling/);
});
