import {existsSync} from 'node:fs';
import {runBareBroker} from './bare-broker.js';
import {runBareInk} from './bare-ink.js';
import {runBareReceiver} from './bare-receiver.js';
import {measureEmulator} from './emulator.js';
import {runLoad} from './load.js';
import {measureMemory, runStore} from './memory.js';
import {type BenchHub, startHub} from './processes.js';
import {type Line, print} from './report.js';
import {measureScreen} from './screen.js';
import {measureStarts} from './start.js';
import {measureThroughput} from './throughput.js';
import {runWireLoad} from './wire-load.js';

/** What can be measured alone, by its name on the command line. */
const parts: Readonly<Record<string, (hub: BenchHub) => Promise<readonly Line[]>>> = {
	start: measureStarts,
	screen: measureScreen,
	memory: measureMemory,
	throughput: measureThroughput,
	emulator: measureEmulator,
};

/** Measures the built program on this machine, over loopback, in about six minutes; the names of parts on the command line make it these alone. The other roles are the run's own child processes. */
export const main = async (): Promise<void> => {
	const input = process.env.BENCH_INPUT ?? '';
	switch (process.argv[2]) {
		case 'load':
			await runLoad(JSON.parse(input));
			return;
		case 'receive':
			await runBareReceiver(input);
			return;
		case 'wire-load':
			await runWireLoad(JSON.parse(input));
			return;
		case 'broker':
			await runBareBroker();
			return;
		case 'store':
			await runStore(input);
			return;
		case 'ink':
			await runBareInk();
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
