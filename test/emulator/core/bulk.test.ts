import {describe, expect, test} from 'vitest';
import {expectFault, openCore, openCoreWithDevice, parseJson} from './fixture.js';

describe('a bulk call', () => {
	test('carries out each entry by its importMode, whatever its case', () => {
		const {core} = openCoreWithDevice();
		expect(
			core.registry.bulk([
				{id: 'a', importMode: 'create', tags: {site: 'A'}, properties: {desired: {rate: 1}}},
				{id: 'b', importMode: 'Create'},
			]),
		).toEqual([]);
		expect(core.twins.get('a')).toMatchObject({tags: {site: 'A'}, properties: {desired: {rate: 1}}});
		const errors = core.registry.bulk([
			{id: 'a', importMode: 'Update', status: 'disabled'},
			{id: 'b', importMode: 'UpdateIfMatchETag', eTag: core.registry.get('b').etag, statusReason: 'ok'},
			{id: 'press-01', importMode: 'DELETE'},
		]);
		expect(errors).toEqual([]);
		expect(core.registry.get('a').status).toBe('disabled');
		expect(core.registry.get('b').statusReason).toBe('ok');
		expect(core.registry.list().map(identity => identity.deviceId)).toEqual(['a', 'b']);
		expect(core.registry.bulk([{id: 'a', importMode: 'updateTwin', tags: {site: 'B'}}])).toEqual([]);
		expect(core.twins.get('a').tags).toEqual({site: 'B'});
	});

	test('tells which entries failed and does the others', () => {
		const {core} = openCoreWithDevice();
		const errors = core.registry.bulk([
			{id: 'press-01', importMode: 'create'},
			{id: 'good'},
			{id: 'gone', importMode: 'delete'},
			{id: 'bad id'},
			{id: 'stale', importMode: 'deleteIfMatchETag'},
			{id: 'odd', importMode: parseJson('{"toString":1}')},
			{id: 'big', importMode: 'create', tags: {'a.b': 1}},
			{importMode: 'sing', id: 'x'},
		]);
		expect(errors.map(({deviceId, errorCode}) => [deviceId, errorCode])).toEqual([
			['press-01', 'DeviceAlreadyExists'],
			['gone', 'DeviceNotFound'],
			['bad id', 'ArgumentInvalid'],
			['stale', 'ArgumentNull'],
			['big', 'ArgumentInvalid'],
			['x', 'ArgumentInvalid'],
		]);
		expect(core.registry.list().map(identity => identity.deviceId)).toEqual(['press-01', 'good', 'odd']);
	});

	test('never does to a device what is meant for one of its modules', () => {
		const {core} = openCoreWithDevice();
		const errors = core.registry.bulk([
			{id: 'press-01', moduleId: 'filter', importMode: 'delete'},
			{id: 'press-01', moduleId: 'camera', importMode: 'Update', status: 'disabled'},
			{id: 'press-01', importMode: 'create'},
			{id: 'other', moduleId: '', importMode: 'create'},
			{id: 'plain', moduleId: null},
		]);
		expect(errors).toEqual([
			{deviceId: 'press-01', moduleId: 'filter', errorCode: 'FeatureNotSupported', errorStatus: expect.stringContaining('module'), operation: 'delete'},
			{deviceId: 'press-01', moduleId: 'camera', errorCode: 'FeatureNotSupported', errorStatus: expect.stringContaining('module'), operation: 'Update'},
			{deviceId: 'press-01', moduleId: null, errorCode: 'DeviceAlreadyExists', errorStatus: expect.stringContaining('press-01'), operation: 'create'},
			{deviceId: 'other', moduleId: '', errorCode: 'FeatureNotSupported', errorStatus: expect.stringContaining('module'), operation: 'create'},
		]);
		expect(core.registry.get('press-01').status).toBe('enabled');
		expect(core.registry.list().map(identity => identity.deviceId)).toEqual(['press-01', 'plain']);
	});

	test('has 1 to 100 entries, one for each id', () => {
		const {core} = openCore();
		expectFault(() => core.registry.bulk([]), 'ArgumentInvalid');
		expectFault(() => core.registry.bulk(Array.from({length: 101}, (_, at) => ({id: `d${at}`}))), 'TooManyDevices');
		expectFault(() => core.registry.bulk([{id: 'a'}, {id: 'a'}]), 'DeviceDefinedMultipleTimes');
		expect(core.registry.bulk(Array.from({length: 100}, (_, at) => ({id: `d${at}`})))).toEqual([]);
		expect(core.registry.statistics().totalDeviceCount).toBe(100);
	});
});
