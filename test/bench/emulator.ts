import {type BenchHub, type LineProcess, processorMs, residentMegabytes, startBareReceiver, startProcess, startWireLoad} from './processes.js';
import {type Line, megabytes} from './report.js';
import {median, pause, perSecond, readCount} from './statistics.js';

const rounds = 3;
const warmUpMs = 3000;
const windowMs = 6000;
const fleetSize = 2000;
const fleetMs = 150_000;

/** What came, and what the process in question computed for it. */
type Flow = {readonly perSecond: number; readonly microsecondsPerMessage: number};

/** Counts what `counter` prints for a while, once the load has become steady. */
const measureFlow = async (load: LineProcess, counter: LineProcess, pid: number): Promise<Flow> => {
	await pause(warmUpMs);
	const before = readCount(await counter.nextLine());
	const computed = processorMs(pid);
	await pause(windowMs);
	const after = readCount(await counter.nextLine());
	const microseconds = (processorMs(pid) - computed) * 1000;
	await load.stop();
	return {perSecond: perSecond(before, after), microsecondsPerMessage: microseconds / (after.count - before.count)};
};

/** Messages that the broker library takes with QoS 1, alone. */
const measureBroker = async (hub: BenchHub): Promise<Flow> => {
	const broker = startProcess(['test/bench/run.mjs', 'broker']);
	const {ca, port}: {readonly ca: string; readonly port: number} = JSON.parse(await broker.nextLine());
	const load = await startWireLoad({...hub, ca, mqttsPort: port});
	const flow = await measureFlow(load, load, broker.pid);
	await broker.stop();
	return flow;
};

/** Messages that go in as MQTT and come out of the Event Hubs SDK. */
const measureHub = async (hub: BenchHub): Promise<Flow> => {
	const receiver = await startBareReceiver(hub);
	const flow = await measureFlow(await startWireLoad(hub), receiver, hub.pid);
	await receiver.stop();
	return flow;
};

/** A local hub with a fleet in one process. */
const measureFleet = async (): Promise<readonly Line[]> => {
	const emulator = startProcess([
		'dist/cli.js',
		'emulator',
		'--json',
		'--devices',
		String(fleetSize),
		'--https-port',
		'0',
		'--mqtts-port',
		'0',
		'--amqps-port',
		'0',
	]);
	const startedAt = performance.now();
	try {
		// The program says it once, when each of them has connected or failed.
		const words = await Promise.race([emulator.nextErrorLine(), pause(fleetMs).then(() => `0 after ${fleetMs} ms`)]);
		const connected = Number(words.split(' ')[0]);
		return [
			{
				quantity: 'simulated devices connected, one process with the hub',
				value: String(connected),
				beside: `${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${megabytes(residentMegabytes(emulator.pid))}`,
				budget: `${fleetSize}`,
			},
		];
	} finally {
		await emulator.stop();
	}
};

/** The local hub against the broker that it is built on, and how many devices it holds. */
export const measureEmulator = async (hub: BenchHub): Promise<readonly Line[]> => {
	const broker: Flow[] = [];
	const through: Flow[] = [];
	for (let round = 0; round < rounds; round++) {
		broker.push(await measureBroker(hub));
		through.push(await measureHub(hub));
	}

	const of = (flows: readonly Flow[], key: keyof Flow): number => median(flows.map(flow => flow[key]));
	const [rate, brokerRate] = [of(through, 'perSecond'), of(broker, 'perSecond')];
	const [time, brokerTime] = [of(through, 'microsecondsPerMessage'), of(broker, 'microsecondsPerMessage')];
	return [
		{
			quantity: 'device to Event Hubs SDK through the emulator',
			value: `${rate.toFixed(0)}/s`,
			beside: `${brokerRate.toFixed(0)}/s bare aedes, QoS 1`,
			ratio: rate / brokerRate,
			budget: '>= 0.25',
		},
		{
			quantity: "emulator's processor time for a message",
			value: `${time.toFixed(1)} us`,
			beside: `${brokerTime.toFixed(1)} us bare aedes`,
			ratio: time / brokerTime,
		},
		...(await measureFleet()),
	];
};
