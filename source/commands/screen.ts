import {constants} from 'node:os';
import {type RenderOptions, render} from 'ink';
import type {ReactNode} from 'react';
import {exitCodes} from '../errors.js';
import {describeFailure} from './failure.js';
import {createFrameWriter, type Terminal} from './frame-writer.js';

/** How long closing may take before the process leaves anyway, in milliseconds: an embedded hub that is still starting is closed once it has started. */
const closeLimitMs = 10_000;
/** How long a terminal that takes nothing, one that was halted by Ctrl+S for instance, is waited for. */
const restoreLimitMs = 1000;

/**
 * Keys go to the program and not to the line discipline. Ink does this only after the first frame: a key that answers that frame at once would be
 * echoed into it, and Ctrl+C would be a signal.
 */
function takeKeys(isOurs: boolean): void {
	if (process.stdin.isTTY) process.stdin.setRawMode(isOurs);
}

/** Gives the running screen a way to end: without an error as the user's wish, with one as a failure. */
export type EndScreen = (failure?: {readonly error: unknown; readonly exitCode: number}) => void;

/** Ink on a terminal, with a writer of ours in between. */
export function renderScreen(element: ReactNode, terminal: Terminal, streams: Partial<Pick<RenderOptions, 'stdin' | 'stderr'>> = {}) {
	const writer = createFrameWriter(terminal);
	// In `debug` mode Ink hands over whole frames, one for each commit, and leaves what to write of them to whoever takes them.
	const options = {debug: true, alternateScreen: true, patchConsole: false, exitOnCtrlC: false, interactive: true};
	return {instance: render(element, {...streams, ...options, stdout: writer.stream}), writer};
}

async function inTime(work: Promise<unknown> | undefined, limitMs: number): Promise<void> {
	const limit = AbortSignal.timeout(limitMs);
	await Promise.race([work?.catch(() => undefined), new Promise(done => limit.addEventListener('abort', done))]);
}

/**
 * Owns the terminal from the first paint to the last: alternate screen, signals, crashes. Whatever ends it (the user, SIGTERM, SIGHUP, SIGINT, an
 * error while drawing, an unhandled rejection), the terminal is restored first, then `close` runs, then the failure is told on stderr.
 * @returns the exit code
 */
export async function runScreen(draw: (end: EndScreen) => ReactNode, close: () => Promise<void>): Promise<number> {
	const {promise, resolve} = Promise.withResolvers<{exitCode: number; error?: unknown}>();
	const end: EndScreen = failure => resolve(failure ?? {exitCode: exitCodes.done});
	const crash = (error: unknown) => end({error, exitCode: exitCodes.bug});
	const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;
	const leave = (signal: NodeJS.Signals) => resolve({exitCode: 128 + constants.signals[signal]});

	for (const signal of signals) process.on(signal, leave);
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	// A terminal that has gone away answers writes with EIO; the SIGHUP that comes with it ends the program.
	process.stdout.on('error', () => resolve({exitCode: 128 + constants.signals.SIGHUP}));

	let screen: ReturnType<typeof renderScreen> | undefined;
	takeKeys(true);
	try {
		screen = renderScreen(draw(end), process.stdout);
		screen.instance.waitUntilExit().then(() => end(), crash);
	} catch (error) {
		crash(error);
	}
	const ending = await promise;
	screen?.instance.unmount();
	await inTime(screen?.instance.waitUntilExit(), restoreLimitMs);
	takeKeys(false);
	if (process.stdout.writableLength === 0) screen?.writer.close();
	await inTime(close(), closeLimitMs);
	if (ending.error !== undefined) process.stderr.write(describeFailure(ending.error));
	return ending.exitCode;
}
