import {describe, expect, test} from 'vitest';
import type {JsonObject} from '../../../source/emulator/core/types.js';
import {connect, expectFault, faultOf, openCore, openCoreWithDevice} from './fixture.js';

const decodedLength = (key: string | null) => Buffer.from(key ?? '', 'base64').length;

describe('registering a device', () => {
	test('with empty or missing keys gets it two different random ones', () => {
		const {core} = openCore();
		const given = {authentication: {type: 'sas', symmetricKey: {primaryKey: '', secondaryKey: ''}}};
		const keys = [core.registry.put('a', given, undefined), core.registry.put('b', {}, undefined)].flatMap(({authentication}) =>
			Object.values(authentication.symmetricKey),
		);
		expect(new Set(keys).size).toBe(4);
		expect(keys.map(decodedLength)).toEqual([32, 32, 32, 32]);
	});

	test('answers the identity document, and again by get', () => {
		const {core, events} = openCore();
		const identity = core.registry.put('press-01', {deviceId: 'press-01', statusReason: 'new', capabilities: {iotEdge: true}}, undefined);
		expect(identity).toMatchObject({
			deviceId: 'press-01',
			status: 'enabled',
			statusReason: 'new',
			connectionState: 'Disconnected',
			connectionStateUpdatedTime: '0001-01-01T00:00:00Z',
			lastActivityTime: '0001-01-01T00:00:00Z',
			cloudToDeviceMessageCount: 0,
			capabilities: {iotEdge: true},
			authentication: {type: 'sas', x509Thumbprint: {primaryThumbprint: null, secondaryThumbprint: null}},
		});
		expect(identity.generationId).toMatch(/^\d{18}$/);
		expect(Buffer.from(identity.etag, 'base64').toString()).toMatch(/^\d{9}$/);
		expect(core.registry.get('press-01')).toEqual(identity);
		expect(core.twins.get('press-01').deviceEtag).toBe(identity.etag);
		expect(events).toEqual([{type: 'device-changed', deviceId: 'press-01'}]);
	});

	test('twice is DeviceAlreadyExists in the words of the service', () => {
		const {core} = openCoreWithDevice();
		const fault = faultOf(() => core.registry.put('press-01', {}, undefined));
		expect(fault).toMatchObject({faultName: 'DeviceAlreadyExists', code: 409001, message: "A device with ID 'press-01' is already registered."});
	});

	test.each(['a', "-:.+%_#*?!(),=@;$'", 'x'.repeat(128), 'Press-01', '__proto__', 'constructor'])('takes the id %s', deviceId => {
		const {core} = openCoreWithDevice();
		expect(core.registry.put(deviceId, {}, undefined).deviceId).toBe(deviceId);
		expect(core.registry.get(deviceId).deviceId).toBe(deviceId);
		expect(core.query(`SELECT deviceId FROM devices WHERE deviceId = '${deviceId.replace("'", "\\'")}'`).items).toEqual([{deviceId}]);
	});

	test.each(['', 'x'.repeat(129), 'a/b', 'a b', 'é', 'a\n', 'a"b', 'a\\b'])('refuses the id %j', deviceId => {
		const {core} = openCore();
		expectFault(() => core.registry.put(deviceId, {}, undefined), 'ArgumentInvalid');
	});

	test.each<[string, JsonObject]>([
		['another id in the body', {deviceId: 'other'}],
		['an unknown status', {status: 'paused'}],
		['a status reason over 128 characters', {statusReason: 'x'.repeat(129)}],
		['a status reason that is no text', {statusReason: 5}],
		['capabilities that are no object', {capabilities: true}],
		['authentication that is no object', {authentication: 'sas'}],
		['an unknown authentication type', {authentication: {type: 'password'}}],
		['keys that are no object', {authentication: {symmetricKey: 'abc'}}],
		['a key that is no text', {authentication: {symmetricKey: {primaryKey: 5}}}],
		['a key that is no base64', {authentication: {symmetricKey: {primaryKey: 'not base64 at all!!'}}}],
		['a key of 15 bytes', {authentication: {symmetricKey: {primaryKey: Buffer.alloc(15, 1).toString('base64')}}}],
		['a key of 65 bytes', {authentication: {symmetricKey: {primaryKey: Buffer.alloc(65, 1).toString('base64')}}}],
		['a certificate device without thumbprint', {authentication: {type: 'selfSigned'}}],
		['a thumbprint of 39 digits', {authentication: {x509Thumbprint: {primaryThumbprint: 'A'.repeat(39)}}}],
		['thumbprints of two lengths', {authentication: {x509Thumbprint: {primaryThumbprint: 'A'.repeat(40), secondaryThumbprint: 'B'.repeat(64)}}}],
	])('refuses %s', (_title, document) => {
		const {core, events} = openCore();
		expectFault(() => core.registry.put('press-01', document, undefined), 'ArgumentInvalid');
		expectFault(() => core.registry.get('press-01'), 'DeviceNotFound');
		expect(events).toEqual([]);
	});

	test.each([16, 24, 64])('takes keys of %i bytes and keeps them', length => {
		const {core} = openCore();
		const symmetricKey = {primaryKey: Buffer.alloc(length, 1).toString('base64'), secondaryKey: Buffer.alloc(length, 2).toString('base64')};
		expect(core.registry.put('press-01', {authentication: {symmetricKey}}, undefined).authentication).toMatchObject({type: 'sas', symmetricKey});
	});

	test('never repeats a bad key in its words', () => {
		const {core} = openCore();
		const primaryKey = Buffer.alloc(15, 7).toString('base64');
		expect(faultOf(() => core.registry.put('press-01', {authentication: {symmetricKey: {primaryKey}}}, undefined)).message).not.toContain(primaryKey);
	});

	test('with a thumbprint in the colon form makes it a certificate device without keys', () => {
		const {core} = openCore();
		const primaryThumbprint = Array.from({length: 20}, () => 'ab').join(':');
		const {authentication} = core.registry.put('press-01', {authentication: {x509Thumbprint: {primaryThumbprint}}}, undefined);
		expect(authentication).toEqual({
			type: 'selfSigned',
			symmetricKey: {primaryKey: null, secondaryKey: null},
			x509Thumbprint: {primaryThumbprint: 'AB'.repeat(20), secondaryThumbprint: null},
		});
		expect(core.twins.get('press-01').authenticationType).toBe('selfSigned');
	});
});

