import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {parseHubAddress} from '../../source/hub/address.js';
import {ensureDevices} from '../../source/hub/identities.js';
import type {WireLoadInput} from './wire-load.js';

export type LineProcess = {
	readonly pid: number;
	/** The next line of its stdout. */
	nextLine(): Promise<string>;
	/** The newest one. */
	lastLine(): string;
	/** The next line of its stderr. */
	nextErrorLine(): Promise<string>;
	stop(): Promise<void>;
};

const running = new Set<ChildProcess>();
/** No measurement may outlive the run. */
process.on('exit', () => {
	for (const child of running) {
		child.kill('SIGKILL');
	}
});

/** A program of the run with its stdout and stderr line by line; the latter is told here, too. */
export const startProcess = (parameters: readonly string[], environment: Readonly<Record<string, string>> = {}): LineProcess => {
	const {PATH = '', HOME = '/'} = process.env;
	const child = spawn(process.execPath, parameters, {stdio: ['ignore', 'pipe', 'pipe'], env: {PATH, HOME, ...environment}});
	running.add(child);
	child.stderr.pipe(process.stderr);
	const errorLines = createInterface(child.stderr);
	const lines = createInterface(child.stdout);
	let lastLine = '';
	lines.on('line', line => {
		lastLine = line;
	});
	return {
		pid: child.pid ?? 0,
		nextLine: async () => {
			const [line] = await Promise.race([
				once(lines, 'line'),
				once(lines, 'close').then(() => Promise.reject(new Error(`${parameters.join(' ')} ended early`))),
			]);
			return line;
		},
		lastLine: () => lastLine,
		nextErrorLine: async () => (await once(errorLines, 'line'))[0],
		async stop() {
			running.delete(child);
			if (child.exitCode === null) {
				const ended = once(child, 'exit');
				child.kill('SIGTERM');
				await ended;
			}
		},
	};
};

export type BenchHub = {
	readonly hubConnectionString: string;
	readonly eventHubConnectionString: string;
	readonly caFile: string;
	readonly ca: string;
	readonly deviceConnectionStrings: readonly string[];
	readonly mqttsPort: number;
	readonly pid: number;
	stop(): Promise<void>;
};

/** A local hub in its own process, on free ports, with devices that nobody simulates. */
export const startHub = async (deviceCount: number): Promise<BenchHub> => {
	const emulator = startProcess(['dist/cli.js', 'emulator', '--json', '--https-port', '0', '--mqtts-port', '0', '--amqps-port', '0']);
	type Words = Record<'hubConnectionString' | 'eventHubConnectionString' | 'caFile', string> & {readonly ports: {readonly mqtts: number}};
	const {hubConnectionString, eventHubConnectionString, caFile, ports}: Words = JSON.parse(await emulator.nextLine());
	const deviceIds = Array.from({length: deviceCount}, (_, index) => `bench-${String(index + 1).padStart(2, '0')}`);
	const devices = await ensureDevices(parseHubAddress(hubConnectionString), deviceIds);
	return {
		hubConnectionString,
		eventHubConnectionString,
		caFile,
		ca: readFileSync(caFile, 'utf8'),
		mqttsPort: ports.mqtts,
		pid: emulator.pid,
		deviceConnectionStrings: devices.map(({connectionString}) => connectionString),
		stop: () => emulator.stop(),
	};
};

/** Devices that send `ratePerSecond` messages together (0: as many as they can), in their own process. */
export const startLoad = async ({deviceConnectionStrings: connectionStrings, ca}: BenchHub, ratePerSecond: number): Promise<LineProcess> => {
	const load = startProcess(['test/bench/run.mjs', 'load'], {BENCH_INPUT: JSON.stringify({connectionStrings, ca, ratePerSecond})});
	await load.nextLine();
	return load;
};

/** Most devices of a wire load. */
const wireConnections = 8;

/** The same without the device SDK: as much as a broker can take. */
export const startWireLoad = async ({
	deviceConnectionStrings,
	ca,
	mqttsPort: port,
}: Pick<BenchHub, 'deviceConnectionStrings' | 'ca' | 'mqttsPort'>): Promise<LineProcess> => {
	const devices = deviceConnectionStrings.slice(0, wireConnections).map(connectionString => ({
		deviceId: /DeviceId=([^;]*)/.exec(connectionString)?.[1] ?? '',
		key: /SharedAccessKey=([^;]*)/.exec(connectionString)?.[1] ?? '',
	}));
	const load = startProcess(['test/bench/run.mjs', 'wire-load'], {BENCH_INPUT: JSON.stringify({ca, port, devices} satisfies WireLoadInput)});
	await load.nextLine();
	return load;
};

/** The reference: a receiver that does nothing else. */
export const startBareReceiver = async ({eventHubConnectionString, caFile}: BenchHub): Promise<LineProcess> => {
	const receiver = startProcess(['test/bench/run.mjs', 'receive'], {BENCH_INPUT: eventHubConnectionString, NODE_EXTRA_CA_CERTS: caFile});
	await receiver.nextLine();
	return receiver;
};

/** Megabytes of memory that a process holds now. */
export const residentMegabytes = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** Milliseconds that a process has computed so far, all its threads together. */
export const processorMs = (pid: number): number => {
	// The name of the program, in brackets, may hold anything; the times are the 12th and 13th value behind it, in hundredths of a second.
	const values = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
	return (Number(values[11]) + Number(values[12])) * 10;
};
