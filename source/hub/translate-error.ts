import {HubError} from '../errors.js';
import {parseErrorBody} from './error-body.js';
import type {ErrorEntry} from './error-table/entry.js';
import {entriesByCode, entriesByName, entriesByWord, findByStatus} from './error-table.js';
import {redact} from './redact.js';

/** The hub asked for a pause. */
export class ThrottledError extends HubError {
	constructor(message: string, options: {hint: string; code?: number | undefined; cause: unknown; waitMs?: number | undefined}) {
		super('throttled', message, {...options, isRetryable: true});
	}
}

const unknownEntry: ErrorEntry = {
	kind: 'unexpected',
	message: 'The hub or the way to it failed in a way that is not known here.',
	hint: 'Try again; if it stays, report it with this text.',
	showsText: true,
};

/** A property of something thrown, own or inherited, enumerable or not. */
function read(value: unknown, property: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined;
}

function readText(value: unknown, property: string): string {
	const text = read(value, property);
	return typeof text === 'string' ? text : '';
}

/** The errors inside an error: those of a connection tried over IPv4 and IPv6, and causes. */
function innerErrors(error: unknown): readonly unknown[] {
	const errors = read(error, 'errors');
	return [...(Array.isArray(errors) ? errors : []), read(error, 'cause'), read(error, 'error')].filter(inner => typeof inner === 'object' && inner !== null);
}

function findEntryByWord(error: unknown, depth = 0): ErrorEntry | undefined {
	const inner = depth < 4 ? innerErrors(error).map(each => findEntryByWord(each, depth + 1)) : [];
	const own = ['code', 'condition', 'name'].map(property => entriesByWord.get(readText(error, property)));
	return [...inner, ...own].find(entry => entry !== undefined);
}

/** A slim copy for `cause`: the SDK's errors hold the request with its token. */
function copyCause(error: unknown): Error {
	const cause = new Error(redact(readText(error, 'message') || (typeof error === 'string' ? error : '')));
	cause.stack = undefined;
	cause.name = readText(error, 'name') || 'Error';
	const code = readText(error, 'code') || readText(error, 'condition');
	return code === '' ? cause : Object.assign(cause, {code: redact(code)});
}

/** `Retry-After` in seconds, or the "Wait 10 seconds" of the hub's text. */
function readWaitMs(retryAfter: string, text: string): number | undefined {
	const seconds = /^\d+$/.test(retryAfter) ? retryAfter : /\bwait (\d+) seconds?/i.exec(text)?.[1];
	return seconds === undefined ? undefined : Math.min(Number(seconds), 300) * 1000;
}

function compose(entry: ErrorEntry, text: string, options: {cause: Error; code?: number | undefined; waitMs?: number | undefined}): HubError {
	const shown = entry.showsText ? redact(text) : '';
	const code = options.code ?? entry.code;
	const message = shown === '' ? entry.message : `${entry.message} ${shown}`;
	const {cause, waitMs} = options;
	if (entry.kind === 'throttled') return new ThrottledError(message, {hint: entry.hint, cause, waitMs, code});
	return new HubError(entry.kind, message, {hint: entry.hint, isRetryable: entry.isRetryable ?? false, cause, code});
}

function translateAnswer(error: unknown, response: unknown): HubError {
	const status = Number(read(response, 'statusCode'));
	const headers = read(response, 'headers');
	const body = parseErrorBody(read(error, 'responseBody'));
	const name = body.name ?? (readText(headers, 'iothub-errorcode') || undefined);
	const code = body.code ?? (name === undefined ? undefined : entriesByName.get(name)?.code);
	const known = code === undefined ? undefined : (entriesByCode.get(code) ?? findByStatus(Math.floor(code / 1000)));
	const text = body.text ?? name ?? (Number.isNaN(status) ? '' : `HTTP status ${status}.`);
	return compose(known ?? findByStatus(status) ?? unknownEntry, text, {
		cause: copyCause(error),
		waitMs: readWaitMs(readText(headers, 'retry-after'), body.text ?? ''),
		code,
	});
}

/**
 * The one way from anything that a client or a socket threw to a HubError. The code in the body wins over the HTTP status, which wins
 * over the class that the SDK chose, because the SDK folds several causes into one class.
 */
export function translateError(error: unknown): HubError {
	if (error instanceof HubError) return error;
	const response = read(error, 'response');
	if (typeof response === 'object' && response !== null) return translateAnswer(error, response);
	// AMQP calls it a description; the service SDK puts a text of its own over it.
	const text = readText(read(error, 'amqpError'), 'description') || readText(error, 'message') || readText(error, 'description');
	const cause = copyCause(error);
	// Often the description is the body that a request over HTTPS would have been answered with, and its code says more than the condition.
	const {code, text: description = text} = parseErrorBody(text);
	const coded = code === undefined ? undefined : (entriesByCode.get(code) ?? findByStatus(Math.floor(code / 1000)));
	if (coded !== undefined) return compose(coded, description, {cause, code, waitMs: readWaitMs('', description)});
	return compose(findEntryByWord(error) ?? unknownEntry, description, {cause});
}
