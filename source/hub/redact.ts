import {hideSecrets} from '../secret.js';

/** Longest text taken over from a hub or a library. */
const maxLength = 400;

/** Text from elsewhere without keys, tokens and connection strings, on one line and cut to a readable length. */
export function redact(text: string): string {
	const result = hideSecrets(text.slice(0, 4 * maxLength))
		.replace(/\s+/g, ' ')
		.trim();
	return result.length > maxLength ? `${result.slice(0, maxLength - 1)}…` : result;
}
