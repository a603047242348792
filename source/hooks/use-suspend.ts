import {useApp, useStdout} from 'ink';

/** A stop that the system ignores (there is no shell to go back to) is over after this time, in milliseconds. */
const ignoredMs = 300;

/**
 * Job control: gives the terminal back to the shell and stops the program; the shell's `fg` takes it up again with a full repaint.
 * The whole process group is stopped, so that a package manager in front of the program stops with it.
 */
export const useSuspend = (): (() => Promise<void>) => {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	return () =>
		suspendTerminal(async () => {
			// A stopped program writes nothing: the shell's screen must be back before.
			await new Promise<void>(written => stdout.write('', () => written()));
			const {promise, resolve} = Promise.withResolvers<void>();
			process.once('SIGCONT', resolve);
			process.kill(0, 'SIGTSTP');
			const timer = setTimeout(resolve, ignoredMs);
			await promise;
			clearTimeout(timer);
			process.off('SIGCONT', resolve);
		});
};
