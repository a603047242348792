/** What went wrong with the hub, in words a screen can branch on. */
export type HubErrorKind =
	| 'unauthorized'
	| 'not-found'
	| 'device-offline'
	| 'conflict'
	| 'exists'
	| 'throttled'
	| 'quota'
	| 'timeout'
	| 'unreachable'
	| 'untrusted'
	| 'invalid'
	| 'read-only'
	| 'cancelled'
	| 'unexpected';

/**
 * A failure of the hub or of the way to it. Its texts never hold a key or a token.
 * `message` says what happened, `hint` what to do next; both are raw text and pass the sanitiser before they are shown.
 */
export class HubError extends Error {
	readonly kind: HubErrorKind;
	readonly hint: string;
	/** Worth trying again later with the same input. */
	readonly isRetryable: boolean;
	/** IoT Hub's six-digit code, where the hub sent one. */
	readonly code: number | undefined;
	/** What the hub asked to wait before the next try; undefined when it said nothing. */
	readonly waitMs: number | undefined;
	/** When that is over, in milliseconds since 1970. */
	readonly retryAt: number | undefined;

	constructor(
		kind: HubErrorKind,
		message: string,
		options: {hint: string; isRetryable?: boolean; code?: number; cause?: unknown; waitMs?: number | undefined},
	) {
		super(message, {cause: options.cause});
		this.name = 'HubError';
		this.kind = kind;
		this.hint = options.hint;
		this.isRetryable = options.isRetryable ?? false;
		this.code = options.code;
		this.waitMs = options.waitMs;
		this.retryAt = options.waitMs === undefined ? undefined : Date.now() + options.waitMs;
	}
}

/** A connection that ended when it had been made, by Node's code, AMQP condition or the client's name of it. */
const cutWords: ReadonlySet<unknown> = new Set([
	'ECONNRESET',
	'EPIPE',
	'ECONNABORTED',
	'amqp:connection:forced',
	'amqp:link:detach-forced',
	'NotConnectedError',
]);

/** Whether what was asked for may have been done all the same: it was on its way, and no answer came back. */
export function isOutcomeUnknown({kind, cause}: HubError): boolean {
	if (kind === 'timeout') return true;
	if (kind !== 'unreachable' || !(cause instanceof Error)) return false;
	return cutWords.has(cause.name) || cutWords.has(Reflect.get(cause, 'code'));
}

/** The user must change the command line, the environment or a file. Ends the program with exit code 2. */
export class UsageError extends Error {
	/** What to do next, one sentence. */
	readonly hint: string;

	constructor(message: string, hint: string) {
		super(message);
		this.name = 'UsageError';
		this.hint = hint;
	}
}

/** Exit codes of every command. */
export const exitCodes = {
	done: 0,
	failure: 1,
	usage: 2,
	findings: 3,
	signInRefused: 4,
	notFound: 5,
	conflict: 6,
	throttled: 7,
	timedOut: 8,
	readOnly: 9,
	bug: 70,
} as const;

const codesByKind: Partial<Record<HubErrorKind, number>> = {
	unauthorized: exitCodes.signInRefused,
	'not-found': exitCodes.notFound,
	'device-offline': exitCodes.notFound,
	conflict: exitCodes.conflict,
	throttled: exitCodes.throttled,
	quota: exitCodes.throttled,
	timeout: exitCodes.timedOut,
	'read-only': exitCodes.readOnly,
};

/** The exit code that an error ends a command with. */
export function exitCodeOf(error: unknown): number {
	if (error instanceof UsageError) return exitCodes.usage;
	if (error instanceof HubError) return codesByKind[error.kind] ?? exitCodes.failure;
	return exitCodes.bug;
}
