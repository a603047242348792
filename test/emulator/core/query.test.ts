import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {HubFault} from '../../../source/emulator/core/fault.js';
import type {JsonValue} from '../../../source/emulator/core/types.js';
import {expectFault, faultOf, openCore} from './fixture.js';
import {idsOf, openFleet} from './fleet.js';

describe('a query', () => {
	test('for * answers the very twins that get answers', () => {
		const core = openFleet();
		expect(core.query('select * from devices')).toEqual({
			items: ['press-01', 'press-02', 'pump-01'].map(deviceId => core.twins.get(deviceId)),
			itemType: 'Twin',
		});
	});

	test.each<[string, JsonValue[]]>([
		['SELECT deviceId, tags.site FROM devices', [{deviceId: 'press-01', site: 'A'}, {deviceId: 'press-02', site: 'B'}, {deviceId: 'pump-01'}]],
		['SELECT DeviceId, tags.floor AS Floor FROM devices WHERE tags.floor = 1', [{deviceId: 'press-01', Floor: 1}]],
		['SELECT TOP 2 deviceId FROM devices', [{deviceId: 'press-01'}, {deviceId: 'press-02'}]],
		["SELECT COUNT() AS total FROM devices WHERE STARTSWITH(deviceId, 'press')", [{total: 2}]],
		["SELECT count() FROM devices WHERE deviceId = 'nobody'", [{count: 0}]],
		[
			'SELECT status, COUNT() AS n, SUM(tags.floor) AS floors, AVG(properties.desired.rate) AS rate, MIN(tags.floor) AS low, MAX(tags.floor) AS high FROM devices GROUP BY status',
			[
				{status: 'enabled', n: 2, floors: 1, rate: 5, low: 1, high: 1},
				{status: 'disabled', n: 1, floors: 2.5, rate: 16, low: 2.5, high: 2.5},
			],
		],
		['  select\n\tdeviceId\nfrom\r\ndevices  where tags.floor=1  ', [{deviceId: 'press-01'}]],
	])('%s', (text, rows) => {
		const page = openFleet().query(text);
		expect(page).toEqual({items: rows, itemType: 'Raw'});
	});

	test.each([
		'',
		'garbage',
		'SELECT',
		'SELECT *',
		'SELECT * FROM',
		'SELECT * FROM nothing',
		'SELECT * FROM devices WHERE',
		"SELECT * FROM devices WHERE deviceId = 'a",
		"SELECT * FROM devices WHERE deviceId == 'a'",
		"SELECT * FROM devices WHERE deviceId = 'a' AND",
		"SELECT * FROM devices WHERE (deviceId = 'a'",
		"SELECT * FROM devices WHERE deviceId = 'a')",
		"SELECT * FROM devices WHERE deviceId IN 'a'",
		"SELECT * FROM devices WHERE deviceId = '\\x'",
		"SELECT * FROM devices WHERE unknown = 'a'",
		'SELECT * FROM devices WHERE devices',
		"SELECT * FROM devices WHERE devices.devices.deviceId = 'a'",
		"SELECT * FROM devices WHERE __proto__.a = 'a'",
		"SELECT * FROM devices WHERE CONTAINS(deviceId, 'a')",
		'SELECT * FROM devices GROUP BY status',
		'SELECT TOP x * FROM devices',
		'SELECT * FROM devices; DROP TABLE devices',
	])('that makes no sense is ArgumentInvalid: %s', text => {
		expectFault(() => openCore().core.query(text), 'ArgumentInvalid');
	});

	test('that cannot be parsed says so in the words of the service, with the place', () => {
		expect(faultOf(() => openFleet().query('SELECT * FRM devices')).message).toBe(
			'The query is invalid. Please check the format of the query and try again. (near character 10)',
		);
	});

	test.each(['devices.modules', 'devices.jobs', 'Devices.Jobs'])('on %s is not emulated, and says so', source => {
		expectFault(() => openFleet().query(`SELECT * FROM ${source}`), 'FeatureNotSupported');
	});

	test('may have 8192 characters and 32 levels', () => {
		const core = openFleet();
		const padded = 'SELECT * FROM devices'.padEnd(8192);
		expect(core.query(padded).items).toHaveLength(3);
		expectFault(() => core.query(`${padded} `), 'ArgumentInvalid');
		expect(idsOf(core, `${'('.repeat(32)}true${')'.repeat(32)}`)).toHaveLength(3);
		for (const text of ['('.repeat(33), '('.repeat(8000), '[('.repeat(4000)]) {
			expectFault(() => core.query(`SELECT * FROM devices WHERE ${text}`), 'ArgumentInvalid');
		}
		expect(idsOf(core, `deviceId = '${'('.repeat(100)}'`)).toEqual([]);
		expect(idsOf(core, `${'NOT '.repeat(2000)} true`)).toHaveLength(3);
		expect(idsOf(core, `false${' or false'.repeat(890)}`)).toEqual([]);
	});

	test('never fails with anything but a fault of the hub, whatever is typed', () => {
		const core = openFleet();
		const word = fc.constantFrom(
			'SELECT',
			'*',
			'FROM',
			'devices',
			'WHERE',
			'AND',
			'OR',
			'NOT',
			'IN',
			'NIN',
			'TOP',
			'COUNT()',
			'AS',
			'GROUP BY',
			'IS_DEFINED(',
			'STARTSWITH(',
			'(',
			')',
			'[',
			']',
			',',
			'=',
			'!=',
			'<',
			"'a'",
			'"',
			"'",
			'\\',
			'\\u00',
			'1',
			'-',
			'0x',
			'null',
			'tags.a',
			'tags.',
			'.',
			'[[',
			']]',
			'__proto__',
			'$',
			'\u0000',
			'\ud800',
		);
		const words = fc.array(fc.oneof({weight: 5, arbitrary: word}, fc.string({maxLength: 6})), {maxLength: 20}).map(parts => parts.join(' '));
		const text = fc.oneof(
			words,
			words.map(tail => `SELECT * FROM devices WHERE ${tail}`),
			fc.string({unit: 'binary', maxLength: 100}),
		);
		fc.assert(
			fc.property(text, query => {
				try {
					expect(core.query(query).items.length).toBeLessThanOrEqual(3);
				} catch (error) {
					expect(error).toBeInstanceOf(HubFault);
				}
			}),
			{numRuns: 3000},
		);
	});
});
