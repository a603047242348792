import fc from 'fast-check';
import {expect, it} from 'vitest';
import {coversTopic, featuresOf, isAllowedFilter, readTopic} from '../../../source/emulator/mqtt-front/topics.js';

it('understands the topics of the service', () => {
	expect(readTopic('d', 'devices/d/messages/events/a=1')).toEqual({kind: 'telemetry', bag: 'a=1'});
	expect(readTopic('d', '$iothub/twin/GET/?$rid=0-a')).toEqual({kind: 'get-twin', requestId: '0-a'});
	expect(readTopic('d', '$iothub/twin/PATCH/properties/reported/?$version=3&$rid=9')).toEqual({kind: 'patch-reported', requestId: '9'});
	expect(readTopic('d', '$iothub/methods/res/404/?$rid=1f')).toEqual({kind: 'method-response', status: 404, requestId: '1f'});
});

it('takes no topic for its own that is not', () => {
	fc.assert(fc.property(fc.string(), topic => readTopic('d', topic) === undefined));
	fc.assert(fc.property(fc.string({minLength: 1}), id => readTopic('d', `devices/d${id}/messages/events/`) === undefined));
});

it('takes the device id literally', () => {
	expect(readTopic('a.c', 'devices/abc/messages/events/')).toBeUndefined();
	expect(readTopic('(a|b)*?', 'devices/(a|b)*?/messages/events/')).toEqual({kind: 'telemetry', bag: ''});
	expect(isAllowedFilter('a', 'devices/b/messages/devicebound/#')).toBe(false);
	expect(isAllowedFilter('__proto__', '__proto__')).toBe(false);
	expect(featuresOf('__proto__', 'devices/__proto__/messages/devicebound/#')).toEqual(['c2d']);
});

it.each([
	['#', 'a/b', true],
	['a/#', 'a', true],
	['a/#', 'a/b/c', true],
	['a/+', 'a/', true],
	['a/+', 'a', false],
	['a/+', 'a/b/c', false],
	['+/+', '/b', true],
	['a', 'a/b', false],
	['#', '$a/b', false],
	['+/b', '$a/b', false],
	['$a/#', '$a/b', true],
	['a/#/c', 'a/b/c', false],
])('the filter %s covers the topic %s: %s', (filter, topic, isCovered) => {
	expect(coversTopic(filter, topic)).toBe(isCovered);
});

it.each([
	['devices/d/messages/devicebound/#', ['c2d']],
	['devices/+/messages/devicebound/#', ['c2d']],
	['#', ['c2d']],
	['$iothub/#', ['methods', 'desired']],
	['$iothub/twin/#', ['desired']],
	['$iothub/methods/#', ['methods']],
	['$iothub/methods/POST/+/#', ['methods']],
	['$iothub/twin/res/#', []],
	['$iothub/twin/res/204/#', []],
	['devices/d/messages/events/#', []],
	['devices/d/messages/deviceBound/#', []],
])('%s is allowed and switches on %j', (filter, features) => {
	expect(isAllowedFilter('d', filter)).toBe(true);
	expect(featuresOf('d', filter)).toEqual(features);
});
