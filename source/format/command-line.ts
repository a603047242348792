import type {FaultControl} from '../fault-control.js';
import {show} from '../safe-text.js';
import type {Simulation} from '../simulation.js';
import {type Row, span} from './cells.js';

/** What a typed command line asks for; `help` when it names no command. */
export type Command =
	| {readonly type: 'help'}
	| {readonly type: 'quit'}
	/** `fault`: show them; `fault NAME[:ARG]`: switch it on; `fault NAME[:ARG] off`: switch it off; `fault off`: all. */
	| {readonly type: 'fault'; readonly name?: string; readonly argument?: string; readonly isOn: boolean}
	/** `simulate [DEVICE [KIND]]`, `simulate DEVICE off`, `restart [DEVICE]`: without a device, the selected one. */
	| {readonly type: 'simulate'; readonly verb: 'start' | 'restart' | 'stop'; readonly deviceId?: string; readonly kind?: string};

const commandNames = ['fault', 'simulate', 'restart', 'quit'];

/** Reads what stands behind the `:`; words are divided by blanks. */
export const parseCommand = (line: string): Command => {
	const [word = '', ...rest] = line.trim().split(/\s+/);
	if (word === 'q' || word === 'quit') return {type: 'quit'};
	if (word === 'simulate' || word === 'restart') {
		const [deviceId, kind] = rest;
		const verb = word === 'restart' ? 'restart' : kind === 'off' ? 'stop' : 'start';
		return {type: 'simulate', verb, ...(deviceId !== undefined && {deviceId}), ...(verb === 'start' && kind !== undefined && {kind})};
	}
	if (word !== 'fault') return {type: 'help'};
	if (rest[0] === 'off') return {type: 'fault', isOn: false};
	const [object, state] = rest;
	if (object === undefined) return {type: 'fault', isOn: true};
	const at = object.indexOf(':');
	const named = at < 0 ? {name: object} : {name: object.slice(0, at), argument: object.slice(at + 1)};
	return {type: 'fault', ...named, isOn: state !== 'off'};
};

/** What the words of a command may be. */
export type CommandWords = {readonly faults: readonly string[]; readonly deviceIds: readonly string[]; readonly kinds: readonly string[]};

const candidatesFor = (words: readonly string[], {faults, deviceIds, kinds}: CommandWords): readonly string[] => {
	if (words.length === 1) return commandNames;
	if (words[0] === 'simulate' && words.length === 3) return [...kinds, 'off'];
	if (words[0] === 'simulate' || words[0] === 'restart') return words.length === 2 ? deviceIds : [];
	return faults;
};

/** The line with its last word completed as far as one candidate alone, or what all candidates share, allows. */
export const completeCommand = (line: string, known: CommandWords): string => {
	const start = line.lastIndexOf(' ') + 1;
	const word = line.slice(start);
	const candidates = candidatesFor(line.trimStart().split(/ +/), known).filter(name => name.startsWith(word));
	const [first, ...others] = candidates;
	if (first === undefined) return line;
	let shared = first;
	for (const other of others) while (!other.startsWith(shared)) shared = shared.slice(0, -1);
	return line.slice(0, start) + shared + (others.length === 0 ? ' ' : '');
};

const commandWidth = 25;
const commandRow = (usage: string, meaning: string, more = ''): Row => [
	span(show(usage.padEnd(commandWidth)), 'key'),
	span(show(meaning)),
	...(more === '' ? [] : [span(show(`  (${more})`), 'muted')]),
];

/** Why neither a fault nor the program of a device can be switched where there is no control of them. */
export const describeMissingControls = (isReadOnly: boolean): string =>
	isReadOnly
		? 'This console is read-only; faults and programs of devices change the hub: start without --read-only.'
		: 'Faults and simulated devices belong to the embedded hub: start with iot-tui --emulator.';

export type CommandControls = {
	readonly faults?: FaultControl | undefined;
	readonly simulation?: Simulation | undefined;
	readonly isReadOnly: boolean;
};

/** The commands, then the faults whose names begin as typed, the active ones marked. */
export const commandRows = (line: string, {faults, simulation, isReadOnly}: CommandControls): readonly Row[] => {
	const kinds = simulation === undefined ? '' : `kinds: ${simulation.kinds.join(', ')}`;
	const commands: readonly Row[] = [
		commandRow('fault NAME[:ARG]', 'switch a fault of the local hub on', 'off behind it: switch it off'),
		commandRow('simulate [DEVICE [KIND]]', 'run a device with its present key', kinds),
		commandRow('simulate DEVICE off', 'end the program of a simulated device'),
		commandRow('restart [DEVICE]', 'run its program again, with the key that it has'),
		commandRow('quit', 'leave the console'),
		[],
	];
	if (faults === undefined) return [...commands, [span(show(describeMissingControls(isReadOnly)), 'muted')]];
	const typed = /^\s*fault\s+(\S*)/.exec(line)?.[1]?.split(':')[0] ?? '';
	const {available, active} = faults.list();
	const activeRows = active.map(
		({name, argument}): Row => [span(show('● on   '), 'bad'), span(show(argument === undefined ? name : `${name}:${argument}`), 'plain', {isBold: true})],
	);
	const availableRows = available
		.filter(({name}) => name.startsWith(typed))
		.map(
			({name, on, summary, argument}): Row => [
				span(show(on === 'hub' ? 'hub    ' : 'device '), 'muted'),
				span(show(`${name}${argument === undefined ? '' : `:${argument}`}`.padEnd(34)), 'key'),
				span(show(` ${summary}`)),
			],
		);
	return [...commands, ...activeRows, ...(activeRows.length > 0 ? [[]] : []), ...availableRows];
};
