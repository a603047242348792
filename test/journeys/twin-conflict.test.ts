import {expect, test} from 'vitest';
import {openConsoleOn, openTwin} from '../helpers/console.js';
import {createRegistry, setUpEmulator} from '../helpers/emulator.js';

const hub = setUpEmulator({deviceIds: ['tank-02', 'press-01']});

test('when somebody else changed the same key meanwhile, the user chooses, and only then it is sent', async () => {
	const {emulator} = hub;
	const registry = createRegistry(emulator);
	const terminal = openConsoleOn(emulator.hubConnectionString);
	await openTwin(terminal, 'tank-02');
	await terminal.press('A');
	await terminal.type('target');
	await terminal.press('enter');
	await terminal.type('25');
	await terminal.press('enter', 'a');
	await terminal.see(/\{"target":25\}/);

	await registry.updateTwin('tank-02', {properties: {desired: {target: 30}}}, '*');
	await terminal.press('tab', 'enter');
	const comparison = await terminal.see(/0 of 1 settled/);
	expect(comparison).toMatch(/hub +30/);
	expect(comparison).toMatch(/mine +25/);
	const {responseBody: untouched} = await registry.getTwin('tank-02');
	expect(untouched.properties.desired.target).toBe(30);

	await terminal.press('m', 'enter');
	await terminal.see(/\{"target":25\}/);
	await terminal.press('tab', 'enter');
	await terminal.see(/desired {2}v3.*target 25/s);
	const {responseBody: settled} = await registry.getTwin('tank-02');
	expect(settled.properties.desired.target).toBe(25);
});
