import {createDeviceTableBuilder} from '../../source/hub/device-table.js';
import {createNameTable} from '../../source/hub/telemetry/names.js';
import {createMessageRing} from '../../source/hub/telemetry/ring.js';
import {openBenchConsole} from './measure.js';
import {type BenchHub, residentMegabytes, startProcess} from './processes.js';
import {type Line, megabytes} from './report.js';

const messageCount = 100_000;
const deviceCount = 1_000_000;
const settledMs = 500;

const keepMessages = () => {
	const ring = createMessageRing({messages: messageCount, bytes: 1024 ** 3}, createNameTable(), createNameTable());
	for (let index = 0; index < messageCount; index++) {
		const deviceId = `press-${index % 100}`;
		ring.push({
			deviceId,
			partitionId: String(index % 4),
			sequenceNumber: index,
			offset: String(index * 300),
			enqueuedAt: index,
			receivedAt: index,
			body: Buffer.from(JSON.stringify({temperature: Math.random() * 30, humidity: Math.random() * 100, pressure: Math.random() * 1000, count: index})),
			applicationProperties: {temperatureAlert: 'false'},
			systemProperties: {'iothub-connection-device-id': deviceId, 'iothub-enqueuedtime': index},
		});
	}

	return ring;
};

const knowDevices = () => {
	const builder = createDeviceTableBuilder();
	for (let index = 0; index < deviceCount; index++) {
		const row = {isEnabled: true, isConnected: index % 2 === 0, authentication: 'sas', lastActivityAt: index} as const;
		builder.append({...row, deviceId: `press-${String(index).padStart(7, '0')}`});
	}

	return builder.build();
};

/** Fills the console's own store in a process that has nothing else, and prints by how many megabytes that has grown. */
export const runStore = async (kind: string): Promise<void> => {
	const before = residentMegabytes(process.pid);
	const store = kind === 'messages' ? keepMessages() : knowDevices();
	globalThis.gc?.();
	await new Promise(resolve => setTimeout(resolve, settledMs));
	process.stdout.write(`${residentMegabytes(process.pid) - before}\n`);
	// Whatever is used afterwards cannot have been collected before.
	process.stdout.write(`${Object.keys(store).length}\n`);
};

const measureStore = async (kind: string): Promise<number> => {
	const store = startProcess(['--expose-gc', '--max-semi-space-size=16', 'test/bench/run.mjs', 'store'], {BENCH_INPUT: kind});
	const grown = Number(await store.nextLine());
	await store.stop();
	return grown;
};

/** The idle console, and by how much more it is when its stores are full. */
export const measureMemory = async (hub: BenchHub): Promise<readonly Line[]> => {
	const terminal = await openBenchConsole(hub);
	const idle = residentMegabytes(terminal.pid);
	await terminal.close();
	const line = (quantity: string, grown: number, budget: string): Line => ({
		quantity: `resident memory, ${quantity}`,
		value: megabytes(idle + grown),
		beside: `${megabytes(idle)} idle`,
		ratio: (idle + grown) / idle,
		budget,
	});
	return [
		line(`${messageCount.toLocaleString('en')} messages kept`, await measureStore('messages'), '<= 1.4'),
		line(`${deviceCount.toLocaleString('en')} devices known`, await measureStore('devices'), '<= 2'),
	];
};
