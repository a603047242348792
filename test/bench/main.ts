import {existsSync} from 'node:fs';
import {runBareReceiver} from './bare-receiver.js';
import {runLoad} from './load.js';
import {measureIdle, measureKeys, measureOutput, measureStart, openBenchConsole} from './measure.js';
import {type BenchHub, residentMegabytes, startHub, startLoad, startProcess} from './processes.js';
import {mean, median, pause, percentile} from './statistics.js';
import {measureBareReceiver, measureConsole, type Throughput} from './throughput.js';

type Line = {readonly quantity: string; readonly value: string; readonly beside?: string; readonly ratio?: number; readonly budget?: string};

const startRuns = 5;
const throughputRounds = 3;
const keyCount = 120;
const loadPerSecond = 2000;
const quietMs = 4000;
/** Longer than the step in which ages grow. */
const idleMs = 12_000;
const ms = (value: number): string => `${value.toFixed(1)} ms`;

const measureThroughput = async (hub: BenchHub): Promise<readonly Line[]> => {
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

const measureScreen = async (hub: BenchHub): Promise<readonly Line[]> => {
	const node = startProcess(['-e', 'console.log("ready"); setInterval(() => {}, 1e6)']);
	await node.nextLine();
	const bareMegabytes = residentMegabytes(node.pid);
	await node.stop();

	const terminal = await openBenchConsole(hub);
	await pause(quietMs);
	const idle = await measureIdle(terminal, idleMs);
	const idleMegabytes = residentMegabytes(terminal.pid);
	const idleKeys = await measureKeys(terminal, keyCount);
	const beforeKey = terminal.bytes();
	await measureKeys(terminal, 20);
	const keyBytes = (terminal.bytes() - beforeKey) / 20;

	const load = await startLoad(hub, loadPerSecond);
	await pause(quietMs);
	const busyKeys = await measureKeys(terminal, keyCount);
	const feed = await measureOutput(terminal, quietMs);
	const busyMegabytes = residentMegabytes(terminal.pid);
	await load.stop();
	await terminal.close();
	const busy = `at ${loadPerSecond} messages/s`;
	return [
		{quantity: 'key to paint, idle, p50', value: ms(median(idleKeys))},
		{quantity: 'key to paint, idle, p99', value: ms(percentile(idleKeys, 0.99))},
		{quantity: `key to paint ${busy}, p50`, value: ms(median(busyKeys)), beside: `${ms(median(idleKeys))} idle`, ratio: median(busyKeys) / median(idleKeys)},
		{
			quantity: `key to paint ${busy}, p99`,
			value: ms(percentile(busyKeys, 0.99)),
			beside: `${ms(percentile(idleKeys, 0.99))} idle`,
			ratio: percentile(busyKeys, 0.99) / percentile(idleKeys, 0.99),
			budget: '20 ms',
		},
		{quantity: 'idle, written while nothing seen changes', value: `${((idle.idleBytes * 1000) / idleMs).toFixed(0)} B/s`, budget: '0'},
		{
			quantity: 'idle, written for ages that change',
			value: `${(idle.changeBytes / Math.max(1, idle.changes)).toFixed(0)} B a change`,
			beside: `${idle.changes} in ${idleMs / 1000} s`,
		},
		{quantity: 'selection moved by a row, all panes', value: `${keyBytes.toFixed(0)} B`},
		{quantity: `one frame ${busy}, 120x40`, value: `${(feed.bytes / Math.max(1, feed.frames)).toFixed(0)} B`, budget: '<= 3000'},
		{quantity: `frames ${busy}`, value: `${((feed.frames * 1000) / quietMs).toFixed(1)}/s`},
		{
			quantity: 'resident memory, idle',
			value: `${idleMegabytes.toFixed(0)} MB`,
			beside: `${bareMegabytes.toFixed(0)} MB bare node`,
			ratio: idleMegabytes / bareMegabytes,
		},
		{
			quantity: `resident memory ${busy}`,
			value: `${busyMegabytes.toFixed(0)} MB`,
			beside: `${idleMegabytes.toFixed(0)} MB idle`,
			ratio: busyMegabytes / idleMegabytes,
		},
	];
};

const measureStarts = async (hub: BenchHub): Promise<readonly Line[]> => {
	const runs: Awaited<ReturnType<typeof measureStart>>[] = [];
	for (let run = 0; run < startRuns; run++) {
		runs.push(await measureStart(hub));
	}

	const [consoleMs, nodeMs] = [median(runs.map(run => run.consoleMs)), median(runs.map(run => run.nodeMs))];
	return [{quantity: 'first whole frame', value: ms(consoleMs), beside: `${ms(nodeMs)} node -e 0`, ratio: consoleMs / nodeMs, budget: '<= 6'}];
};

/** What can be measured alone, by its name on the command line. */
const parts: Readonly<Record<string, (hub: BenchHub) => Promise<readonly Line[]>>> = {
	start: measureStarts,
	screen: measureScreen,
	throughput: measureThroughput,
};

const print = (lines: readonly Line[]): void => {
	const cells = lines.map(({quantity, value, beside = '', ratio, budget = ''}) => [quantity, value, beside, ratio?.toFixed(2) ?? '', budget]);
	const rows = [['quantity', 'value', 'beside', 'ratio', 'budget'], ...cells];
	const widths = [0, 1, 2, 3, 4].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)));
	for (const row of rows) {
		process.stdout.write(
			`${row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd()}\n`,
		);
	}
};

/** Measures the built program on this machine, over loopback, in about four minutes; the names of parts on the command line make it these alone. The other roles are the run's own child processes. */
export const main = async (): Promise<void> => {
	const input = process.env.BENCH_INPUT ?? '';
	switch (process.argv[2]) {
		case 'load':
			await runLoad(JSON.parse(input));
			return;
		case 'receive':
			await runBareReceiver(input);
			return;
		default:
	}

	if (!existsSync('dist/cli.js')) {
		throw new Error('There is no built program. Run npm run build first.');
	}

	const names = process.argv.slice(2);
	const unknown = names.find(name => !(name in parts));
	if (unknown !== undefined) {
		throw new Error(`There is no part ${unknown}. Parts: ${Object.keys(parts).join(', ')}.`);
	}

	const hub = await startHub(12);
	try {
		const lines: Line[] = [];
		for (const [name, measure] of Object.entries(parts)) {
			if (names.length === 0 || names.includes(name)) {
				lines.push(...(await measure(hub)));
			}
		}

		print(lines);
	} finally {
		await hub.stop();
	}
};
