import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createDeviceTableBuilder, type DeviceRow, isSameTable} from '../../source/hub/device-table.js';

function row(deviceId: string, change: Partial<DeviceRow> = {}): DeviceRow {
	return {deviceId, isEnabled: true, isConnected: false, authentication: 'sas', lastActivityAt: 0, ...change};
}
function buildTable(rows: readonly DeviceRow[]) {
	const builder = createDeviceTableBuilder();
	for (const each of rows) builder.append(each);
	return builder.build();
}

describe('the device table', () => {
	it('gives back what was put in, in its order', () => {
		const table = buildTable([
			row('press-01', {isConnected: true, lastActivityAt: 1_700_000_000_123}),
			row('Pump-17', {isEnabled: false, authentication: 'selfSigned'}),
			row('c', {authentication: 'certificateAuthority'}),
			row('d', {authentication: 'none'}),
		]);
		expect([0, 1, 2, 3].map(table.id)).toEqual(['press-01', 'Pump-17', 'c', 'd']);
		expect([0, 1, 2, 3].map(table.authentication)).toEqual(['sas', 'selfSigned', 'certificateAuthority', 'none']);
		expect([table.isConnected(0), table.isConnected(1), table.isEnabled(0), table.isEnabled(1)]).toEqual([true, false, true, false]);
		expect([table.lastActivityAt(0), table.lastActivityAt(1)]).toEqual([1_700_000_000_123, 0]);
	});

	it('finds devices by their id, capital letters counting', () => {
		const table = buildTable([row('press-01'), row('Press-01')]);
		expect([table.rowOf('press-01'), table.rowOf('Press-01'), table.rowOf('PRESS-01')]).toEqual([0, 1, -1]);
	});

	it('searches without case', () => {
		const table = buildTable([row('Press-01'), row('pump-17'), row('PRESS-02'), row('xpressx')]);
		expect(table.search('pReSs')).toEqual([0, 2, 3]);
		expect(table.search('')).toEqual([0, 1, 2, 3]);
		expect(table.search('1\np')).toEqual([]);
		expect(table.search('nothing')).toEqual([]);
	});

	it('does not change once handed out', () => {
		const builder = createDeviceTableBuilder();
		builder.append(row('a'));
		const table = builder.build();
		for (let index = 0; index < 1000; index++) builder.append(row(`more-${index}`));
		expect(table.size).toBe(1);
		expect(table.id(0)).toBe('a');
		expect(table.rowOf('more-5')).toBe(-1);
		expect(table.search('more')).toEqual([]);
		expect(builder.build().rowOf('more-999')).toBe(1000);
	});

	it('keeps the first of two rows of the same device', () => {
		const table = buildTable([row('a', {isConnected: true}), row('b'), row('a')]);
		expect(table.size).toBe(2);
		expect(table.isConnected(0)).toBe(true);
	});

	it('agrees with a plain list for any ids', () => {
		const ids = fc.uniqueArray(fc.string({unit: fc.constantFrom('a', 'B', '-', '1', 'ü', '_'), minLength: 1, maxLength: 5}), {maxLength: 300});
		fc.assert(
			fc.property(ids, fc.string({unit: fc.constantFrom('a', 'b', 'B', '-', '1', 'ü'), maxLength: 3}), (deviceIds, text) => {
				const table = buildTable(deviceIds.map(id => row(id)));
				expect(deviceIds.map((_, index) => table.id(index))).toEqual(deviceIds);
				expect(deviceIds.map(table.rowOf)).toEqual(deviceIds.map((_, index) => index));
				const expected = deviceIds.flatMap((id, index) => (id.toLowerCase().includes(text.toLowerCase()) ? [index] : []));
				expect(table.search(text)).toEqual(expected);
			}),
		);
	});

	it('takes a hundred thousand devices', () => {
		const builder = createDeviceTableBuilder();
		for (let index = 0; index < 100_000; index++) builder.append(row(`device-${index}`));
		const table = builder.build();
		expect(table.rowOf('device-98765')).toBe(98_765);
		expect(table.search('device-9999')).toHaveLength(11);
	});

	it('tells the same devices from changed ones', () => {
		const table = buildTable([row('a'), row('b')]);
		expect(isSameTable(table, buildTable([row('a'), row('b')]))).toBe(true);
		expect(isSameTable(table, buildTable([row('a'), row('b', {isConnected: true})]))).toBe(false);
		expect(isSameTable(table, buildTable([row('a'), row('c')]))).toBe(false);
		expect(isSameTable(table, buildTable([row('a')]))).toBe(false);
	});
});
