import {HubFault} from '../core/fault.js';
import type {StartPosition} from '../core/messages.js';

/** Key of the filter in the source's filter set. Its descriptor differs between client generations, so the key alone counts. */
const filterKey = 'apache.org:selector-filter:string';
const expression = /^\s*'?amqp\.annotation\.x-opt-(offset|sequence-number|enqueued-?time-?(?:utc)?)'?\s*(>=?)\s*'?(@latest|-?\d{1,19})'?\s*$/i;

function readSelector(filter: unknown): string | undefined {
	if (typeof filter !== 'object' || filter === null || !(filterKey in filter)) return undefined;
	const selector: unknown = filter[filterKey];
	return typeof selector === 'object' && selector !== null && 'value' in selector ? String(selector.value) : String(selector);
}

/**
 * Where a receiver wants to start, from the filter of its source ("Event Hubs AMQP 1.0 protocol guide"): an offset, a sequence number or
 * a time in milliseconds, each with `>` or `>=`; `@latest` for what comes from now on, offset -1 for everything. No filter: everything.
 * @throws HubFault ArgumentInvalid
 */
export function readStartPosition(filter: unknown): StartPosition {
	const selector = readSelector(filter);
	if (selector === undefined) return {kind: 'earliest'};
	const [, field = '', operator, value = ''] = expression.exec(selector) ?? [];
	if (value === '') throw new HubFault('ArgumentInvalid', 'The start position is not understood.');
	if (value.toLowerCase() === '@latest') return {kind: 'latest'};
	const isInclusive = operator === '>=';
	const position = Number(value);
	if (field.toLowerCase() === 'offset') return position < 0 ? {kind: 'earliest'} : {kind: 'offset', offset: position, isInclusive};
	if (field.toLowerCase() === 'sequence-number') return {kind: 'sequence-number', sequenceNumber: position, isInclusive};
	return {kind: 'enqueued-time', enqueuedAt: position, isInclusive};
}
