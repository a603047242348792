import {expect, onTestFinished, test} from 'vitest';
import {nodeProgram, program} from '../helpers/console.js';
import {startTerminal} from '../helpers/terminal.js';

/** At its prompt the shell itself asks for pasted text to be marked. */
const ofShell = ['mode 2004 on'];

test('Ctrl+Z gives the shell back its terminal, and fg brings the console back with its keys', async () => {
	const shell = startTerminal('bash', ['--norc', '--noprofile', '-i'], {columns: 100, rows: 30, environment: {PS1: 'shell> '}});
	onTestFinished(() => shell.close());
	await shell.see(/shell>/);
	shell.write(`'${nodeProgram}' '${program}' --emulator\r`);
	await shell.see(/13 devices/);
	for (const _ of [1, 2]) {
		await shell.press('ctrl+z');
		await shell.see(/Stopped[\s\S]*shell>/);
		await expect.poll(() => shell.leftovers()).toEqual(ofShell);
		shell.write('echo typed in the shell\r');
		await shell.see(/^typed in the shell/m);
		shell.write('fg\r');
		await shell.see(/1 Devices[\s\S]*13 devices|13 devices[\s\S]*1 Devices/);
		await shell.press('?');
		await shell.see(/Type to search/);
		await shell.press('escape');
	}
	await shell.press('q');
	await shell.see(/shell> $/m);
	expect(shell.leftovers()).toEqual(ofShell);
});
