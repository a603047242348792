import about from '../../package.json' with {type: 'json'};
import {exitCodeOf, exitCodes, UsageError} from '../errors.js';
import {
	type CommandName,
	connectionStringVariable,
	deviceConnectionStringVariable,
	type Environment,
	type Flags,
	flagsOfCommand,
	readConsoleOptions,
	readDoctorOptions,
	readEmulatorOptions,
	readSasOptions,
	readSimulateOptions,
} from '../options.js';
import {show} from '../safe-text.js';
import {readCommandLine} from './command-line.js';
import {describeFailure} from './failure.js';
import {helpOf} from './help.js';
import {refuseUnsafeStart} from './unsafe-start.js';

export type CommandLine = {
	/** Everything after the program's name, as typed. */
	readonly arguments: readonly string[];
	/** The connection string is taken out of it, so that no child process inherits it. */
	readonly environment: Environment & Record<string, string | undefined>;
};

function readCommandName(word = 'console'): CommandName {
	if (Object.hasOwn(flagsOfCommand, word)) return word as CommandName;
	throw new UsageError(
		`There is no command ${show(word, {maxLength: 40})}.`,
		'The commands are: emulator, simulate, doctor, sas, and none at all for the console. Run iot-tui --help.',
	);
}

/** The console draws a full screen. @throws UsageError where that cannot be */
function requireTerminal({TERM}: Environment): void {
	const others = 'iot-tui emulator, simulate, doctor and sas work without one.';
	if (!process.stdin.isTTY || !process.stdout.isTTY) {
		throw new UsageError(
			'The console needs a terminal for its input and output, and here there is none.',
			`Run it in a terminal (over SSH with ssh -t, in a container with -it); ${others}`,
		);
	}
	if (TERM === 'dumb') {
		throw new UsageError(
			'The console draws a full screen, and TERM=dumb says that this terminal cannot do that.',
			`Set TERM to what the terminal is, such as xterm-256color; ${others}`,
		);
	}
}

async function run(command: CommandName, object: string | undefined, flags: Flags, environment: Environment): Promise<number> {
	switch (command) {
		case 'console': {
			const options = readConsoleOptions(flags, environment);
			requireTerminal(environment);
			const {runConsole} = await import('./console.js');
			return await runConsole(options);
		}
		case 'emulator': {
			const {runEmulator} = await import('./emulator.js');
			await runEmulator(readEmulatorOptions(flags), process);
			return exitCodes.done;
		}
		case 'simulate': {
			const {runSimulate} = await import('./simulate.js');
			await runSimulate(readSimulateOptions(flags, environment), process);
			return exitCodes.done;
		}
		case 'sas': {
			const {runSas} = await import('./sas.js');
			return await runSas(readSasOptions(object, flags, environment), process);
		}
		case 'doctor': {
			const {runDoctor} = await import('./doctor.js');
			return await runDoctor(readDoctorOptions(object, flags, environment), process);
		}
	}
}

/** Runs the command that the arguments name and resolves with the process's exit code; failures are told on stderr. */
export async function runCommand(line: CommandLine): Promise<number> {
	try {
		refuseUnsafeStart(line);
		const environment = {...line.environment};
		delete line.environment[connectionStringVariable];
		delete line.environment[deviceConnectionStringVariable];
		const {words, flags} = readCommandLine(line.arguments);
		const command = readCommandName(words[0]);
		const {help, version: asksVersion, ...rest} = flags;
		if (help === true || asksVersion === true) {
			process.stdout.write(help === true ? helpOf(command) : `${about.version}\n`);
			return exitCodes.done;
		}
		if (words.length > (command === 'sas' || command === 'doctor' ? 2 : 1))
			throw new UsageError('There are too many words on the command line.', `Run iot-tui ${command} --help for what it takes.`);
		return await run(command, words[1], rest, environment);
	} catch (error) {
		process.stderr.write(describeFailure(error));
		return exitCodeOf(error);
	}
}
