import {expect, test} from 'vitest';
import {openConsole, selectDevice} from '../helpers/console.js';

const message = /\d\d:\d\d:\d\d\.\d{3} \{"temperature":[\d.]+,"humidity":[\d.]+\}/g;

test('messages of the selected device arrive one after another, none lost', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.see(screen => (screen.match(message)?.length ?? 0) >= 3);
	await terminal.see(/\d\/s · lag [\d.]+ s · dropped 0 · lost 0/);
	expect(terminal.screen()).toMatch(/2 Telemetry {2}press-01 {2}FOLLOW/);
});

test('the whole hub is a key away, and a filter by text narrows it', async () => {
	const terminal = openConsole();
	await terminal.see(/tank-02/);
	await terminal.press('2', 'a');
	await terminal.see(/\d\d\.\d{3} press-01 .*\d\d\.\d{3} scale-09 /s);
	await terminal.press('/');
	await terminal.type('targetTemp');
	await terminal.press('enter');
	await terminal.see(screen => /\d\.\d{3} tank-\d\d +\{.*targetTemp/.test(screen) && !/\d\.\d{3} (press|scale)-/.test(screen));
});

test('Enter shows a message with its properties and the bytes', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'tank-02');
	await terminal.see(/\d\d\.\d{3} \{"temperature"/);
	await terminal.press('2', 'enter');
	await terminal.see(/temperatureAlert/);
	const screen = await terminal.see(/iothub-connection-device-id.*tank-02/);
	expect(screen).toMatch(/"temperature": [\d.]+/);
	await terminal.press('i');
	await terminal.see(/000000 {2}7b 22 74 65 6d/);
});

test('pause keeps the rows where they are while messages go on arriving', async () => {
	const terminal = openConsole();
	await selectDevice(terminal, 'press-01');
	await terminal.see(screen => (screen.match(message)?.length ?? 0) >= 2);
	await terminal.press('2', 'p');
	const screen = await terminal.see(/PAUSED/);
	const rows = screen.match(message);
	await terminal.see(/PAUSED.*[1-9]\d* new|[1-9]\d* below|\+[1-9]/i);
	expect(terminal.screen().match(message)).toEqual(rows);
	await terminal.press('f');
	await terminal.see(now => /FOLLOW/.test(now) && (now.match(message)?.length ?? 0) > (rows?.length ?? 0));
});
