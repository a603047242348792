import {describe, expect, it} from 'vitest';
import {parseTwin} from '../../source/hub/twin-document.js';

describe('a twin document', () => {
	it('is taken apart into values and metadata', () => {
		const twin = parseTwin({
			deviceId: 'press-01',
			etag: 'AAAB',
			version: 12,
			connectionState: 'Connected',
			tags: {plant: 'A'},
			properties: {
				desired: {speed: 3, $version: 4, $metadata: {$lastUpdated: 't', speed: {$lastUpdated: 't'}}},
				reported: {fan: {on: true}, $version: 9, $metadata: {}},
			},
		});
		expect(twin).toMatchObject({etag: 'AAAB', version: 12, tags: {plant: 'A'}, isConnected: true, modelId: ''});
		expect(twin.desired).toEqual({version: 4, values: {speed: 3}, metadata: {$lastUpdated: 't', speed: {$lastUpdated: 't'}}});
		expect(twin.reported).toEqual({version: 9, values: {fan: {on: true}}, metadata: {}});
	});

	it('has empty sections where the hub sent none', () => {
		const twin = parseTwin({deviceId: 'a'});
		expect(twin.desired).toEqual({version: 0, values: {}, metadata: {}});
	});

	it('keeps __proto__ as an ordinary property', () => {
		const {desired, tags} = parseTwin(JSON.parse('{"deviceId":"a","tags":{"__proto__":{"x":1}},"properties":{"desired":{"__proto__":{"polluted":true}}}}'));
		expect(Object.keys(desired.values)).toEqual(['__proto__']);
		expect(Object.keys(tags)).toEqual(['__proto__']);
		expect('polluted' in desired.values).toBe(false);
		expect('polluted' in {}).toBe(false);
	});

	it.each([null, [], 'twin', {}, {deviceId: 1}])('refuses %j', document => {
		expect(() => parseTwin(document)).toThrow(expect.objectContaining({kind: 'unexpected'}));
	});
});
