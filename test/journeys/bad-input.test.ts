import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {nodeProgram, openConsole, program} from '../helpers/console.js';
import {setFault} from '../helpers/doctor.js';
import {findPolicyKey, setUpEmulator} from '../helpers/emulator.js';
import {startTerminal} from '../helpers/terminal.js';

const key = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const hub = setUpEmulator({deviceIds: ['press-01']});
let directory = '';
beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'bad-input-test-'));
	await writeFile(join(directory, 'text'), 'no certificate\n');
});
afterAll(() => rm(directory, {recursive: true, force: true}));

function start(parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
	const {PATH = '', HOME = '/'} = process.env;
	const child = spawn(nodeProgram, [program, ...parameters], {env: {PATH, HOME, LANG: 'C.UTF-8', ...environment}, stdio: ['ignore', 'pipe', 'pipe']});
	const texts = {stdout: '', stderr: ''};
	child.stdout.on('data', chunk => (texts.stdout += chunk));
	child.stderr.on('data', chunk => (texts.stderr += chunk));
	return {child, texts, exit: once(child, 'close').then(([code]) => code as number | null)};
}

/** One sentence and the next step, on stderr alone; neither a stack nor a key. */
async function expectRefusal(parameters: readonly string[], environment: Readonly<Record<string, string>>, exitCode: number, message: RegExp) {
	const {texts, exit} = start(parameters, environment);
	expect(await exit, texts.stderr).toBe(exitCode);
	expect(texts.stdout).toBe('');
	const [what, next = '', ...rest] = texts.stderr.split('\n');
	expect(what).toMatch(/^iot-tui: .*\.$/);
	expect(what).toMatch(message);
	expect(next, 'the next step').toMatch(/^ {2}\S.{10,}/);
	expect(rest).toEqual(['']);
	expect(texts.stderr).not.toContain(key);
}

const hubWith = (fields: string) => `HostName=x.example;SharedAccessKeyName=p;${fields}`;
describe.concurrent('a connection string that cannot be used', () => {
	test.for<[name: string, connectionString: () => string, message: RegExp]>([
		['empty', () => ' ', /is empty/],
		['text', () => 'nonsense', /not the connection string of an IoT hub/],
		["a device's", () => `HostName=x.example;DeviceId=d;SharedAccessKey=${key}`, /of a device, not of a hub/],
		["an event hub's", () => `Endpoint=sb://x.example/;SharedAccessKeyName=p;SharedAccessKey=${key};EntityPath=e`, /Event Hubs connection string/],
		['without a key', () => 'HostName=x.example;SharedAccessKeyName=p', /has no SharedAccessKey/],
		['with a key that is none', () => hubWith('SharedAccessKey=%%%'), /not base64/],
		['with a token', () => hubWith(`SharedAccessSignature=SharedAccessSignature sr=x&sig=${key}&se=1`), /a token instead of a key/],
		['with an address', () => `HostName=https://x.example/;SharedAccessKeyName=p;SharedAccessKey=${key}`, /not a plain host name/],
		['with a port that is none', () => hubWith(`SharedAccessKey=${key};HttpsPort=99999`), /not a port number/],
		['with a CA that is not there', () => hubWith(`SharedAccessKey=${key};CaFile=${directory}/nothing`), /does not exist/],
		['with a CA that is none', () => hubWith(`SharedAccessKey=${key};CaFile=${directory}/text`), /not a certificate in PEM form/],
		['with a CA that cannot be read', () => hubWith(`SharedAccessKey=${key};CaFile=${directory}`), /cannot be read/],
	])('%s', async ([, connectionString, message]) => {
		for (const parameters of [['doctor', 'press-01'], ['simulate']])
			await expectRefusal(parameters, {IOTHUB_CONNECTION_STRING: connectionString()}, 2, message);
	});

	test("of a device, where a hub's was given", async () => {
		const environment = {IOTHUB_CONNECTION_STRING: hubWith(`SharedAccessKey=${key}`), IOTHUB_DEVICE_CONNECTION_STRING: hubWith(`SharedAccessKey=${key}`)};
		await expectRefusal(['doctor', 'press-01'], environment, 2, /connection string of a hub, not of a device/);
	});
});

