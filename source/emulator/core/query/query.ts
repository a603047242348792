import {createHash} from 'node:crypto';
import type {Device, DeviceTable} from '../devices.js';
import {HubFault} from '../fault.js';
import {renderTwin} from '../twin/record.js';
import type {HubCore, JsonValue, QueryPage, TwinDocument} from '../types.js';
import {aggregate, project} from './aggregate.js';
import {isMatch} from './evaluate.js';
import {parseQuery} from './parse.js';
import type {Query} from './tree.js';

const largestPage = 100;

/** Where the next page begins: behind the device with this ordinal, with so many rows to go. */
type Position = {readonly after: number; readonly returned: number};

/** `POST /devices/query` over the present state of all devices. */
export function createQuery(devices: DeviceTable): HubCore['query'] {
	return (text, pageSize, continuation) => {
		const query = parseQuery(text);
		const size = pageSize !== undefined && pageSize >= 1 ? Math.min(Math.floor(pageSize), largestPage) : largestPage;
		const position = continuation === undefined ? {after: 0, returned: 0} : readContinuation(text, continuation);
		if (query.groupBy !== undefined || query.columns?.some(column => column.kind === 'aggregate')) return readGroups(query, text, devices, size, position);
		return readRows(query, text, devices, size, position);
	};
}

function readRows(query: Query, text: string, devices: DeviceTable, size: number, {after, returned}: Position): QueryPage {
	const {columns, top = Number.POSITIVE_INFINITY} = query;
	const items: JsonValue[] = [];
	const itemType = columns === undefined ? 'Twin' : 'Raw';
	let last = after;
	for (const [device, twin] of matches(query, devices, after)) {
		if (returned + items.length >= top) break;
		if (items.length === size) return {items, itemType, continuation: writeContinuation(text, {after: last, returned: returned + size})};
		items.push(columns === undefined ? twin : project(columns, twin));
		last = device.ordinal;
	}
	return {items, itemType};
}

function readGroups(query: Query, text: string, devices: DeviceTable, size: number, {returned}: Position): QueryPage {
	const columns = query.columns ?? [];
	const twins = [...matches(query, devices, 0)].map(([, twin]) => twin);
	const rows = aggregate(columns, query.groupBy, twins).slice(0, query.top);
	const items = rows.slice(returned, returned + size);
	const next = returned + items.length;
	return {items, itemType: 'Raw', ...(next < rows.length && {continuation: writeContinuation(text, {after: 0, returned: next})})};
}

function* matches({condition}: Query, devices: DeviceTable, after: number): Generator<[Device, TwinDocument]> {
	for (const device of devices.values()) {
		if (device.ordinal <= after) continue;
		const twin = renderTwin(device);
		if (condition === undefined || isMatch(condition, twin)) yield [device, twin];
	}
}

function writeContinuation(text: string, {after, returned}: Position): string {
	return Buffer.from(`${fingerprint(text)}.${after}.${returned}`).toString('base64');
}

/** @throws HubFault ArgumentInvalid when the token is not one of ours or belongs to another query */
function readContinuation(text: string, continuation: string): Position {
	const [print, after = '', returned = ''] = Buffer.from(continuation, 'base64').toString().split('.');
	if (print !== fingerprint(text) || !/^\d+$/.test(after) || !/^\d+$/.test(returned)) {
		throw new HubFault('ArgumentInvalid', 'The continuation token is invalid.');
	}
	return {after: Number(after), returned: Number(returned)};
}

function fingerprint(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
