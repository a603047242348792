import type {FaultControl} from '../fault-control.js';
import {show} from '../safe-text.js';
import {type Row, span} from './cells.js';

/** What a typed command line asks for; `help` when it names no command. */
export type Command =
	| {readonly type: 'help'}
	| {readonly type: 'quit'}
	/** `fault`: show them; `fault NAME[:ARG]`: switch it on; `fault NAME[:ARG] off`: switch it off; `fault off`: all. */
	| {readonly type: 'fault'; readonly name?: string; readonly argument?: string; readonly isOn: boolean};

/** Reads what stands behind the `:`; words are divided by blanks. */
export const parseCommand = (line: string): Command => {
	const [word = '', ...rest] = line.trim().split(/\s+/);
	if (word === 'q' || word === 'quit') return {type: 'quit'};
	if (word !== 'fault') return {type: 'help'};
	if (rest[0] === 'off') return {type: 'fault', isOn: false};
	const [object, state] = rest;
	if (object === undefined) return {type: 'fault', isOn: true};
	const at = object.indexOf(':');
	const named = at < 0 ? {name: object} : {name: object.slice(0, at), argument: object.slice(at + 1)};
	return {type: 'fault', ...named, isOn: state !== 'off'};
};

/** The line with its last word completed as far as one candidate alone, or what all candidates share, allows. */
export const completeCommand = (line: string, names: readonly string[]): string => {
	const start = line.lastIndexOf(' ') + 1;
	const word = line.slice(start);
	const candidates = (start === 0 ? ['fault', 'quit'] : names).filter(name => name.startsWith(word));
	const [first, ...others] = candidates;
	if (first === undefined) return line;
	let shared = first;
	for (const other of others) while (!other.startsWith(shared)) shared = shared.slice(0, -1);
	return line.slice(0, start) + shared + (others.length === 0 ? ' ' : '');
};

/** The commands, then the faults whose names begin as typed, the active ones marked. */
export const commandRows = (line: string, faults: FaultControl | undefined): readonly Row[] => {
	const commands: readonly Row[] = [
		[span(show('fault NAME[:ARG]'), 'key'), span(show('      switch a fault of the local hub on')), span(show('   (off behind it: switch it off)'), 'muted')],
		[span(show('quit'), 'key'), span(show('                  leave the console'))],
		[],
	];
	if (faults === undefined) return [...commands, [span(show('Faults belong to the embedded hub: start with iot-tui --emulator.'), 'muted')]];
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
