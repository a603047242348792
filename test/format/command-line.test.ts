import {expect, test} from 'vitest';
import type {FaultControl} from '../../source/fault-control.js';
import {commandRows, completeCommand, parseCommand} from '../../source/format/command-line.js';

test.each([
	['', {type: 'help'}],
	['reboot', {type: 'help'}],
	['q', {type: 'quit'}],
	[' quit ', {type: 'quit'}],
	['fault', {type: 'fault', isOn: true}],
	['fault off', {type: 'fault', isOn: false}],
	['fault throttling', {type: 'fault', name: 'throttling', isOn: true}],
	['fault port-closed:mqtts', {type: 'fault', name: 'port-closed', argument: 'mqtts', isOn: true}],
	['fault  wrong-key:a:b  off', {type: 'fault', name: 'wrong-key', argument: 'a:b', isOn: false}],
])('%o is read as what it asks for', (line, command) => {
	expect(parseCommand(line)).toEqual(command);
});

test.each([
	['f', 'fault '],
	['fault th', 'fault throttling '],
	['fault un', 'fault un'],
	['fault una', 'fault unavailable '],
	['fault x', 'fault x'],
	['', ''],
])('%o is completed to %o', (line, completed) => {
	expect(completeCommand(line, ['throttling', 'unavailable', 'unknown-ca'])).toBe(completed);
});

const faults: FaultControl = {
	list: () => ({
		available: [
			{name: 'throttling', on: 'hub', summary: 'refuses calls'},
			{name: 'wrong-key', on: 'device', summary: 'signs wrongly', argument: '[a device id]'},
		],
		active: [{name: 'wrong-key', argument: 'd\u001B[2J'}],
	}),
	set: () => Promise.resolve(),
	clear: () => Promise.resolve(),
};
const textOf = (line: string, control: FaultControl | undefined) => commandRows(line, control).map(row => row.map(({text}) => text).join(''));

test('the faults that begin as typed are listed below the active ones', () => {
	const rows = textOf('fault w', faults);
	expect(rows).toContain(String.raw`● on   wrong-key:d\x1b[2J`);
	expect(rows.some(row => /^device wrong-key:\[a device id\]\s+signs wrongly$/.test(row))).toBe(true);
	expect(rows.some(row => row.includes('throttling'))).toBe(false);
});

test('on a hub that is not ours it says where faults come from', () => {
	expect(textOf('', undefined).at(-1)).toMatch(/start with iot-tui --emulator/);
});
