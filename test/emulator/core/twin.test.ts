import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../../source/emulator/core/types.js';
import {connect, expectFault, faultOf, openCoreWithDevice, parseJson} from './fixture.js';

function sections(twin: JsonObject): {desired: JsonObject; reported: JsonObject; tags: JsonObject} {
	return JSON.parse(JSON.stringify({...(twin.properties as JsonObject), tags: twin.tags}));
}

describe('a twin', () => {
	test('begins with both sections at version 1 and itself at version 2', () => {
		const {core} = openCoreWithDevice();
		const twin = core.twins.get('press-01');
		const {desired, reported} = sections(twin);
		expect(twin).toMatchObject({version: 2, etag: 'AAAAAAAAAAE=', tags: {}, connectionState: 'Disconnected', status: 'enabled'});
		expect(desired).toEqual({$version: 1, $metadata: {$lastUpdated: '2026-01-02T03:04:05.6780000Z', $lastUpdatedVersion: 1}});
		expect(reported).toEqual({$version: 1, $metadata: {$lastUpdated: '2026-01-02T03:04:05.6780000Z'}});
	});

	test('merges a patch: objects merge, null deletes, arrays are replaced', () => {
		const {core} = openCoreWithDevice();
		core.twins.patch('press-01', {tags: {site: {name: 'A', floor: 1}}, properties: {desired: {limits: {low: 1, high: [1, 2]}, rate: 5}}}, undefined);
		const twin = core.twins.patch('press-01', {tags: {site: {floor: null}}, properties: {desired: {limits: {high: [3]}, rate: null}}}, '*');
		expect(sections(twin).tags).toEqual({site: {name: 'A'}});
		expect(sections(twin).desired).toMatchObject({limits: {low: 1, high: [3]}, $version: 3});
		expect(sections(twin).desired).not.toHaveProperty('rate');
		expect(twin).toMatchObject({version: 4, etag: 'AAAAAAAAAAM='});
	});

	test('stamps every level on the way to a change and no other', () => {
		const {core, clock} = openCoreWithDevice();
		core.twins.patch('press-01', {properties: {desired: {a: {b: 1}, c: 2, gone: 3}}}, undefined);
		clock.advance(1000);
		const twin = core.twins.patch('press-01', {properties: {desired: {a: {d: [1]}, gone: null}}}, undefined);
		const old = {$lastUpdated: '2026-01-02T03:04:05.6780000Z', $lastUpdatedVersion: 2};
		const young = {$lastUpdated: '2026-01-02T03:04:06.6780000Z', $lastUpdatedVersion: 3};
		expect(sections(twin).desired.$metadata).toEqual({...young, a: {...young, b: old, d: young}, c: old});
	});

	test('raises the version of desired even when a patch changes nothing, and leaves it when desired is not given', () => {
		const {core} = openCoreWithDevice();
		expect(sections(core.twins.patch('press-01', {properties: {desired: {}}}, undefined)).desired.$version).toBe(2);
		const twin = core.twins.patch('press-01', {tags: {a: 1}}, undefined);
		expect(sections(twin).desired.$version).toBe(2);
		expect(twin.version).toBe(4);
	});

	test('replaces only the sections that a PUT gives, and ignores reported, $version and $metadata in it', () => {
		const {core} = openCoreWithDevice();
		core.twins.patch('press-01', {tags: {a: 1}, properties: {desired: {b: 1, c: 2}}}, undefined);
		const body = {properties: {desired: {c: 3, d: null, $version: 99, $metadata: {}}, reported: {forged: true}}};
		const twin = core.twins.replace('press-01', body, undefined);
		expect(sections(twin)).toMatchObject({tags: {a: 1}, desired: {c: 3, $version: 3}, reported: {$version: 1}});
		expect(Object.keys(sections(twin).desired).sort()).toEqual(['$metadata', '$version', 'c']);
		expect(sections(twin).reported).not.toHaveProperty('forged');
		expect(sections(core.twins.replace('press-01', {tags: {z: 1}}, undefined))).toMatchObject({tags: {z: 1}, desired: {c: 3, $version: 3}});
	});

	test.each(['*', '"*"', 'AAAAAAAAAAE=', '"AAAAAAAAAAE="', 'W/"AAAAAAAAAAE="', undefined])('accepts If-Match %s', ifMatch => {
		const {core} = openCoreWithDevice();
		expect(core.twins.patch('press-01', {tags: {a: 1}}, ifMatch).etag).toBe('AAAAAAAAAAI=');
	});

	test('refuses a stale etag and stays as it was', () => {
		const {core, events} = openCoreWithDevice();
		core.twins.patch('press-01', {tags: {a: 1}}, undefined);
		events.length = 0;
		expectFault(() => core.twins.patch('press-01', {tags: {a: 2}}, '"AAAAAAAAAAE="'), 'PreconditionFailed');
		expectFault(() => core.twins.replace('press-01', {tags: {a: 2}}, 'AAAAAAAAAAE='), 'PreconditionFailed');
		expect(core.twins.get('press-01').tags).toEqual({a: 1});
		expect(events).toEqual([]);
	});

	test('keeps its etag when the device reports, so that a chatty device does not fail the service', () => {
		const {core} = openCoreWithDevice();
		const {etag, version} = core.twins.get('press-01');
		expect(core.twins.patchReported('press-01', {temperature: 21.5, $version: 7})).toBe(2);
		expect(core.twins.patchReported('press-01', {temperature: null, mode: 'auto'})).toBe(3);
		expect(core.twins.get('press-01')).toMatchObject({etag, version});
		expect(core.twins.deviceView('press-01')).toEqual({desired: {$version: 1}, reported: {mode: 'auto', $version: 3}});
	});

	test('of an unknown device is DeviceNotFound, and its id is compared with its case', () => {
		const {core} = openCoreWithDevice();
		expectFault(() => core.twins.get('Press-01'), 'DeviceNotFound');
		expectFault(() => core.twins.patch('other', {}, undefined), 'DeviceNotFound');
		expectFault(() => core.twins.patchReported('other', {}), 'DeviceNotFound');
	});
});

