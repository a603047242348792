import type {DeviceTable} from '../hub/types.js';
import type {DeviceQuery, DeviceSort} from '../ui-state/devices.js';
import type {FleetLook} from './fleet.js';

/** Rows of the device table in the order of the list. */
export type FleetOrder = {
	readonly length: number;
	/** -1 outside of the list. */
	rowAt(position: number): number;
	idAt(position: number): string | undefined;
	/** -1 when the filter hides the device or there is none. */
	positionOf(deviceId: string | undefined): number;
};

const orderOf = (table: DeviceTable, size: number, rows: Uint32Array, isReversed: boolean): FleetOrder => {
	const positions = new Int32Array(size).fill(-1);
	if (isReversed) rows.reverse();
	for (const [position, row] of rows.entries()) positions[row] = position;
	return {
		length: rows.length,
		rowAt: position => rows[position] ?? -1,
		idAt(position) {
			const row = rows[position];
			return row === undefined ? undefined : table.id(row);
		},
		positionOf: deviceId => (deviceId === undefined ? -1 : (positions[table.rowOf(deviceId)] ?? -1)),
	};
};

const byName = (table: DeviceTable, size: number): Uint32Array => {
	const ids = Array.from({length: size}, (_, row) => table.id(row));
	return new Uint32Array(size).map((_, row) => row).sort((a, b) => ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1));
};

/** The greatest first, newest or most; among equals the order of names stays. */
const byNumber = (named: Uint32Array, numbers: Float64Array): Uint32Array => named.toSorted((a, b) => (numbers[b] ?? 0) - (numbers[a] ?? 0));

const byState = (named: Uint32Array, states: Uint8Array): Uint32Array => named.toSorted((a, b) => (states[a] ?? 0) - (states[b] ?? 0));

const sorted = (named: Uint32Array, sort: DeviceSort, {states, seenAt, rates}: FleetLook): Uint32Array => {
	if (sort === 'state') return byState(named, states);
	return sort === 'name' ? named.slice() : byNumber(named, sort === 'seen' ? seenAt : rates);
};

const keep = (named: Uint32Array, table: DeviceTable, text: string): Uint32Array => {
	if (text === '') return named;
	const wanted = new Set(table.search(text));
	return named.filter(row => wanted.has(row));
};

/** Rows move at most once in this time, a little less than the second between two ticks of the clock. */
const calmMs = 900;

const none: FleetOrder = {length: 0, rowAt: () => -1, idAt: () => undefined, positionOf: () => -1};

/** Sorts when it must: names once per table, all else once per look and second, nothing while the order is held. */
export const createFleetOrder = (): {order(query: DeviceQuery, look: FleetLook, isHeld: boolean): FleetOrder} => {
	let names: {readonly table: DeviceTable; readonly size: number; readonly rows: Uint32Array} | undefined;
	let last: {readonly query: DeviceQuery; readonly look: FleetLook; readonly sortedAt: number; readonly order: FleetOrder} | undefined;

	const isCurrent = (query: DeviceQuery, look: FleetLook, isHeld: boolean): boolean => {
		if (last === undefined || last.look.table !== look.table || last.look.size !== look.size) return false;
		const {text, sort, isReversed} = last.query;
		if (text !== query.text || sort !== query.sort || isReversed !== query.isReversed) return false;
		return last.look === look || sort === 'name' || isHeld || performance.now() - last.sortedAt < calmMs;
	};

	return {
		order(query, look, isHeld) {
			const {table, size} = look;
			if (table === undefined) return none;
			if (last !== undefined && isCurrent(query, look, isHeld)) return last.order;
			if (names?.table !== table || names.size !== size) names = {table, size, rows: byName(table, size)};
			const named = keep(names.rows, table, query.text);
			last = {query, look, sortedAt: performance.now(), order: orderOf(table, size, sorted(named, query.sort, look), query.isReversed)};
			return last.order;
		},
	};
};
