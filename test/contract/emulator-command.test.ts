import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {access, mkdtemp, rm} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {runEmulator} from '../../source/commands/emulator.js';
import {UsageError} from '../../source/errors.js';
import type {EmulatorCommandOptions} from '../../source/options.js';
import {canConnect} from '../helpers/can-connect.js';

const defaults: EmulatorCommandOptions = {
	hostName: 'localhost',
	httpsPort: 0,
	mqttsPort: 0,
	amqpsPort: 0,
	dataDirectory: undefined,
	devices: 0,
	partitions: 4,
	faults: [],
	isJson: true,
};
type Announcement = {
	readonly hostName: string;
	readonly ports: Readonly<Record<'https' | 'mqtts' | 'amqps', number>>;
	readonly caFile: string;
	readonly hubConnectionString: string;
	readonly eventHubConnectionString: string;
	readonly devices: readonly {readonly deviceId: string; readonly connectionString: string}[];
};

let directory = '';
beforeEach(async () => {
	directory = await mkdtemp(join(tmpdir(), 'emulator-command-test-'));
});
afterEach(async () => {
	await rm(directory, {recursive: true, force: true});
});

/** Runs the command in this process; `firstOutput` is all that it wrote at once. */
function run(options: Partial<EmulatorCommandOptions>) {
	const stopper = new AbortController();
	const output = {stdout: '', stderr: ''};
	const {promise: firstOutput, resolve: announce} = Promise.withResolvers<string>();
	const finished = runEmulator(
		{...defaults, ...options},
		{
			stdout: {
				write(text: string) {
					output.stdout += text;
					announce(text);
				},
			},
			stderr: {
				write(text: string) {
					output.stderr += text;
				},
			},
			stop: stopper.signal,
		},
	);
	return {
		output,
		firstOutput,
		finished,
		async stop() {
			stopper.abort();
			await finished;
		},
	};
}

describe('iot-tui emulator --json', () => {
	it('prints one line with everything a program needs, once every port accepts connections', async () => {
		const command = run({});
		const announcement: Announcement = JSON.parse(await command.firstOutput);
		expect(Object.keys(announcement)).toEqual(['hostName', 'ports', 'caFile', 'hubConnectionString', 'eventHubConnectionString', 'devices']);
		expect(Object.keys(announcement.ports)).toEqual(['https', 'mqtts', 'amqps']);
		for (const port of Object.values(announcement.ports)) expect(await canConnect(port)).toBe(true);
		await access(announcement.caFile);
		await command.stop();
		expect(command.output.stdout).toMatch(/^[^\n]+\n$/);
		for (const port of Object.values(announcement.ports)) expect(await canConnect(port)).toBe(false);
	});

	it('registers and simulates as many devices as asked for', async () => {
		const command = run({devices: 3});
		const {devices}: Announcement = JSON.parse(await command.firstOutput);
		expect(devices.map(device => device.deviceId)).toEqual(['press-01', 'tank-02', 'vent-03']);
		for (const {deviceId, connectionString} of devices) expect(connectionString).toContain(`DeviceId=${deviceId};SharedAccessKey=`);
		await expect.poll(() => command.output.stderr, {timeout: 30_000}).toBe('3 of 3 simulated devices are connected.\n');
		await command.stop();
	});

	it('finds its devices and keys again in the data directory', async () => {
		const announce = async () => {
			const command = run({dataDirectory: directory, devices: 1});
			const announcement: Announcement = JSON.parse(await command.firstOutput);
			await command.stop();
			return {...announcement, fields: announcement.hubConnectionString.split(';').filter(field => /^(HostName|SharedAccess|CaFile)/.test(field))};
		};
		const first = await announce();
		const second = await announce();
		expect(second.fields).toEqual(first.fields);
		expect(second.devices[0]?.connectionString.replace(/GatewayHostName.*/, '')).toBe(first.devices[0]?.connectionString.replace(/GatewayHostName.*/, ''));
	});
});