describe('a desired change', () => {
	test('is pushed to a listening device with its $version, nulls for what was deleted', () => {
		const {core} = openCoreWithDevice();
		const {desired} = connect(core, 'press-01', ['desired']);
		core.twins.patch('press-01', {properties: {desired: {rate: 5, old: 1}}}, undefined);
		core.twins.patch('press-01', {properties: {desired: {old: null}}}, undefined);
		core.twins.patch('press-01', {tags: {a: 1}}, undefined);
		expect(desired).toEqual([
			{patch: {rate: 5, old: 1, $version: 2}, version: 2},
			{patch: {old: null, $version: 3}, version: 3},
		]);
	});

	test.each(['patch', 'replace'] as const)('that clears the whole section by %s pushes every removed key as null', verb => {
		const {core} = openCoreWithDevice();
		core.twins.patch('press-01', {properties: {desired: {rate: 5, limits: {low: 1}}}}, undefined);
		const {desired} = connect(core, 'press-01', ['desired']);
		const twin = core.twins[verb]('press-01', {properties: {desired: null}}, undefined);
		expect(desired).toEqual([{patch: {rate: null, limits: null, $version: 3}, version: 3}]);
		expect(Object.keys(sections(twin).desired)).toEqual(['$metadata', '$version']);
	});

	test('by PUT pushes the full replacement', () => {
		const {core} = openCoreWithDevice();
		core.twins.patch('press-01', {properties: {desired: {a: 1}}}, undefined);
		const {desired} = connect(core, 'press-01', ['desired']);
		core.twins.replace('press-01', {properties: {desired: {b: 2}}}, undefined);
		expect(desired).toEqual([{patch: {b: 2, $version: 3}, version: 3}]);
	});

	test('is not pushed to a device that does not listen', () => {
		const {core} = openCoreWithDevice();
		const {connection, desired} = connect(core, 'press-01', ['desired', 'c2d']);
		connection.setListening('desired', false);
		core.twins.patch('press-01', {properties: {desired: {a: 1}}}, undefined);
		expect(desired).toEqual([]);
	});
});

