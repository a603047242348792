import {HubError, UsageError} from '../errors.js';
import {show} from '../safe-text.js';
import {hideSecrets} from '../secret.js';

/** What a failed command says on stderr: what happened and what to do next; a bug also says where. Ends with a newline. */
export function describeFailure(error: unknown): string {
	if (error instanceof UsageError || error instanceof HubError) {
		return `iot-tui: ${show(hideSecrets(error.message))}\n${error.hint === '' ? '' : `  ${show(hideSecrets(error.hint))}\n`}`;
	}
	const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const lines = hideSecrets(stack)
		.split('\n')
		.slice(0, 8)
		.map(line => `  ${show(line)}`);
	return `iot-tui: a bug in iot-tui ended it. Please report these lines:\n${lines.join('\n')}\n`;
}