describe.concurrent('a hub that cannot be used', () => {
	const change = (pattern: RegExp, text: string) => hub.emulator.hubConnectionString.replace(pattern, text);
	test.for<[name: string, connectionString: () => string, exitCode: number, message: RegExp]>([
		['a wrong key', () => change(/SharedAccessKey=[^;]+/, `SharedAccessKey=${key}`), 4, /refused the sign-in/],
		[
			'a policy that may not write',
			() =>
				change(/SharedAccessKeyName.*?=[^;]+;SharedAccessKey=[^;]+/, `SharedAccessKeyName=service;SharedAccessKey=${findPolicyKey(hub.emulator, 'service')}`),
			4,
			/refused the sign-in/,
		],
		['a port at which nothing listens', () => change(/HttpsPort=\d+/, 'HttpsPort=1'), 1, /the connection was refused/],
		['a name that does not resolve', () => change(/HostName=localhost/, 'HostName=no-such-hub.invalid'), 1, /host name of the hub is unknown/],
		['an authority that is not trusted', () => change(/;CaFile=.*/, ''), 1, /authority that is not trusted/],
	])('%s', async ([, connectionString, exitCode, message]) => {
		await expectRefusal(['simulate', '--devices', '1'], {IOTHUB_CONNECTION_STRING: connectionString()}, exitCode, message);
	});
});

const toHub = () => ({IOTHUB_CONNECTION_STRING: hub.emulator.hubConnectionString});

test('a hub that throttles for longer than a minute ends it with 7', async () => {
	await setFault(hub.emulator, {name: 'throttling', retryAfterSeconds: 61});
	await expectRefusal(['simulate', '--devices', '1'], toHub(), 7, /The hub asks for fewer requests/);
});

test('a hub that throttles is waited for and told of, until the simulation is to end', async () => {
	await setFault(hub.emulator, {name: 'throttling', retryAfterSeconds: 60});
	const {child, texts, exit} = start(['simulate', '--devices', '1'], toHub());
	await once(child.stderr, 'data');
	child.kill('SIGTERM');
	expect(await exit, texts.stderr).toBe(0);
	expect(texts.stderr).toBe('localhost throttles; asking again in 60 s.\n');
});

test('a hub that does not answer ends it with 8', async () => {
	await setFault(hub.emulator, {name: 'slow-answers', delayMs: 60_000});
	await expectRefusal(['simulate', '--devices', '1'], toHub(), 8, /No answer came in time/);
});

test.each<[name: string, parameters: (path: string) => readonly string[], message: RegExp]>([
	['a host name that is none', () => ['--https-port', '0', '--host-name', 'a b'], /--host-name must be a host name/],
	['an address for a host name', () => ['--https-port', '0', '--host-name', '127.0.0.1'], /is not a host name/],
	['a data directory that is a file', path => ['--https-port', '0', '--data-dir', join(path, 'text')], /cannot be used: it is a file/],
	['a data directory in a file', path => ['--https-port', '0', '--data-dir', join(path, 'text', 'hub')], /a part of its path is a file/],
	['a fault that is none', () => ['--https-port', '0', '--fault', 'bogus'], /There is no fault bogus; the faults are/],
	['a fault on a device that is not there', () => ['--https-port', '0', '--fault', 'disabled-device:nobody'], /cannot be set on nobody/],
	['a port that is taken', () => ['--https-port', String(hub.emulator.ports.https)], /Port \d+ for HTTPS is already in use/],
])('an emulator with %s', async (_, parameters, message) => {
	await expectRefusal(['emulator', '--mqtts-port', '0', '--amqps-port', '0', ...parameters(directory)], {}, 2, message);
});

test('a data directory serves one emulator at a time', async () => {
	const parameters = ['emulator', '--json', '--https-port', '0', '--mqtts-port', '0', '--amqps-port', '0', '--data-dir', join(directory, 'hub')];
	const first = start(parameters);
	await once(first.child.stdout, 'data');
	await expectRefusal(parameters, {}, 2, /Another local hub is using the data directory/);
	first.child.kill('SIGTERM');
	expect(await first.exit, first.texts.stderr).toBe(0);
});

test.runIf(process.platform === 'linux')('no key of the environment stands in the process list', async () => {
	const {child} = start(['doctor', 'press-01', '--wait', '600'], toHub());
	onTestFinished(() => void child.kill('SIGKILL'));
	await once(child.stderr, 'data');
	const commandLine = await readFile(`/proc/${child.pid}/cmdline`, 'utf8');
	expect(commandLine).toMatch(/^iot-tui/);
	expect(commandLine).not.toContain('SharedAccessKey');
});

test('a console without a hub that it could use leaves the terminal as it is', async () => {
	const terminal = openConsole([], {environment: {IOTHUB_CONNECTION_STRING: 'nonsense'}});
	expect(await terminal.exited).toEqual({exitCode: 2, signal: undefined});
	expect(terminal.screen().replaceAll(/\s+/g, ' ')).toMatch(/not the connection string of an IoT hub/);
});

test('a console in a terminal that cannot place text says so', async () => {
	const terminal = startTerminal('/usr/bin/env', ['TERM=dumb', nodeProgram, program, '--emulator']);
	onTestFinished(() => terminal.close());
	expect(await terminal.exited).toEqual({exitCode: 2, signal: undefined});
	expect(terminal.screen().replaceAll(/\s+/g, ' ')).toMatch(/TERM=dumb says that this terminal cannot/);
});