describe('the limits of a twin', () => {
	const nest = (levels: number): JsonObject => (levels === 0 ? {property: 1} : {level: nest(levels - 1)});

	test.each([
		['a key with a dot', {'a.b': 1}],
		['a key with a dollar sign', {$a: 1}],
		['a key with a space', {'a b': 1}],
		['a key with a control character', {'a\u0085': 1}],
		['an empty key', {'': 1}],
		['a key over 1 KB', {['k'.repeat(1025)]: 1}],
		['a text over 4 KB of UTF-8', {a: 'é'.repeat(2049)}],
		['an integer too large', {a: 4503599627370496}],
		['an integer too small', {a: -4503599627370497}],
		['a number that JSON cannot hold', parseJson('{"a":1e999}')],
		['eleven nested objects', nest(11)],
		['a forbidden key inside an array', {a: [{'b.c': 1}]}],
	])('refuse %s as ArgumentInvalid', (_title, section) => {
		const {core} = openCoreWithDevice();
		expectFault(() => core.twins.patch('press-01', {properties: {desired: section}}, undefined), 'ArgumentInvalid');
		expectFault(() => core.twins.patch('press-01', {tags: section}, undefined), 'ArgumentInvalid');
		expectFault(() => core.twins.patchReported('press-01', section), 'ArgumentInvalid');
		expectFault(() => core.twins.replace('press-01', {properties: {desired: section}}, undefined), 'ArgumentInvalid');
	});

	test.each([
		['ten nested objects', nest(10)],
		['the largest and smallest integer', {a: 4503599627370495, b: -4503599627370496, c: 0.5}],
		['a text of 4 KB', {a: 'x'.repeat(4096)}],
		['arrays with null and objects', {a: [null, true, {b: [1]}]}],
	])('allow %s', (_title, section) => {
		const {core} = openCoreWithDevice();
		core.twins.patchReported('press-01', section);
		expect(core.twins.deviceView('press-01').reported).toEqual({...section, $version: 2});
	});

	test('refuse arrays nested without end before the stack does', () => {
		const {core} = openCoreWithDevice();
		expectFault(() => core.twins.patchReported('press-01', parseJson(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`)), 'ArgumentInvalid');
		expectFault(() => core.twins.patchReported('press-01', parseJson(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`)), 'ArgumentInvalid');
	});

	test.each([
		['Tags', 8, (core: ReturnType<typeof openCoreWithDevice>['core'], section: JsonObject) => core.twins.patch('press-01', {tags: section}, undefined)],
		[
			'Properties.Desired',
			32,
			(core: ReturnType<typeof openCoreWithDevice>['core'], section: JsonObject) => core.twins.patch('press-01', {properties: {desired: section}}, undefined),
		],
		['Properties.Reported', 32, (core: ReturnType<typeof openCoreWithDevice>['core'], section: JsonObject) => core.twins.patchReported('press-01', section)],
	] as const)('hold %s to %i KB, naming section and limit', (name, kilobytes, write) => {
		const {core} = openCoreWithDevice();
		const full: Record<string, string> = {};
		for (let at = 0; at < kilobytes; at += 1) full[`k${String(at).padStart(3, '0')}`] = 'x'.repeat(1020);
		write(core, full);
		const fault = faultOf(() => write(core, {z: true}));
		expect(fault).toMatchObject({faultName: 'DeviceModelMaxPropertiesExceeded', code: 403100, status: 403});
		expect(fault.message).toContain(`${name} `);
		expect(fault.message).toContain(String(kilobytes * 1024));
		write(core, {k000: 'short', z: true});
	});

	test.each(['text', 5, true, [1]])('take only an object for a section, not %j', value => {
		const {core} = openCoreWithDevice();
		expectFault(() => core.twins.patch('press-01', {tags: value}, undefined), 'ArgumentInvalid');
		expectFault(() => core.twins.patch('press-01', {properties: value}, undefined), 'ArgumentInvalid');
		expectFault(() => core.twins.replace('press-01', {properties: {desired: value}}, undefined), 'ArgumentInvalid');
	});
});
