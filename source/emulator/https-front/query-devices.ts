import {HubFault} from '../core/fault.js';
import {type Answer, answerJson} from './answer.js';
import type {Call} from './call.js';
import {parseObject} from './json-text.js';

function readHeader(headers: Call['headers'], name: string): string | undefined {
	const value = headers[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function readPageSize(headers: Call['headers']): number | undefined {
	const text = readHeader(headers, 'x-ms-max-item-count');
	// Clients for Rust write -1 where nobody asked for a size.
	if (text === undefined || text === '-1') return undefined;
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new HubFault('ArgumentInvalid', 'x-ms-max-item-count must be a positive number.');
	return Number(text);
}

/** One page of a query. The continuation header is left out on the last page: clients take its mere presence for "there is more". */
export function queryDevices({core, body, headers}: Call): Answer {
	// Clients for Go begin the name with a capital.
	const query = Object.entries(parseObject(body)).find(([name]) => name.toLowerCase() === 'query')?.[1];
	if (typeof query !== 'string') throw new HubFault('ArgumentInvalid', 'The body must have the text of a query.');
	const page = core.query(query, readPageSize(headers), readHeader(headers, 'x-ms-continuation'));
	const continuation = page.continuation === undefined ? undefined : {'x-ms-continuation': page.continuation};
	return answerJson(page.items, {'x-ms-item-type': page.itemType, ...continuation});
}
