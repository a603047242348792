import {badRequest} from './error-table/bad-request.js';
import {conflict} from './error-table/conflict.js';
import type {CodedEntry, ErrorEntry} from './error-table/entry.js';
import {forbidden, notFound, unauthorized} from './error-table/refused.js';
import {throttled, transient} from './error-table/transient.js';
import {codesByWord, wayEntries} from './error-table/words.js';

const coded: readonly CodedEntry[] = [...badRequest, ...unauthorized, ...forbidden, ...notFound, ...conflict, ...throttled, ...transient];

/** Every code of "Understand and resolve IoT Hub errors" with its meaning and remedy. */
export const entriesByCode: ReadonlyMap<number, CodedEntry> = new Map(coded.map(entry => [entry.code, entry]));

/** By IoT Hub's name, for bodies and headers that carry the name only. */
export const entriesByName: ReadonlyMap<string, CodedEntry> = new Map(coded.filter(({name}) => name !== '').map(entry => [entry.name, entry]));

const codesByStatus: Readonly<Record<number, number>> = {
	400: 400004,
	401: 401003,
	404: 404000,
	405: 405000,
	408: 400024,
	409: 409000,
	412: 412001,
	413: 413000,
	415: 415000,
	429: 429001,
	500: 500001,
	502: 502000,
	503: 503001,
	504: 504000,
};

/** By HTTP status, where the code is not known: what its plainest code says, without claiming that code. */
export function findByStatus(status: number): ErrorEntry | undefined {
	if (status === 403) return {kind: 'quota', message: 'The hub refused the operation.', hint: 'Check the limits and the state of the hub.', showsText: true};
	const entry = entriesByCode.get(codesByStatus[status] ?? 0);
	return entry && {...entry, code: undefined};
}

/** By error code of Node, AMQP condition, or a client's name of it. */
export const entriesByWord: ReadonlyMap<string, ErrorEntry> = new Map([
	...wayEntries.flatMap(([entry, ...words]) => words.map(word => [word, entry] as const)),
	...Object.entries(codesByWord).flatMap(([word, code]) => {
		const entry = entriesByCode.get(code);
		return entry ? [[word, entry] as const] : [];
	}),
]);
