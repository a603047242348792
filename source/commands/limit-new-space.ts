import {PerformanceObserver} from 'node:perf_hooks';
import {getHeapSpaceStatistics, setFlagsFromString} from 'node:v8';

/** Enough for the busiest feed: with more, collecting garbage does not take less of the processor. */
const enoughBytes = 32_000_000;

function isLargeEnough(): boolean {
	return getHeapSpaceStatistics().some(space => space.space_name === 'new_space' && space.space_size >= enoughBytes);
}

/**
 * Keeps the space for new objects from growing further once it has 32 MB. In a flood of telemetry V8 would double it up to 128 MB, all of
 * it resident, and hardly ever give it back. Its size can only be limited from the command line of Node, which a program that is
 * started by its name has no hand in; how much it grows at a time is read anew each time.
 *
 * It holds for all threads of the process: not for one with a worker thread, whose space would stay as small as it is then.
 */
export function limitNewSpace(): void {
	const observer = new PerformanceObserver(() => {
		if (!isLargeEnough()) return;
		observer.disconnect();
		setFlagsFromString('--semi-space-growth-factor=1');
	});
	observer.observe({entryTypes: ['gc']});
}
