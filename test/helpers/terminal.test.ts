import {expect, onTestFinished, test, vi} from 'vitest';
import {startTerminal} from './terminal.js';

const run = (script: string) => {
	const terminal = startTerminal(process.execPath, ['-e', script], {columns: 60, rows: 10});
	onTestFinished(() => terminal.close());
	return terminal;
};

test('keys reach the program and its answer the screen', async () => {
	// A busy program gets several keys at once.
	const terminal = run(`
		let typed = '';
		process.stdin.setRawMode(true);
		process.stdin.on('data', data => console.log(JSON.stringify(typed += data)));
		console.log('ready');
	`);
	await terminal.see(/ready/);
	await terminal.press('j', 'enter', 'shift+tab');
	await terminal.see(/"j\\r\\u001b\[Z"/);
	terminal.resize(40, 5);
	expect(terminal.screen().split('\n')).toHaveLength(5);
});

test('a program learns of its size, and nothing of where it runs', async () => {
	vi.stubEnv('CI', 'true');
	vi.stubEnv('IOTHUB_CONNECTION_STRING', 'HostName=example');
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const terminal = run(`
		process.stdout.on('resize', () => console.log(process.stdout.columns));
		console.log(['TERM', 'CI', 'IOTHUB_CONNECTION_STRING'].map(name => name in process.env).join());
		setInterval(() => {}, 1e6);
	`);
	await terminal.see(/true,false,false/);
	terminal.resize(77, 10);
	await terminal.see(/^77$/m);
});

test('what a program leaves behind is told', async () => {
	const terminal = run(`process.stdout.write('\\x1b[?1049h\\x1b[?25l\\x1b[?2004h\\x1b]0;mine\\x07\\x07')`);
	expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
	expect(terminal.leftovers()).toEqual(['alternate screen', 'mode 1049 on', 'mode 25 off', 'mode 2004 on']);
	expect(terminal.events).toEqual(['OSC 0 mine', 'title mine', 'bell']);
});

test('what never comes fails with the screen', async () => {
	const terminal = run(`console.log('only this'); setInterval(() => {}, 1e6)`);
	await terminal.see(/only this/);
	await expect(terminal.see(/something else/, 50)).rejects.toThrow('only this');
	terminal.kill('SIGTERM');
	expect(await terminal.exited).toEqual({exitCode: 0, signal: 15});
	await expect(terminal.see(/something else/)).rejects.toThrow('ended');
});
