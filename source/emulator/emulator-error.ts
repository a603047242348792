/** The local hub cannot start, and the one who starts it can do something about it. Texts never hold a key. */
export class EmulatorError extends Error {
	/** What to do next, one sentence. */
	readonly hint: string;

	constructor(message: string, hint: string, options?: {cause?: unknown}) {
		super(message, options);
		this.name = 'EmulatorError';
		this.hint = hint;
	}
}
