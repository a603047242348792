import {UsageError} from '../errors.js';
import {connectionStringVariable, type Environment} from '../options.js';

const exposed = 'where every user of this machine and the shell history can read it';

function refuseSecretArguments(words: readonly string[]): void {
	const hasKey = words.some(word => /SharedAccessKey=/i.test(word));
	const hasToken = words.some(word => /SharedAccessSignature\b.*=|\bsig=/i.test(word));
	if (!hasKey && !hasToken) return;
	// Overwrites the arguments that other users see in the process list.
	process.title = 'iot-tui';
	if (hasKey)
		throw new UsageError(
			`A key was given on the command line, ${exposed}.`,
			`Regenerate (rotate) that key, then put the connection string into the environment variable ${connectionStringVariable}.`,
		);
	throw new UsageError(
		`A token was given on the command line, ${exposed}.`,
		'Regenerate (rotate) the key that signed it, for until its expiry it lets everybody in; iot-tui sas reads tokens from standard input.',
	);
}

/** Refuses to start where keys could be read by others or certificates would not be checked. @throws UsageError */
export function refuseUnsafeStart({arguments: words, environment}: {readonly arguments: readonly string[]; readonly environment: Environment}): void {
	refuseSecretArguments(words);
	if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
		throw new UsageError(
			'NODE_TLS_REJECT_UNAUTHORIZED=0 would switch certificate checks off.',
			'Unset it; a private CA goes into the CaFile field of the connection string.',
		);
	}
	if (/--inspect/.test(environment.NODE_OPTIONS ?? '')) {
		throw new UsageError('NODE_OPTIONS asks for a debugger, which would let others read keys from memory.', 'Unset --inspect in NODE_OPTIONS.');
	}
}
