import {describe, expect, test} from 'vitest';
import type {HubCore, JsonValue} from '../../../source/emulator/core/types.js';
import {expectFault, openCore} from './fixture.js';

describe('paging', () => {
	function openMany(count: number): HubCore {
		const {core} = openCore();
		for (let at = 0; at < count; at += 1) core.registry.put(`d${at}`, {}, undefined);
		return core;
	}

	function walk(core: HubCore, text: string, pageSize?: number): {sizes: number[]; rows: JsonValue[]} {
		const sizes: number[] = [];
		const rows: JsonValue[] = [];
		let continuation: string | undefined;
		do {
			const page = core.query(text, pageSize, continuation);
			sizes.push(page.items.length);
			rows.push(...page.items);
			continuation = page.continuation;
		} while (continuation !== undefined);
		return {sizes, rows};
	}

	test.each<[string, number | undefined, number[]]>([
		['SELECT deviceId FROM devices', undefined, [100, 100, 50]],
		['SELECT deviceId FROM devices', 1000, [100, 100, 50]],
		['SELECT deviceId FROM devices', 125, [100, 100, 50]],
		['SELECT deviceId FROM devices', 50, [50, 50, 50, 50, 50]],
		['SELECT TOP 120 deviceId FROM devices', undefined, [100, 20]],
		['SELECT TOP 100 deviceId FROM devices', undefined, [100]],
		['SELECT TOP 0 deviceId FROM devices', undefined, [0]],
		['SELECT deviceId, COUNT() AS n FROM devices GROUP BY deviceId', undefined, [100, 100, 50]],
	])('%s by %s comes in pages of %j, the last without a continuation', (text, pageSize, sizes) => {
		const {sizes: found, rows} = walk(openMany(250), text, pageSize);
		expect(found).toEqual(sizes);
		expect(rows.map(row => (row as {deviceId: string}).deviceId)).toEqual(Array.from({length: rows.length}, (_, at) => `d${at}`));
	});

	test('goes on behind the last row when devices are deleted meanwhile', () => {
		const core = openMany(6);
		const text = 'SELECT deviceId FROM devices';
		const {continuation} = core.query(text, 3);
		for (const deviceId of ['d0', 'd2', 'd3']) core.registry.delete(deviceId, undefined);
		expect(core.query(text, 3, continuation).items).toEqual([{deviceId: 'd4'}, {deviceId: 'd5'}]);
	});

	test('refuses a continuation of another query, and garbage', () => {
		const core = openMany(6);
		const {continuation} = core.query('SELECT deviceId FROM devices', 3);
		expectFault(() => core.query('SELECT * FROM devices', 3, continuation), 'ArgumentInvalid');
		for (const garbage of ['', 'x', '....', '__proto__', Buffer.from('a.b.c').toString('base64')]) {
			expectFault(() => core.query('SELECT deviceId FROM devices', 3, garbage), 'ArgumentInvalid');
		}
	});
});
