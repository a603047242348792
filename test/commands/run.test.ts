import {afterEach, expect, test, vi} from 'vitest';
import {helpOf} from '../../source/commands/help.js';
import {runCommand} from '../../source/commands/run.js';
import {type CommandName, flagsOfCommand} from '../../source/options.js';

const key = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';
const hub = `HostName=h.example;SharedAccessKeyName=p;SharedAccessKey=${key}`;
const names = Object.keys(flagsOfCommand) as CommandName[];

async function run(words: readonly string[], environment: Record<string, string> = {}) {
	const spies = [process.stdout, process.stderr].map(stream => vi.spyOn(stream, 'write').mockReturnValue(true));
	const exitCode = await runCommand({arguments: words, environment});
	const [stdout = '', stderr = ''] = spies.map(spy => spy.mock.calls.map(([text]) => String(text)).join(''));
	for (const spy of spies) spy.mockRestore();
	return {exitCode, stdout, stderr};
}

afterEach(() => {
	vi.restoreAllMocks();
});

test.each(names)('--help of %s tells its own usage, all of its options, examples and exit codes', async name => {
	for (const flag of ['--help', '-h']) {
		const {exitCode, stdout, stderr} = await run(name === 'console' ? [flag] : [name, flag]);
		expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''});
		expect(stdout).toBe(helpOf(name));
	}
	const told = [...helpOf(name).matchAll(/^ {2}--([a-z-]+)/gm)].map(([, flag = '']) =>
		flag.replace('no-', '').replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase()),
	);
	const wanted = flagsOfCommand[name].filter(flag => flag !== 'color');
	expect(told.filter(flag => flag !== 'help' && flag !== 'color').toSorted()).toEqual(wanted.toSorted());
	for (const part of ['Usage', 'Examples', 'Exit codes']) expect(helpOf(name)).toContain(part);
	for (const line of helpOf(name).split('\n')) expect(line.length).toBeLessThanOrEqual(102);
});

test('--version prints the version alone', async () => {
	expect(await run(['--version'])).toEqual({exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: ''});
});

test.each<[name: string, words: readonly string[], environment: Record<string, string>, message: RegExp, nextStep: RegExp]>([
	['no terminal', [], {}, /needs a terminal/, /ssh -t.*doctor/],
	['an unknown command', ['florp'], {}, /no command florp/, /emulator, simulate, doctor, sas/],
	['a command that every object has', ['toString'], {}, /no command toString/, /--help/],
	['an unknown option', ['--florp'], {}, /no option --florp/, /iot-tui --help/],
	['an unknown option of a command', ['emulator', '--florp=1'], {}, /no option --florp/, /iot-tui emulator --help/],
	['an unknown option that is switched off', ['sas', 'decode', '--no-florp'], {}, /no option --florp/, /iot-tui sas --help/],
	['an unknown letter', ['-x'], {}, /no option -x/, /--help/],
	['an option of another command', ['simulate', '--json'], {}, /--json does not go with simulate/, /simulate --help/],
	['an option twice', ['emulator', '--devices', '1', '--devices', '2'], {}, /--devices can only be set once/, /--help/],
	['an option without its value', ['emulator', '--devices'], {}, /--devices must be a number/, /--devices 0/],
	['a fault without its name', ['emulator', '--fault'], {}, /--fault must be the name of a fault/, /--fault/],
	['too many words', ['doctor', 'a', 'b'], {}, /too many words/, /doctor --help/],
	['no verb', ['sas'], {}, /what to do/, /sas generate/],
	['no hub', ['simulate'], {}, /IOTHUB_CONNECTION_STRING is not set/, /connection string of your hub/],
	['certificate checks switched off', ['emulator'], {NODE_TLS_REJECT_UNAUTHORIZED: '0'}, /certificate checks off/, /CaFile/],
	['a debugger', [], {NODE_OPTIONS: '--inspect=0'}, /debugger/, /Unset/],
])('%s: one sentence, a next step and exit code 2', async (_, words, environment, message, nextStep) => {
	const {exitCode, stdout, stderr} = await run(words, environment);
	expect({exitCode, stdout}).toEqual({exitCode: 2, stdout: ''});
	const [what = '', next = '', ...rest] = stderr.split('\n');
	expect(what).toMatch(/^iot-tui: .*\.$/);
	expect(what).toMatch(message);
	expect(next).toMatch(nextStep);
	expect(rest).toEqual(['']);
});

test.each([
	['a key', ['doctor', hub], /^iot-tui: A key.*\n {2}Regenerate \(rotate\) that key.*IOTHUB_CONNECTION_STRING/],
	['a key in an option that is none', [`--florp=${hub}`], /^iot-tui: A key/],
	['a token', ['sas', 'verify', `SharedAccessSignature sr=h&sig=${key}&se=1`], /^iot-tui: A token.*\n {2}Regenerate \(rotate\) the key.*standard input/],
	['a part of a token', ['doctor', `sig=${key}`], /^iot-tui: A token/],
])('%s on the command line is refused without being repeated', async (_, words, message) => {
	const {exitCode, stderr} = await run(words);
	expect(exitCode).toBe(2);
	expect(stderr).toMatch(message);
	expect(stderr).not.toContain(key);
	expect(process.title).toBe('iot-tui');
});

test('what a read-only doctor must not do ends it with 9 before it begins', async () => {
	for (const option of ['--call-method', '--write-twin', '--as-device']) {
		const {exitCode, stderr} = await run(['doctor', 'press-01', '--read-only', option], {IOTHUB_CONNECTION_STRING: hub});
		expect(exitCode).toBe(9);
		expect(stderr).toBe(`iot-tui: The doctor is to read only, and ${option} reaches the device.\n  Leave out --read-only or ${option}.\n`);
	}
});

test('the connection string leaves the environment, so that children do not inherit it', async () => {
	const environment = {IOTHUB_CONNECTION_STRING: hub};
	await run([], environment);
	expect(environment).not.toHaveProperty('IOTHUB_CONNECTION_STRING');
});
