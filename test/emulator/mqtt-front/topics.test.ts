import fc from 'fast-check';
import {expect, it} from 'vitest';
import {featureOf, isAllowedFilter, readTopic} from '../../../source/emulator/mqtt-front/topics.js';

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
	expect(isAllowedFilter('a', 'devices/+/messages/devicebound/#')).toBe(false);
	expect(isAllowedFilter('__proto__', '__proto__')).toBe(false);
	expect(featureOf('__proto__', 'devices/__proto__/messages/devicebound/#')).toBe('c2d');
});