describe('iot-tui emulator', () => {
	it('tells a person how to reach the hub', async () => {
		const command = run({isJson: false, devices: 1});
		const text = await command.firstOutput;
		for (const part of [
			'HTTPS',
			'MQTT',
			'AMQP',
			"export IOTHUB_CONNECTION_STRING='HostName=localhost;",
			'NODE_EXTRA_CA_CERTS',
			'Endpoint=sb://localhost:',
			'DeviceId=press-01;',
			'Ctrl+C',
		]) {
			expect(text).toContain(part);
		}
		await command.stop();
	});

	it('starts with the faults that are asked for, and says so', async () => {
		const command = run({isJson: false, devices: 1, faults: ['port-closed:mqtts', 'silence:press-01']});
		const text = await command.firstOutput;
		expect(text).toContain('Wrong on purpose: port-closed:mqtts, silence:press-01');
		expect(await canConnect(Number(/MQTT (\d+)/.exec(text)?.[1]))).toBe(false);
		expect(await canConnect(Number(/AMQP (\d+)/.exec(text)?.[1]))).toBe(true);
		await command.stop();
	});

	it('tells the connection string of a device also where a fault deletes it', async () => {
		const command = run({devices: 1, faults: ['deleted-device:press-01']});
		const {devices}: Announcement = JSON.parse(await command.firstOutput);
		expect(devices[0]?.connectionString).toContain('DeviceId=press-01;SharedAccessKey=');
		await command.stop();
	});

	it('refuses a fault that does not exist by listing those that do', async () => {
		const command = run({faults: ['bogus']});
		await expect(command.finished).rejects.toThrow(/^There is no fault bogus; the faults are throttling, /);
		expect(command.output.stdout).toBe('');
	});

	it('says which port is taken and which option changes it', async () => {
		const blocker = createServer().listen(0, '127.0.0.1');
		await once(blocker, 'listening');
		const {port} = blocker.address() as AddressInfo;
		const command = run({httpsPort: port});
		await expect(command.finished).rejects.toBeInstanceOf(UsageError);
		await expect(command.finished).rejects.toMatchObject({message: `Port ${port} for HTTPS is already in use.`, hint: expect.stringContaining('--https-port')});
		expect(command.output.stdout).toBe('');
		blocker.close();
	});
});

describe('the process of iot-tui emulator', () => {
	const root = resolve(import.meta.dirname, '../..');
	const bundle = join(root, 'node_modules/.cache/emulator-command-test');
	const children: ChildProcess[] = [];
	beforeAll(async () => {
		await build({
			stdin: {
				contents: "import {runEmulator} from './source/commands/emulator.js'; await runEmulator(JSON.parse(process.argv[2]), process);",
				resolveDir: root,
			},
			outdir: bundle,
			bundle: true,
			splitting: true,
			format: 'esm',
			platform: 'node',
			packages: 'external',
			outExtension: {'.js': '.mjs'},
		});
	});
	afterEach(() => {
		for (const child of children.splice(0)) child.kill('SIGKILL');
	});
	afterAll(() => rm(bundle, {recursive: true, force: true}));

	it.each(['SIGTERM', 'SIGINT'] as const)('ends by itself with exit code 0 at %s, and says nothing but its line', async signal => {
		const child = spawn(process.execPath, [join(bundle, 'stdin.mjs'), JSON.stringify(defaults)], {stdio: ['ignore', 'pipe', 'pipe']});
		children.push(child);
		let stdout = '';
		let stderr = '';
		child.stderr.on('data', chunk => {
			stderr += chunk;
		});
		child.stdout.on('data', chunk => {
			stdout += chunk;
			if (stdout.endsWith('\n')) child.kill(signal);
		});
		const [code, endedBy] = await once(child, 'close');
		expect({code, endedBy, stderr}).toEqual({code: 0, endedBy: null, stderr: ''});
		const {caFile}: Announcement = JSON.parse(stdout);
		await expect(access(caFile)).rejects.toThrow('ENOENT');
	});
});
