import {describe, expect, it} from 'vitest';
import {parseIdentity, parseServiceTime} from '../../../source/hub/registry/identity-document.js';
import {applyKeyChange} from '../../../source/hub/registry/key-change.js';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const document = {
	deviceId: 'press-01',
	etag: 'MTIz',
	generationId: '1',
	status: 'enabled',
	statusReason: null,
	connectionState: 'Disconnected',
	connectionStateUpdatedTime: '0001-01-01T00:00:00Z',
	lastActivityTime: '0001-01-01T00:00:00',
	cloudToDeviceMessageCount: 3,
	capabilities: {iotEdge: true},
	deviceScope: 'ms-azure-iot-edge://press-01-123',
	parentScopes: ['ms-azure-iot-edge://line-7-9'],
	authentication: {type: 'sas', symmetricKey: {primaryKey: key(1), secondaryKey: key(2)}, x509Thumbprint: {primaryThumbprint: null, secondaryThumbprint: null}},
};

describe('an identity document', () => {
	it('is read with its keys', () => {
		const identity = parseIdentity(document);
		expect(identity).toMatchObject({deviceId: 'press-01', statusReason: '', lastActivityAt: 0, connectionStateUpdatedAt: 0, c2dMessageCount: 3});
		expect(identity.keys?.secondary.reveal()).toBe(key(2));
		expect(identity.thumbprints).toBeUndefined();
	});

	it.each([[undefined], [null], [''], [[]], [{}], [{deviceId: 7}]])('is not %j', body => {
		expect(() => parseIdentity(body)).toThrow(/something else/);
	});

	it('with parts of wrong kinds is read as far as it goes', () => {
		expect(parseIdentity({deviceId: 'x', authentication: 'sas', status: 7, cloudToDeviceMessageCount: '3'})).toEqual({
			deviceId: 'x',
			etag: '',
			generationId: '',
			isEnabled: true,
			statusReason: '',
			authentication: 'none',
			isConnected: false,
			connectionStateUpdatedAt: 0,
			lastActivityAt: 0,
			c2dMessageCount: 0,
		});
	});

	it('has times with seven fraction digits, in UTC with and without Z', () => {
		const time = Date.parse('2026-11-22T20:15:45.123Z');
		expect(parseServiceTime('2026-11-22T20:15:45.1234567Z')).toBe(time);
		expect(parseServiceTime('2026-11-22T20:15:45.1234567')).toBe(time);
		expect(parseServiceTime('soon')).toBe(0);
	});
});

describe('a change of keys', () => {
	it('keeps everything else of the document, also what is not known here', () => {
		const changed = applyKeyChange(document, {type: 'swap'});
		expect(changed).toEqual({
			...document,
			authentication: {...document.authentication, symmetricKey: {primaryKey: key(2), secondaryKey: key(1)}},
		});
	});

	it('never sends an empty key, which would make the hub replace it', () => {
		const hidden = {...document, authentication: {...document.authentication, symmetricKey: {primaryKey: '', secondaryKey: ''}}};
		for (const change of [{type: 'swap'} as const, {type: 'regenerate', which: 'primary'} as const])
			expect(() => applyKeyChange(hidden, change)).toThrow(/missing/);
	});
});
