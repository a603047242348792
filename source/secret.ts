import {createHash} from 'node:crypto';
import {inspect} from 'node:util';

/** A text that cannot be printed by accident: JSON, `inspect` and templates show `[secret]`. */
export class Secret {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** The text itself. Only for signing; it must not reach a message, a log or a screen. */
	reveal(): string {
		return this.#text;
	}

	toString(): string {
		return '[secret]';
	}

	toJSON(): string {
		return '[secret]';
	}

	[inspect.custom](): string {
		return '[secret]';
	}
}

/** What tells two secrets apart without telling them: the first 8 hexadecimal digits of the SHA-256 of the text (`printf %s KEY | sha256sum`). */
export function fingerprint(secret: {reveal(): string}): string {
	return createHash('sha256').update(secret.reveal()).digest('hex').slice(0, 8);
}

const secretPatterns: readonly (readonly [pattern: RegExp, replacement: string])[] = [
	// A token, not a sentence about one; and not the form of one, which has an ellipsis in the place of the signature.
	[/SharedAccessSignature\s+(?=\S*[=%])(?!\S*sig=…)\S+/gi, 'SharedAccessSignature [secret]'],
	[/Bearer\s+\S+/gi, 'Bearer [secret]'],
	[/(SharedAccess(?:Key|Signature)|Password|primaryKey|secondaryKey)("?\s*[=:]\s*"?)(?!…)[^;"\s,]+/gi, '$1$2[secret]'],
	[/\bsig=(?!…)[^&\s;"]+/gi, '[secret]'],
	// 32 or more bytes of base64, as keys and signatures are, in whichever place they turn up.
	[/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42,}={1,2}/g, '[secret]'],
];

/** Text from elsewhere with `[secret]` in the place of keys, tokens and signatures. */
export function hideSecrets(text: string): string {
	return secretPatterns.reduce((hidden, [pattern, replacement]) => hidden.replace(pattern, replacement), text);
}