describe('updating a device', () => {
	test('with an empty primary key makes a new one and keeps the other', () => {
		const {core} = openCoreWithDevice();
		const before = core.registry.get('press-01');
		const {secondaryKey} = before.authentication.symmetricKey;
		const after = core.registry.put('press-01', {...before, authentication: {type: 'sas', symmetricKey: {primaryKey: '', secondaryKey}}}, '"*"');
		expect(after.authentication.symmetricKey.secondaryKey).toBe(secondaryKey);
		expect(after.authentication.symmetricKey.primaryKey).not.toBe(before.authentication.symmetricKey.primaryKey);
		expect(decodedLength(after.authentication.symmetricKey.primaryKey)).toBe(32);
	});

	test('leaves alone what the document does not name', () => {
		const {core} = openCoreWithDevice();
		const before = core.registry.put('press-01', {status: 'disabled', statusReason: 'lost'}, '*');
		const after = core.registry.put('press-01', {}, '*');
		expect(after).toEqual({...before, etag: after.etag});
		expect(after.etag).not.toBe(before.etag);
		expect(core.registry.put('press-01', {statusReason: null}, '*').statusReason).toBeNull();
	});

	test('keeps the time of the last change of status', () => {
		const {core, clock} = openCoreWithDevice();
		core.registry.put('press-01', {status: 'disabled'}, '*');
		clock.advance(5000);
		core.registry.put('press-01', {status: 'disabled', statusReason: 'still'}, '*');
		expect(core.registry.get('press-01').statusUpdatedTime).toBe('2026-01-02T03:04:05.6780000Z');
	});

	test('goes by etag in every form', () => {
		const {core} = openCoreWithDevice();
		const stale = core.registry.get('press-01').etag;
		const {etag} = core.registry.put('press-01', {}, `"${stale}"`);
		expectFault(() => core.registry.put('press-01', {}, `"${stale}"`), 'PreconditionFailed');
		expectFault(() => core.registry.delete('press-01', stale), 'PreconditionFailed');
		expectFault(() => core.registry.put('press-01', {}, ''), 'PreconditionFailed');
		core.registry.put('press-01', {}, etag);
		expectFault(() => core.registry.put('other', {}, '*'), 'DeviceNotFound');
	});

	test('to disabled ends its connection; deleting it does too', () => {
		const {core, events} = openCoreWithDevice();
		const first = connect(core);
		core.registry.put('press-01', {status: 'disabled'}, '*');
		expect(first.closedBy.map(fault => fault.faultName)).toEqual(['DeviceDisabled']);
		expectFault(() => connect(core), 'DeviceDisabled');
		core.registry.put('press-01', {status: 'enabled'}, '*');
		const second = connect(core);
		events.length = 0;
		core.registry.delete('press-01', '"*"');
		expect(second.closedBy.map(fault => fault.faultName)).toEqual(['DeviceNotFound']);
		expect(core.connections.count).toBe(0);
		expect(events.map(event => event.type)).toEqual(['device-disconnected', 'device-deleted']);
		expectFault(() => core.registry.delete('press-01', undefined), 'DeviceNotFound');
	});

	test('that was deleted and registered again has another generation', () => {
		const {core} = openCoreWithDevice();
		const {generationId} = core.registry.get('press-01');
		core.registry.delete('press-01', undefined);
		const generations = Array.from({length: 5}, () => {
			const identity = core.registry.put('press-01', {}, undefined);
			core.registry.delete('press-01', undefined);
			return identity.generationId;
		});
		expect(new Set([generationId, ...generations]).size).toBeGreaterThan(1);
	});
});

describe('listing devices', () => {
	test('keeps the order of creation and the limits of top', () => {
		const {core} = openCore();
		for (let at = 0; at < 1005; at += 1) core.registry.put(`d${1005 - at}`, {}, undefined);
		expect(core.registry.list(3).map(identity => identity.deviceId)).toEqual(['d1005', 'd1004', 'd1003']);
		for (const top of [undefined, 0, -1, 1001, Number.NaN]) expect(core.registry.list(top)).toHaveLength(1000);
	});

	test('counts enabled and disabled ones', () => {
		const {core} = openCoreWithDevice();
		core.registry.put('off', {status: 'disabled'}, undefined);
		expect(core.registry.statistics()).toEqual({totalDeviceCount: 2, enabledDeviceCount: 1, disabledDeviceCount: 1});
	});
});
