import meow from 'meow';
import {UsageError} from '../errors.js';

/** What was typed: words that are not flags, and flags, not yet checked. Flags that no command has are among them. */
export type ParsedCommandLine = {readonly words: readonly string[]; readonly flags: Readonly<Record<string, unknown>>};

/** Takes a command line apart. @throws UsageError for a flag that is given twice, and a fault without its name */
export function readCommandLine(words: readonly string[]): ParsedCommandLine {
	const {input, flags} = refuseTwice(() => parse(words));
	// meow leaves out a repeated option that has no value.
	if (words.filter(word => /^--fault(=|$)/.test(word)).length > (flags.fault?.length ?? 0)) {
		throw new UsageError('--fault must be the name of a fault.', 'For example: --fault throttling');
	}
	return {words: input, flags};
}

function refuseTwice<T>(read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error), 'Run iot-tui --help for the options of each command.');
	}
}

function parse(words: readonly string[]) {
	return meow({
		importMeta: import.meta,
		argv: words,
		autoHelp: false,
		autoVersion: false,
		flags: {
			help: {type: 'boolean', shortFlag: 'h'},
			version: {type: 'boolean'},
			emulator: {type: 'boolean'},
			devices: {type: 'string'},
			readOnly: {type: 'boolean'},
			consumerGroup: {type: 'string'},
			ascii: {type: 'boolean'},
			color: {type: 'boolean', default: true},
			hostName: {type: 'string'},
			httpsPort: {type: 'string'},
			mqttsPort: {type: 'string'},
			amqpsPort: {type: 'string'},
			dataDir: {type: 'string'},
			partitions: {type: 'string'},
			json: {type: 'boolean'},
			prefix: {type: 'string'},
			protocol: {type: 'string'},
			fault: {type: 'string', isMultiple: true},
			device: {type: 'string'},
			module: {type: 'string'},
			lifetime: {type: 'string'},
			callMethod: {type: 'boolean'},
			asDevice: {type: 'boolean'},
			writeTwin: {type: 'boolean'},
			method: {type: 'string'},
			wait: {type: 'string'},
		},
	});
}
