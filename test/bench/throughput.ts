import type {Terminal} from '../helpers/terminal.js';
import {openBenchConsole} from './measure.js';
import {type BenchHub, processorMs, startBareReceiver, startLoad} from './processes.js';
import type {Line} from './report.js';
import {type Count, mean, pause, perSecond, readCount} from './statistics.js';

const throughputRounds = 3;
/** Milliseconds for a load to become steady. */
const warmUpMs = 5000;
const windowMs = 10_000;

/** A receiver at a moment at which it told how much it had received. */
type Reading = Count & {readonly processorMs: number; readonly lost: number};

/** What devices that send as fast as they can got rid of, and what came. */
type Throughput = {
	readonly sentPerSecond: number;
	readonly receivedPerSecond: number;
	readonly lost: number;
	/** Processor time of the receiver. */
	readonly microsecondsPerMessage: number;
};

/** Reads the receiver twice while the devices send. */
const measureUnderLoad = async (hub: BenchHub, read: () => Promise<Reading>): Promise<Throughput> => {
	const load = await startLoad(hub, 0);
	await pause(warmUpMs);
	const before = await read();
	const sentBefore = readCount(load.lastLine());
	await pause(windowMs);
	const after = await read();
	const sentPerSecond = perSecond(sentBefore, readCount(load.lastLine()));
	await load.stop();
	return {
		sentPerSecond,
		receivedPerSecond: perSecond(before, after),
		lost: after.lost,
		microsecondsPerMessage: ((after.processorMs - before.processorMs) * 1000) / (after.count - before.count),
	};
};

/** With a receiver that has nothing else to do. */
const measureBareReceiver = async (hub: BenchHub): Promise<Throughput> => {
	const receiver = await startBareReceiver(hub);
	const read = async () => ({...readCount(await receiver.nextLine()), processorMs: processorMs(receiver.pid), lost: 0});
	try {
		return await measureUnderLoad(hub, read);
	} finally {
		await receiver.stop();
	}
};

/** The feed's bottom line tells, once a second, how many messages had to make room for newer ones: once there is no room left, all that come. */
const readDropped = (screen: string): {readonly dropped: number; readonly lost: number} => {
	const [dropped = 0, lost = 0] = /dropped (\d+) · lost (\d+)/.exec(screen)?.slice(1).map(Number) ?? [];
	return {dropped, lost};
};

const readConsole = async (terminal: Terminal): Promise<Reading> => {
	const {dropped: seen} = readDropped(await terminal.see(/dropped [1-9]/));
	const {dropped: count, lost} = readDropped(await terminal.see(screen => readDropped(screen).dropped > seen));
	return {at: performance.timeOrigin + performance.now(), count, lost, processorMs: processorMs(terminal.pid)};
};

/** With the console, by what its screen says. */
const measureConsole = async (hub: BenchHub): Promise<Throughput> => {
	const terminal = await openBenchConsole(hub);
	try {
		return await measureUnderLoad(hub, () => readConsole(terminal));
	} finally {
		await terminal.close();
	}
};

/** How fast telemetry comes, with the console and with a client that does nothing else. */
export const measureThroughput = async (hub: BenchHub): Promise<readonly Line[]> => {
	const bare: Throughput[] = [];
	const console: Throughput[] = [];
	// In turns, so that whatever else the machine does meets both.
	for (let round = 0; round < throughputRounds; round++) {
		bare.push(await measureBareReceiver(hub));
		console.push(await measureConsole(hub));
	}

	const meanOf = (rounds: readonly Throughput[], key: keyof Throughput): number => mean(rounds.map(round => round[key]));
	const [bareRate, rate] = [meanOf(bare, 'receivedPerSecond'), meanOf(console, 'receivedPerSecond')];
	const [bareShare, share] = [bareRate / meanOf(bare, 'sentPerSecond'), rate / meanOf(console, 'sentPerSecond')];
	const [bareTime, time] = [meanOf(bare, 'microsecondsPerMessage'), meanOf(console, 'microsecondsPerMessage')];
	const lost = console.reduce((sum, round) => sum + round.lost, 0);
	return [
		{
			quantity: 'messages received, console on screen',
			value: `${rate.toFixed(0)}/s, lost ${lost}`,
			beside: `${bareRate.toFixed(0)}/s bare client`,
			ratio: rate / bareRate,
			budget: '>= 0.9',
		},
		{
			quantity: 'received of what was sent meanwhile',
			value: `${(100 * share).toFixed(1)} %`,
			beside: `${(100 * bareShare).toFixed(1)} % bare client`,
			ratio: share / bareShare,
		},
		{quantity: 'processor time for a message', value: `${time.toFixed(1)} us`, beside: `${bareTime.toFixed(1)} us bare client`, ratio: time / bareTime},
	];
};
