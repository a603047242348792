import {expect, test} from 'vitest';
import {openConsole, openTwin} from '../helpers/console.js';

test('a desired property is added, reviewed and sent, the device reports it, and it is taken back', async () => {
	const terminal = openConsole();
	await openTwin(terminal, 'tank-02');
	await terminal.see(/reported.*targetTemperature 21/s);
	await terminal.press('A');
	await terminal.type('targetTemperature');
	await terminal.press('enter');
	await terminal.type('25');
	await terminal.press('enter');
	await terminal.see(/targetTemperature -> 25 \(new\)/);
	await terminal.press('a');
	const review = await terminal.see(/\{"targetTemperature":25\}/);
	expect(review).toMatch(/tank-02/);
	// Nothing is sent unless it is chosen.
	await terminal.press('tab', 'enter');
	await terminal.see(/desired {2}v2.*targetTemperature 25.*reported.*targetTemperature 25/s);
	await terminal.press('B');
	await terminal.see(/\{"targetTemperature":null\}/);
	await terminal.press('tab', 'enter');
	await terminal.see(/desired {2}v3/);
});

test('a desired property is deleted by null', async () => {
	const terminal = openConsole();
	await openTwin(terminal, 'press-01');
	await terminal.press('A');
	await terminal.type('mydesiredproperty');
	await terminal.press('enter');
	await terminal.type('"propertyvalue"');
	await terminal.press('enter', 'a');
	await terminal.see(/\{"mydesiredproperty":"propertyvalue"\}/);
	await terminal.press('tab', 'enter');
	await terminal.see(screen => /desired {2}v2/.test(screen) && !screen.includes('Change desired properties'));
	await terminal.press('g', 'j', 'X', 'a');
	await terminal.see(/\{"mydesiredproperty":null\}/);
	await terminal.press('tab', 'enter');
	await terminal.see(/desired {2}v3/);
	expect(terminal.screen()).not.toMatch(/^.*mydesiredproperty "propertyvalue".*$/m);
});

test('a closed review sends nothing', async () => {
	const terminal = openConsole();
	await openTwin(terminal, 'press-01');
	await terminal.press('A');
	await terminal.type('limit');
	await terminal.press('enter');
	await terminal.type('1');
	await terminal.press('enter', 'a');
	await terminal.see(/\{"limit":1\}/);
	await terminal.press('enter');
	await terminal.see(screen => !screen.includes('{"limit":1}') && /limit -> 1 \(new\)/.test(screen));
	await terminal.press('r');
	await terminal.see(/desired {2}v1/);
});
