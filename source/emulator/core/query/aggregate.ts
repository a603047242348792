import {draftFrom} from '../json.js';
import type {JsonObject, JsonValue} from '../types.js';
import {readPath} from './attributes.js';
import type {Column, Path} from './tree.js';

/** One row per group, in the order in which groups appear; without `groupBy` a single row. */
export function aggregate(columns: readonly Column[], groupBy: Path | undefined, twins: Iterable<JsonObject>): readonly JsonObject[] {
	const groups = new Map<string, JsonObject[]>();
	if (groupBy === undefined) groups.set('', []);
	for (const twin of twins) {
		const key = groupBy === undefined ? '' : (JSON.stringify(readPath(twin, groupBy)) ?? '');
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [twin]);
		else group.push(twin);
	}
	return [...groups.values()].map(group => renderRow(columns, group));
}

/** A row of plain attributes; attributes that the device does not have are left out. */
export function project(columns: readonly Column[], twin: JsonObject): JsonObject {
	return renderRow(columns, [twin]);
}

function renderRow(columns: readonly Column[], twins: readonly JsonObject[]): JsonObject {
	const row = draftFrom();
	for (const column of columns) {
		const value = column.kind === 'aggregate' ? computeAggregate(column, twins) : readPath(twins[0] ?? {}, column.path);
		if (value !== undefined) row[column.name] = value;
	}
	return row;
}

function computeAggregate(column: Column & {kind: 'aggregate'}, twins: readonly JsonObject[]): JsonValue | undefined {
	const {path} = column;
	if (path === undefined) return twins.length;
	const numbers = twins.map(twin => readPath(twin, path)).filter(value => typeof value === 'number');
	if (numbers.length === 0) return undefined;
	const sum = numbers.reduce((total, value) => total + value, 0);
	if (column.aggregate === 'sum') return sum;
	if (column.aggregate === 'avg') return sum / numbers.length;
	return numbers.reduce((one, other) => (column.aggregate === 'min' ? Math.min(one, other) : Math.max(one, other)));
}
