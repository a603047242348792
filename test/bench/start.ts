import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {measureStart} from './measure.js';
import type {BenchHub} from './processes.js';
import {type Line, ms} from './report.js';
import {median} from './statistics.js';

const startRuns = 7;

/** From the start of the program to its first whole frame, with what it kept of the start before and without. */
export const measureStarts = async (hub: BenchHub): Promise<readonly Line[]> => {
	const first: number[] = [];
	const again: number[] = [];
	const node: number[] = [];
	for (let run = 0; run < startRuns; run++) {
		const cache = await mkdtemp(path.join(tmpdir(), 'iot-tui-bench-'));
		try {
			first.push((await measureStart(hub, cache)).consoleMs);
			const {consoleMs, nodeMs} = await measureStart(hub, cache);
			again.push(consoleMs);
			node.push(nodeMs);
		} finally {
			await rm(cache, {recursive: true, force: true});
		}
	}

	const nodeMs = median(node);
	const beside = `${ms(nodeMs)} node -e 0`;
	return [
		{quantity: 'first whole frame', value: ms(median(again)), beside, ratio: median(again) / nodeMs, budget: '<= 6'},
		{quantity: 'first whole frame of the first start', value: ms(median(first)), beside, ratio: median(first) / nodeMs},
	];
};
