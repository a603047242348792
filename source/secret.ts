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
