import {exitCodeOf, exitCodes, UsageError} from '../errors.js';
import {
	connectionStringVariable,
	deviceConnectionStringVariable,
	type Environment,
	type Flags,
	readConsoleOptions,
	readDoctorOptions,
	readEmulatorOptions,
	readSasOptions,
	readSimulateOptions,
} from '../options.js';
import {describeFailure} from './failure.js';

type CommandLine = {
	/** Words that are not flags: the command. */
	readonly words: readonly string[];
	readonly flags: Flags;
	/** Everything after the program's name, as typed. */
	readonly arguments: readonly string[];
	/** The connection string is taken out of it, so that no child process inherits it. */
	readonly environment: Environment & Record<string, string | undefined>;
};

/** Runs the command that the words name and resolves with the process's exit code; failures are told on stderr. */
export async function runCommand(line: CommandLine): Promise<number> {
	try {
		refuseUnsafeStart(line);
		const environment = {...line.environment};
		delete line.environment[connectionStringVariable];
		delete line.environment[deviceConnectionStringVariable];
		const [command = 'console', ...rest] = line.words;
		if (rest.length > (command === 'sas' || command === 'doctor' ? 1 : 0))
			throw new UsageError('Too many words on the command line.', 'Run iot-tui --help for the commands.');
		switch (command) {
			case 'console': {
				const options = readConsoleOptions(line.flags, environment);
				if (!process.stdin.isTTY || !process.stdout.isTTY || environment.TERM === 'dumb') {
					throw new UsageError(
						'The console needs a terminal, and this is none.',
						'Run it in a terminal (ssh -t); iot-tui emulator and iot-tui simulate work without one.',
					);
				}
				const {runConsole} = await import('./console.js');
				return await runConsole(options);
			}
			case 'emulator': {
				const {runEmulator} = await import('./emulator.js');
				await runEmulator(readEmulatorOptions(line.flags), process);
				return exitCodes.done;
			}
			case 'simulate': {
				const {runSimulate} = await import('./simulate.js');
				await runSimulate(readSimulateOptions(line.flags, environment), process);
				return exitCodes.done;
			}
			case 'sas': {
				const {runSas} = await import('./sas.js');
				return await runSas(readSasOptions(rest[0], line.flags, environment), process);
			}
			case 'doctor': {
				const {runDoctor} = await import('./doctor.js');
				return await runDoctor(readDoctorOptions(rest[0], line.flags, environment), process);
			}
			default:
				throw new UsageError(
					'There is no such command.',
					'The commands are: emulator, simulate, doctor, sas, and none at all for the console. Run iot-tui --help.',
				);
		}
	} catch (error) {
		process.stderr.write(describeFailure(error));
		return exitCodeOf(error);
	}
}

function refuseUnsafeStart(line: CommandLine): void {
	if (line.arguments.some(argument => /SharedAccessKey=|SharedAccessSignature|sig=/i.test(argument))) {
		// Overwrites the arguments that other users see in the process list.
		process.title = 'iot-tui';
		throw new UsageError(
			'A key was given on the command line, where every user of this machine and the shell history can read it.',
			`Renew that key, then put the connection string into the environment variable ${connectionStringVariable}.`,
		);
	}
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major < 22 || (major === 22 && minor < 19)) {
		throw new UsageError(
			`iot-tui needs Node 22.19 or newer, and this is ${process.versions.node}.`,
			'In a checkout, npm start brings its own Node; else install a newer one.',
		);
	}
	if (line.environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
		throw new UsageError(
			'NODE_TLS_REJECT_UNAUTHORIZED=0 would switch certificate checks off.',
			'Unset it; a private CA goes into the CaFile field of the connection string.',
		);
	}
	if (/--inspect/.test(line.environment.NODE_OPTIONS ?? '')) {
		throw new UsageError('NODE_OPTIONS asks for a debugger, which would let others read keys from memory.', 'Unset --inspect in NODE_OPTIONS.');
	}
}
