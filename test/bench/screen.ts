import {measureIdle, measureKeys, measureOutput, openBareInk, openBenchConsole} from './measure.js';
import {type BenchHub, processorMs, residentMegabytes, startLoad, startProcess} from './processes.js';
import {type Line, megabytes, ms} from './report.js';
import {pause, percentile} from './statistics.js';

const keyCount = 120;
const loads = [2000, 5000];
const quietMs = 4000;
/** Longer than the step in which ages grow. */
const idleMs = 12_000;

/** What Ink alone takes, and Node. */
const measureReferences = async (): Promise<{readonly inkKeys: readonly number[]; readonly nodeMegabytes: number}> => {
	const node = startProcess(['-e', 'console.log("ready"); setInterval(() => {}, 1e6)']);
	await node.nextLine();
	const nodeMegabytes = residentMegabytes(node.pid);
	await node.stop();
	const ink = await openBareInk();
	try {
		return {inkKeys: await measureKeys(ink, keyCount), nodeMegabytes};
	} finally {
		await ink.close();
	}
};

const keyLines = (when: string, keys: readonly number[], inkKeys: readonly number[]): readonly Line[] =>
	[0.5, 0.99].map(share => {
		const [value, ink] = [percentile(keys, share), percentile(inkKeys, share)];
		const budget = share === 0.99 && when !== 'idle' ? {budget: '<= 1'} : {};
		return {quantity: `key to paint ${when}, p${share * 100}`, value: ms(value), beside: `${ms(ink)} bare Ink, idle`, ratio: value / ink, ...budget};
	});

/** Keys, bytes and memory of a console on screen, idle and while messages come. */
export const measureScreen = async (hub: BenchHub): Promise<readonly Line[]> => {
	const {inkKeys, nodeMegabytes} = await measureReferences();
	const terminal = await openBenchConsole(hub);
	await pause(quietMs);
	const before = processorMs(terminal.pid);
	const idle = await measureIdle(terminal, idleMs);
	const idleShare = (processorMs(terminal.pid) - before) / idleMs;
	const idleMegabytes = residentMegabytes(terminal.pid);
	const idleKeys = await measureKeys(terminal, keyCount);
	const beforeKey = terminal.bytes();
	await measureKeys(terminal, 20);
	const keyBytes = (terminal.bytes() - beforeKey) / 20;
	const lines: Line[] = [
		...keyLines('idle', idleKeys, inkKeys),
		{quantity: 'idle, processor', value: `${(100 * idleShare).toFixed(1)} %`, budget: '< 1 %'},
		{quantity: 'idle, written while nothing seen changes', value: `${((idle.idleBytes * 1000) / idleMs).toFixed(0)} B/s`, budget: '0'},
		{
			quantity: 'idle, written for ages that change',
			value: `${(idle.changeBytes / Math.max(1, idle.changes)).toFixed(0)} B a change`,
			beside: `${idle.changes} in ${idleMs / 1000} s`,
		},
		{quantity: 'selection moved by a row, all panes', value: `${keyBytes.toFixed(0)} B`, budget: '<= 300'},
		{quantity: 'resident memory, idle', value: megabytes(idleMegabytes), beside: `${megabytes(nodeMegabytes)} bare node`, ratio: idleMegabytes / nodeMegabytes},
	];
	for (const ratePerSecond of loads) {
		const load = await startLoad(hub, ratePerSecond);
		await pause(quietMs);
		const keys = await measureKeys(terminal, keyCount);
		const feed = await measureOutput(terminal, quietMs);
		const busyMegabytes = residentMegabytes(terminal.pid);
		await load.stop();
		const when = `at ${ratePerSecond} messages/s`;
		lines.push(
			...keyLines(when, keys, inkKeys),
			{
				quantity: `one frame ${when}, 120x40`,
				value: `${(feed.bytes / Math.max(1, feed.frames)).toFixed(0)} B`,
				beside: `${((feed.frames * 1000) / quietMs).toFixed(1)} a second`,
				budget: '<= 3000',
			},
			{quantity: `resident memory ${when}`, value: megabytes(busyMegabytes), beside: `${megabytes(idleMegabytes)} idle`, ratio: busyMegabytes / idleMegabytes},
		);
	}

	await terminal.close();
	return lines;
};
