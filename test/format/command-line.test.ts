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
	['simulate', {type: 'simulate', verb: 'start'}],
	['simulate pump-17', {type: 'simulate', verb: 'start', deviceId: 'pump-17'}],
	['simulate pump-17 slow', {type: 'simulate', verb: 'start', deviceId: 'pump-17', kind: 'slow'}],
	['simulate pump-17 off', {type: 'simulate', verb: 'stop', deviceId: 'pump-17'}],
	['restart', {type: 'simulate', verb: 'restart'}],
	['restart pump-17', {type: 'simulate', verb: 'restart', deviceId: 'pump-17'}],
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
	['simulate p', 'simulate pump-1'],
	['simulate pump-17 s', 'simulate pump-17 slow '],
	['restart pump-18', 'restart pump-18 '],
	['restart pump-18 x', 'restart pump-18 x'],
])('%o is completed to %o', (line, completed) => {
	const words = {faults: ['throttling', 'unavailable', 'unknown-ca'], deviceIds: ['pump-17', 'pump-18'], kinds: ['tutorial', 'slow']};
	expect(completeCommand(line, words)).toBe(completed);
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
const textOf = (line: string, control: FaultControl | undefined, isReadOnly = false) =>
	commandRows(line, {faults: control, isReadOnly}).map(row => row.map(({text}) => text).join(''));

test('the faults that begin as typed are listed below the active ones', () => {
	const rows = textOf('fault w', faults);
	expect(rows).toContain(String.raw`● on   wrong-key:d\x1b[2J`);
	expect(rows.some(row => /^device wrong-key:\[a device id\]\s+signs wrongly$/.test(row))).toBe(true);
	expect(rows.some(row => row.includes('throttling'))).toBe(false);
});

test('on a hub that is not ours it says where faults come from', () => {
	expect(textOf('', undefined).at(-1)).toMatch(/start with iot-tui --emulator/);
});

test('on a read-only console it says why none can be switched', () => {
	expect(textOf('fault unavailable', undefined, true).at(-1)).toMatch(/read-only; faults and programs/);
});
