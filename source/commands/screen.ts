import {constants} from 'node:os';
import {type Instance, render} from 'ink';
import type {ReactNode} from 'react';
import {exitCodes} from '../errors.js';
import {describeFailure} from './failure.js';

/** How long closing may take before the process leaves anyway, in milliseconds. */
const closeLimitMs = 4000;

/** Gives the running screen a way to end: without an error as the user's wish, with one as a failure. */
export type EndScreen = (failure?: {readonly error: unknown; readonly exitCode: number}) => void;

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

	let screen: Instance | undefined;
	try {
		screen = render(draw(end), {alternateScreen: true, incrementalRendering: true, maxFps: 1000, patchConsole: false, exitOnCtrlC: false, interactive: true});
		screen.waitUntilExit().then(() => end(), crash);
	} catch (error) {
		crash(error);
	}
	const ending = await promise;
	screen?.unmount();
	await screen?.waitUntilExit().catch(() => undefined);
	const limit = AbortSignal.timeout(closeLimitMs);
	await Promise.race([close().catch(() => undefined), new Promise(done => limit.addEventListener('abort', done))]);
	if (ending.error !== undefined) process.stderr.write(describeFailure(ending.error));
	return ending.exitCode;
}
